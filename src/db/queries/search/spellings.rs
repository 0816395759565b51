//! Words that are in use, so that one that is mistyped can be told from them.

use std::collections::BTreeSet;

use diesel::prelude::*;
use renexus_tables::rows::search::SpellingRow;
use renexus_tables::schema::search::search_spellings;

use crate::db::{Conn, DatabaseError};
use crate::search::spelling;

/// Rows of one INSERT, and keys of one SELECT; below SQLite's 32,766 variables.
const AT_ONCE: usize = 5_000;
/// Words that are looked at for one that is mistyped.
const CANDIDATES: i64 = 500;
/// Words that a mistyped one may stand for.
const MEANT: usize = 5;

/// Keeps the words of a text.
pub fn learn(connection: &mut Conn, text: &str) -> Result<(), DatabaseError> {
    let mut new = spelling::words(text);
    if new.is_empty() {
        return Ok(());
    }
    let whole = search_spellings::deleted.eq(search_spellings::term);
    let known: Vec<String> = search_spellings::table
        .filter(search_spellings::term.eq_any(&new).and(whole))
        .filter(search_spellings::deleted.eq_any(&new))
        .select(search_spellings::term)
        .load(connection)?;
    for word in known {
        new.remove(&word);
    }
    let forms = new.iter().flat_map(|word| {
        spelling::forms(word).into_iter().map(|deleted| SpellingRow { deleted, term: word.clone() })
    });
    let rows: Vec<_> = forms.collect();
    for chunk in rows.chunks(AT_ONCE) {
        diesel::insert_into(search_spellings::table).values(chunk).execute(connection)?;
    }
    Ok(())
}

/// The words in use that a word may stand for, the likeliest first; not the word itself.
pub fn near(connection: &mut Conn, word: &str) -> Result<Vec<String>, DatabaseError> {
    let word = word.to_lowercase();
    if !spelling::words(&word).contains(&word) {
        return Ok(Vec::new());
    }
    let found: BTreeSet<String> = search_spellings::table
        .filter(search_spellings::deleted.eq_any(spelling::forms(&word)))
        .select(search_spellings::term)
        .limit(CANDIDATES)
        .load::<String>(connection)?
        .into_iter()
        .collect();
    let mut meant: Vec<_> = found
        .into_iter()
        .map(|term| (spelling::distance(&word, &term), term))
        .filter(|(mistakes, _)| (1..=spelling::FORGIVEN).contains(mistakes))
        .collect();
    meant.sort();
    Ok(meant.into_iter().take(MEANT).map(|(_, term)| term).collect())
}
