//! What means something like a draft, brought together with what is spelled like it.

use std::collections::HashMap;

use super::book::{Book, Card};
use super::suggest::{Draft, MOST, Near, Suggestion};
use crate::search::fusing::fused;

/// How like a task has to be to be called the same.
const SAME: f64 = 0.85;
/// What likeness in meaning counts beside likeness in words, which is rarer among strangers.
const SAY: f64 = 0.5;
/// What those who took what means the same count against what the whole past says.
const SHARE: f64 = 0.25;

/// A task that means something like a draft.
#[derive(Clone, Debug, PartialEq)]
pub struct Meant {
    /// Its id.
    pub id: String,
    /// How like the draft it is, from 0 to 1.
    pub likeness: f64,
}

/// The cards of a book that mean something like a draft, the nearest first. What is not in the book is left out: nobody
/// hears of tasks of other projects.
fn cards<'a>(book: &'a Book, (draft, meant): (Draft<'_>, &[Meant])) -> Vec<(&'a Card, f64)> {
    let known = meant.iter().filter(|one| draft.id != Some(one.id.as_str()));
    known.filter_map(|one| Some((book.card(&one.id)?, one.likeness))).collect()
}

/// Both rankings of cards in one.
fn both<'a>(worded: Vec<(&'a Card, f64)>, meant: Vec<(&'a Card, f64)>) -> Vec<(&'a Card, f64)> {
    let ids = |some: &[(&'a Card, f64)]| some.iter().map(|(card, _)| card.id.as_str()).collect();
    let best = fused::<&str>(&[ids(&worded), ids(&meant)]);
    let mut all: HashMap<&str, (&'a Card, f64)> = HashMap::new();
    for (card, score) in worded.into_iter().chain(meant) {
        let known = all.entry(card.id.as_str()).or_insert((card, score));
        known.1 = known.1.max(score);
    }
    best.into_iter().filter_map(|id| all.remove(id)).collect()
}

/// What is spelled like a draft, and what means something like it.
pub fn near<'a>(book: &'a Book, near: Near<'a>, asked: (Draft<'_>, &[Meant])) -> Near<'a> {
    let meant = cards(book, asked);
    if meant.is_empty() {
        return near;
    }
    let meant = meant.into_iter().map(|(card, likeness)| (card, likeness * SAY)).collect();
    Near(both(near.0, meant))
}

/// Tasks that say the same, and tasks that mean the same.
pub fn duplicates(
    book: &Book,
    worded: Vec<Suggestion>,
    asked: (Draft<'_>, &[Meant]),
) -> Vec<Suggestion> {
    let meant = cards(book, asked).into_iter();
    let meant = meant.filter(|(card, likeness)| *likeness >= SAME && !card.archived);
    let meant = meant.map(|(card, likeness)| Suggestion {
        value: card.id.clone(),
        confidence: ((likeness - 0.7) / 0.3).clamp(0.0, 0.95),
        reason: "It means almost the same.".to_owned(),
    });
    let meant: Vec<Suggestion> = meant.collect();
    if meant.is_empty() {
        return worded;
    }
    let values = |some: &[Suggestion]| some.iter().map(|one| one.value.clone()).collect::<Vec<_>>();
    let (one, other) = (values(&worded), values(&meant));
    let rankings = [one.iter().collect(), other.iter().collect()];
    let mut all: HashMap<String, Suggestion> = HashMap::new();
    for suggestion in worded.into_iter().chain(meant) {
        all.entry(suggestion.value.clone()).or_insert(suggestion);
    }
    fused::<&String>(&rankings).into_iter().filter_map(|it| all.remove(it)).take(MOST).collect()
}

/// Who may work on it, with a say for those who took what means something like it.
pub fn assignees(
    book: &Book,
    mut worded: Vec<Suggestion>,
    asked: (Draft<'_>, &[Meant]),
) -> Vec<Suggestion> {
    let meant = cards(book, asked);
    let all: f64 = meant
        .iter()
        .filter(|(card, _)| !card.assignees.is_empty())
        .map(|(_, likeness)| likeness)
        .sum();
    if all <= 0.0 {
        return worded;
    }
    for suggestion in &mut worded {
        let theirs = meant.iter().filter(|(card, _)| card.assignees.contains(&suggestion.value));
        let share: f64 = theirs.map(|(_, likeness)| likeness).sum::<f64>() / all;
        suggestion.confidence = (1.0 - SHARE) * suggestion.confidence + SHARE * share;
    }
    worded.sort_by(|one, other| other.confidence.total_cmp(&one.confidence));
    worded
}
