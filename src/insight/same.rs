//! Which titles say the same: much of each is said in the other. A word counts by how rare it is, and is said as well
//! when it is misspelled or ends otherwise.

use super::similar::Index;
use super::words::{pieces, word, words};
use crate::search::spelling::{FORGIVEN, distance};

/// Of how many of the most alike texts the words are looked at.
const LOOKED: usize = 25;
/// Words of a title that are looked at.
const WORDS: usize = 40;
/// Letters of a word that may be misspelled or end otherwise; shorter ones are too like each other.
const SHORTEST: usize = 4;
/// How much of a word is said by one that is spelled otherwise, and by one that ends otherwise.
const SPELLED: f64 = 0.9;
const ENDED: f64 = 0.7;
/// The share of a word before its ending.
const STEM: f64 = 0.6;

/// Up to `most` texts of an index that say the same as a title, the surest first, with how much of both is said in the
/// other, from 0 to 1. `title` tells what was added under a number.
pub fn nearest<'a>(
    index: &Index,
    text: &str,
    title: impl Fn(usize) -> Option<&'a str>,
    most: usize,
) -> Vec<(usize, f64)> {
    let sought = distinct(text);
    let near = index.nearest(&pieces(text), LOOKED).into_iter();
    let mut found: Vec<(usize, f64)> = near
        .filter_map(|(number, _)| Some((number, both(index, &sought, &distinct(title(number)?)))))
        .collect();
    // What is equal stays in the order of the index.
    found.sort_by(|one, other| other.1.total_cmp(&one.1));
    found.truncate(most);
    found
}

fn distinct(text: &str) -> Vec<String> {
    let mut found: Vec<String> = Vec::new();
    for word in words(text).take(WORDS) {
        if !found.contains(&word) {
            found.push(word);
        }
    }
    found
}

/// The smaller share of two titles that is said in the other.
fn both(index: &Index, one: &[String], other: &[String]) -> f64 {
    said(index, one, other).min(said(index, other, one))
}

/// The share of a title that is said in another.
fn said(index: &Index, title: &[String], other: &[String]) -> f64 {
    let (mut all, mut there) = (0.0, 0.0);
    for one in title {
        let found = other.iter().map(|two| (likeness(one, two), two));
        let best = found.max_by(|this, that| this.0.total_cmp(&that.0));
        let (like, two) = best.filter(|(like, _)| *like > 0.0).unwrap_or((0.0, one));
        // A slip of the pen is no rare word.
        let weight = index.weight(word(one)).or_else(|| index.weight(word(two)));
        let weight = weight.unwrap_or_else(|| index.heaviest());
        all += weight;
        there += weight * like;
    }
    if all > 0.0 { there / all } else { 0.0 }
}

/// How much of a word is said by another.
fn likeness(one: &str, other: &str) -> f64 {
    if one == other {
        return 1.0;
    }
    let (long, short) = (one.chars().count(), other.chars().count());
    let (long, short) = (long.max(short), long.min(short));
    if short < SHORTEST {
        return 0.0;
    }
    if long - short <= FORGIVEN && distance(one, other) <= FORGIVEN {
        return SPELLED;
    }
    let stem = one.chars().zip(other.chars()).take_while(|(this, that)| this == that).count();
    let is_ending =
        stem >= SHORTEST && super::number::real(stem) >= STEM * super::number::real(long);
    if is_ending { ENDED } else { 0.0 }
}

#[cfg(test)]
mod tests {
    use super::*;

    const TITLES: [&str; 4] = [
        "Export of large boards times out",
        "Export of boards",
        "Rotate the keys of the archive",
        "Write a manual about large boards, keys, the archive, the export and what times out of it",
    ];

    fn found(text: &str) -> Vec<(usize, f64)> {
        let mut index = Index::default();
        TITLES.iter().for_each(|title| {
            index.add(&pieces(title));
        });
        nearest(&index, text, |number| TITLES.get(number).copied(), 2)
    }

    #[test]
    fn the_same_said_otherwise_is_surer_than_what_says_more_or_less() {
        let sure = found("Large board: the exprot timed out");
        assert_eq!(sure[0].0, 0, "{sure:?}");
        assert!(sure[0].1 > 0.7 && sure[1].1 < 0.5, "{sure:?}");
        let own = found(TITLES[2]);
        assert!((own[0].1 - 1.0).abs() < 1e-9 && own[0].0 == 2, "{own:?}");
    }

    #[test]
    fn it_does_not_matter_which_of_both_is_asked_about() {
        let mut index = Index::default();
        let [one, other] = [TITLES[0], TITLES[3]].map(distinct);
        index.add(&pieces(TITLES[0]));
        assert!((both(&index, &one, &other) - both(&index, &other, &one)).abs() < 1e-9);
    }

    #[test]
    fn short_words_are_what_they_are() {
        for (one, other, like) in [
            ("crash", "crahs", SPELLED),
            ("crash", "crashes", ENDED),
            ("tag", "tags", 0.0),
            ("export", "expand", 0.0),
        ] {
            assert!((likeness(one, other) - like).abs() < 1e-9, "{one} {other}");
        }
    }
}
