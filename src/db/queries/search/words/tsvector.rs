//! Words in PostgreSQL's vectors.

use diesel::prelude::*;
use diesel::sql_types::{BigInt, Text};

use super::{AnyOf, Hit, RANKED, Readable, Sought, Within, titles_first};
use crate::db::engine::{Engine, Sql};
use crate::db::{Conn, DatabaseError};
use crate::search::vector;

/// What a word tells in a text (D) and in a title (A), and by how much long texts tell less:
/// 1 divides by the logarithm of their length.
const WEIGHTS: &str = "'{0.1, 0.1, 0.1, 0.8}'";
const LENGTH: &str = "1";
/// How much more a whole word tells than the beginning of one.
const WHOLE: &str = "4";

/// Writes the words of an entry.
pub(super) fn put(
    connection: &mut Conn,
    key: i64,
    (title, body): (&str, &str),
) -> Result<(), DatabaseError> {
    diesel::sql_query("UPDATE search_entries SET words = $1::tsvector WHERE key = $2")
        .bind::<Text, _>(vector::vector(title, body))
        .bind::<BigInt, _>(key)
        .execute(connection)?;
    Ok(())
}

/// Up to `most` entries that may be shown, the best first.
pub(super) fn best(
    connection: &mut Conn,
    sought: &Sought,
    readable: &Readable,
    most: usize,
) -> Result<Vec<Hit>, DatabaseError> {
    let rank = |within| ranked(connection, (sought, within), readable);
    let mut found = titles_first(rank, |hit| hit.key)?;
    found.truncate(most);
    Ok(found)
}

/// The newest entries that may be shown, the best first.
fn ranked(
    connection: &mut Conn,
    (sought, within): (&Sought, Within),
    readable: &Readable,
) -> Result<Vec<Hit>, DatabaseError> {
    let Some(expression) = expression(sought, within) else { return Ok(Vec::new()) };
    let whole = whole(sought);
    let condition = Readable::condition(Engine::Postgres, 3);
    let query = format!(
        "SELECT f.key AS key, f.kind AS kind, f.subject AS subject FROM ( \
           SELECT e.key, e.kind, e.subject, e.words, q.words AS sought, q.whole \
           FROM search_entries e, (SELECT $1::tsquery AS words, $2::tsquery AS whole) q \
           WHERE e.words @@ q.words AND {condition} ORDER BY e.key DESC LIMIT {RANKED}) f \
         ORDER BY ts_rank({WEIGHTS}, f.words, f.sought, {LENGTH}) \
           + {WHOLE} * ts_rank({WEIGHTS}, f.words, f.whole, {LENGTH}) DESC, f.key DESC"
    );
    let query = diesel::sql_query(query).into_boxed::<Sql>();
    let query = query.bind::<Text, _>(expression).bind::<Text, _>(whole);
    Ok(readable.bind(query).load(connection)?)
}

/// Every word that was asked for, as a whole: what has them comes first.
fn whole(sought: &Sought) -> String {
    let words = sought.wanted.iter().flatten();
    let words = words.filter_map(|text| vector::phrase(text, false, false));
    words.collect::<Vec<_>>().join(" | ")
}

/// The question in the words of PostgreSQL.
fn expression(sought: &Sought, within: Within) -> Option<String> {
    let wanted = sought.wanted.iter().filter_map(|any| one_of(any, within));
    let wanted: Vec<_> = wanted.collect();
    if wanted.is_empty() {
        return None;
    }
    let mut all = wanted.join(" & ");
    for text in sought.unwanted.iter().filter_map(|text| vector::phrase(text, false, false)) {
        all = format!("({all}) & !{text}");
    }
    Some(all)
}

fn one_of(any: &AnyOf, within: Within) -> Option<String> {
    let in_title = within == Within::Title;
    let ways = any.iter().filter_map(|text| vector::phrase(text, true, in_title));
    let ways: Vec<_> = ways.collect();
    (!ways.is_empty()).then(|| format!("({})", ways.join(" | ")))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_that_people_type_is_syntax() {
        let sought = Sought {
            wanted: vec![vec!["a' | b".into()], vec!["--".into()]],
            unwanted: vec!["!(x)".into()],
        };
        let expected = "((('a' <-> 'b':*))) & !('x')";
        assert_eq!(expression(&sought, Within::Anywhere).unwrap(), expected);
        let expected = "((('a':A <-> 'b':*A))) & !('x')";
        assert_eq!(expression(&sought, Within::Title).unwrap(), expected);
        assert_eq!(expression(&Sought::default(), Within::Anywhere), None);
    }
}
