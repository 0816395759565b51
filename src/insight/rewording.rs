//! How well duplicates are found: titles of a history said otherwise, sought among all of its titles.

use std::collections::HashSet;

use serde::Serialize;

use super::chance::Chance;
use super::number::real;
use super::rivals::Nearest;
use super::same;
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

/// A title that is sought among others.
#[derive(Clone, Debug)]
pub struct Sought {
    /// What it says.
    pub text: String,
    /// Its own place among the titles, when it stands there: it is no duplicate of itself.
    pub own: Option<usize>,
    /// The place of the one that says the same; none when nothing does.
    pub same: Option<usize>,
}

/// What was found.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Refound {
    /// Titles that were sought.
    pub asked: usize,
    /// Those of them for which there is one that says the same.
    pub known: usize,
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
    /// Of as many that TF-IDF is surest of, those that were it.
    pub plain_right: usize,
}

/// Says titles otherwise and looks for them.
pub fn refind(titles: &[&str], seed: u64) -> Refound {
    let mut known = HashSet::new();
    let mut distinct: Vec<&str> =
        titles.iter().rev().copied().filter(|title| known.insert(title.to_lowercase())).collect();
    distinct.truncate(TITLES);
    let sought = reworded(&distinct, seed);
    seek(&distinct, &sought)
}

/// Titles said otherwise, each with where it stands; up to 500, evenly spread.
pub fn reworded(titles: &[&str], seed: u64) -> Vec<Sought> {
    let mut chance = Chance::new(seed);
    let long = |title: &&str| title.split_whitespace().count() >= WORDS;
    let step = (titles.len() / ASKED).max(1);
    let asked = titles.iter().enumerate().filter(|(_, title)| long(title)).step_by(step);
    let told = |(number, title): (usize, &&str)| Sought {
        text: otherwise(title, &mut chance),
        own: None,
        same: Some(number),
    };
    asked.take(ASKED).map(told).collect()
}

/// Seeks titles among others, by ours and by the cosine of TF-IDF.
pub fn seek(titles: &[&str], sought: &[Sought]) -> Refound {
    let (mut index, mut plain) = (Index::default(), Nearest::default());
    for (number, title) in titles.iter().enumerate() {
        index.add(&pieces(title));
        plain.learn(title, &number.to_string());
    }
    let title = |number: usize| titles.get(number).copied();
    let mut found = Refound { asked: sought.len(), ..Refound::default() };
    let mut sure: Vec<(f64, bool)> = Vec::new();
    for Sought { text, own, same } in sought {
        found.known += usize::from(same.is_some());
        // One more than counts, for it may be the title itself.
        let near = same::nearest(&index, text, title, BEST + 1).into_iter();
        let near: Vec<_> = near.filter(|(one, _)| Some(*one) != *own).take(BEST).collect();
        let place = near.iter().position(|(one, _)| Some(*one) == *same);
        found.ours_first += usize::from(place == Some(0));
        found.ours_fifth += usize::from(place.is_some());
        let called = near.iter().filter(|(_, score)| *score >= SAME);
        found.called += called.clone().count();
        found.right += called.filter(|(one, _)| Some(*one) == *same).count();
        let label = |place: &Option<usize>| place.map(|number| number.to_string());
        let (own, same) = (label(own), label(same));
        let near = plain.near(text, BEST + 1).into_iter();
        let near: Vec<_> =
            near.filter(|(one, _)| Some(*one) != own.as_deref()).take(BEST).collect();
        let place = near.iter().position(|(one, _)| Some(*one) == same.as_deref());
        found.plain_first += usize::from(place == Some(0));
        found.plain_fifth += usize::from(place.is_some());
        sure.extend(near.iter().map(|(one, score)| (*score, Some(*one) == same.as_deref())));
    }
    sure.sort_by(|one, other| other.0.total_cmp(&one.0));
    found.plain_right = sure.iter().take(found.called).filter(|(_, right)| *right).count();
    found
}

impl Refound {
    /// The share of what was called the same that was it.
    pub fn precision(&self) -> f64 {
        real(self.right) / real(self.called.max(1))
    }

    /// The same of TF-IDF, when it calls as many.
    pub fn plain_precision(&self) -> f64 {
        real(self.plain_right) / real(self.called.max(1))
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

    #[test]
    fn what_nobody_said_before_is_called_nothing() {
        let titles = ["Export of large boards times out", "Rotate the keys of the archive"];
        let alone = |number: usize| Sought {
            text: titles[number].to_owned(),
            own: Some(number),
            same: None,
        };
        let found = seek(&titles, &[alone(0), alone(1)]);
        assert_eq!((found.asked, found.known, found.called), (2, 0, 0), "{found:?}");
    }
}
