//! How well duplicates are found: titles of a history said otherwise, sought among all of its titles.

use std::collections::HashSet;

use serde::Serialize;

use super::chance::Chance;
use super::number::real;
use super::rivals::Nearest;
use super::similar::Index;
use super::suggest::SAME;
use super::words::pieces;

/// Titles that are said otherwise, at most.
const ASKED: usize = 500;
/// Titles that are sought among, the latest.
const TITLES: usize = 5_000;
/// Words of a title that can be said otherwise.
const WORDS: usize = 4;
/// How many of the best count.
const BEST: usize = 5;

/// What was found.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Refound {
    /// Titles that were said otherwise.
    pub asked: usize,
    /// Ours: the first was it.
    pub ours_first: usize,
    /// Ours: one of the first five was it.
    pub ours_fifth: usize,
    /// TF-IDF over words: the first was it.
    pub plain_first: usize,
    /// TF-IDF over words: one of the first five was it.
    pub plain_fifth: usize,
    /// Titles that ours would have called the same, at most five each.
    pub called: usize,
    /// Those of them that were it.
    pub right: usize,
}

/// Says titles otherwise and looks for them.
pub fn refind(titles: &[&str], seed: u64) -> Refound {
    let mut known = HashSet::new();
    let mut distinct: Vec<&str> =
        titles.iter().rev().copied().filter(|title| known.insert(title.to_lowercase())).collect();
    distinct.truncate(TITLES);
    let (mut index, mut plain) = (Index::default(), Nearest::default());
    for (number, title) in distinct.iter().enumerate() {
        index.add(&pieces(title));
        plain.learn(title, &number.to_string());
    }
    let mut found = Refound::default();
    let mut chance = Chance::new(seed);
    let long = |title: &&str| title.split_whitespace().count() >= WORDS;
    let step = (distinct.len() / ASKED).max(1);
    let asked = distinct.iter().enumerate().filter(|(_, title)| long(title)).step_by(step);
    for (number, title) in asked.take(ASKED) {
        let said = otherwise(title, &mut chance);
        found.asked += 1;
        let near = index.nearest(&pieces(&said), BEST);
        let place = near.iter().position(|(one, _)| *one == number);
        found.ours_first += usize::from(place == Some(0));
        found.ours_fifth += usize::from(place.is_some());
        let called = near.iter().filter(|(_, score)| *score >= SAME);
        found.called += called.clone().count();
        found.right += called.filter(|(one, _)| *one == number).count();
        let label = number.to_string();
        let place = plain.rank(&said, BEST).into_iter().position(|one| one == label);
        found.plain_first += usize::from(place == Some(0));
        found.plain_fifth += usize::from(place.is_some());
    }
    found
}

impl Refound {
    /// The share of what was called the same that was it.
    pub fn precision(&self) -> f64 {
        real(self.right) / real(self.called.max(1))
    }
}

/// The same title with a word less, in another order, with a slip of the pen in each long word.
fn otherwise(title: &str, chance: &mut Chance) -> String {
    let mut words: Vec<String> =
        title.split_whitespace().map(|word| slipped(word, chance)).collect();
    words.remove(chance.below(words.len()));
    let turn = 1 + chance.below(words.len() - 1);
    words.rotate_left(turn);
    words.join(" ")
}

/// Two letters inside of a long word change places, in one word of two.
fn slipped(word: &str, chance: &mut Chance) -> String {
    let mut letters: Vec<char> = word.chars().collect();
    if letters.len() >= 6 && chance.below(2) == 0 {
        let at = 1 + chance.below(letters.len() - 3);
        letters.swap(at, at + 1);
    }
    letters.into_iter().collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_said_otherwise_is_found_again() {
        let kinds = ["parser", "scheduler", "renderer", "journal", "connection", "thumbnail"];
        let verbs = ["Rewrite", "Document", "Simplify", "Accelerate", "Translate", "Remove"];
        let titles: Vec<String> = kinds
            .iter()
            .flat_map(|kind| {
                verbs.iter().map(move |verb| format!("{verb} the {kind} of old documents"))
            })
            .collect();
        let titles: Vec<&str> = titles.iter().map(String::as_str).collect();
        let found = refind(&titles, 7);
        assert_eq!(found.asked, 36);
        assert!(found.ours_fifth >= 28 && found.ours_fifth >= found.plain_fifth, "{found:?}");
        assert_eq!(found, refind(&titles, 7));
    }
}
