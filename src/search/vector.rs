//! Texts as PostgreSQL keeps and seeks them: its own words for them, made from ours.
//!
//! The words are those that SQLite's `unicode61` finds: runs of letters and digits, in lower case,
//! without accents. PostgreSQL's parser would see addresses and numbers in them instead.

use std::collections::BTreeMap;
use std::fmt::Write;

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

use super::terms;

/// The furthest place of a word that PostgreSQL keeps (datatype-textsearch, limits).
const LAST_PLACE: usize = 16_383;
/// Places of one word that PostgreSQL keeps.
const PLACES: usize = 255;
/// Bytes of one word that PostgreSQL keeps.
const WORD_BYTES: usize = 2_046;
/// Bytes of a vector that are used; PostgreSQL takes a mebibyte, with what it adds to each word.
const VECTOR_BYTES: usize = 600_000;
/// Places between title and text, so that no phrase spans both.
const GAP: usize = 8;

/// The words of a text, in order.
pub fn words(text: &str) -> Vec<String> {
    let plain: String = text.nfd().filter(|letter| !is_combining_mark(*letter)).collect();
    plain
        .split(|letter: char| !letter.is_alphanumeric())
        .filter(|word| !word.is_empty())
        .map(str::to_lowercase)
        .collect()
}

/// The vector of an entry: words of the title weigh `A`, those of the text `D`.
pub fn vector(title: &str, body: &str) -> String {
    let mut places: BTreeMap<String, Vec<(usize, bool)>> = BTreeMap::new();
    let titled = words(&terms::indexed(title));
    let after = titled.len() + GAP;
    let told = words(&terms::indexed(body));
    let titled = titled.into_iter().enumerate().map(|(place, word)| (place + 1, true, word));
    let told = told.into_iter().enumerate().map(|(place, word)| (place + after, false, word));
    let mut bytes = 0;
    for (place, in_title, word) in titled.chain(told) {
        if word.len() > WORD_BYTES {
            continue;
        }
        // A word costs itself and a few bytes for each of its places.
        bytes += word.len() + 4;
        if bytes > VECTOR_BYTES {
            break;
        }
        let known = places.entry(word).or_default();
        if known.len() < PLACES {
            known.push((place.min(LAST_PLACE), in_title));
        }
    }
    let mut out = String::new();
    for (word, places) in places {
        let list =
            places.iter().map(
                |(place, in_title)| {
                    if *in_title { format!("{place}A") } else { place.to_string() }
                },
            );
        let list: Vec<_> = list.collect();
        // Words hold neither quotes nor backslashes. Writing into a string cannot fail.
        let _ = write!(out, "'{word}':{} ", list.join(","));
    }
    out
}

/// The word that all entries of a workspace have. No text has one with such a sign.
pub fn home(workspace: &str) -> String {
    format!("'={}'", workspace.replace('\'', "''"))
}

/// A question for words that follow each other; the last may go on when `is_beginning`.
pub fn phrase(text: &str, is_beginning: bool) -> Option<String> {
    let words = words(&terms::sought(text)?);
    let last = words.len().checked_sub(1)?;
    let each = words.iter().enumerate().map(|(place, word)| {
        let how = if is_beginning && place == last { ":*" } else { "" };
        format!("'{word}'{how}")
    });
    let each: Vec<_> = each.collect();
    Some(format!("({})", each.join(" <-> ")))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_have_no_accents_and_no_signs() {
        assert_eq!(words("Über-Größe: CAFÉ, x2"), ["uber", "große", "cafe", "x2"]);
        assert_eq!(words("'; DROP TABLE--"), ["drop", "table"]);
    }

    #[test]
    fn a_vector_tells_title_from_text() {
        assert_eq!(vector("One two", "two"), "'one':1A 'two':2A,10 ");
        assert_eq!(vector("日本語", ""), "'日本':1A '本語':2A '語':3A ");
    }

    #[test]
    fn phrases_follow_each_other() {
        assert_eq!(phrase("Two words", true).unwrap(), "('two' <-> 'words':*)");
        assert_eq!(phrase("日本語", false).unwrap(), "('日本' <-> '本語')");
        assert_eq!(phrase("!?", true), None);
    }
}
