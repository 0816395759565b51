//! How well labels are guessed: each item from what was finished before it began, by us and by two simple ways.

use std::collections::VecDeque;

use serde::Serialize;

use super::ranking::Ranking;
use super::rivals::{Frequent, Nearest};

/// Items that are only learned from before guessing is counted, by all three alike.
const WARM: usize = 50;

/// How many of the best count.
const BEST: usize = 3;

/// One item.
#[derive(Clone, Copy, Debug)]
pub struct Case<'a> {
    /// When work began, in seconds.
    pub started: i64,
    /// When it was finished.
    pub done: i64,
    /// What it is called.
    pub title: &'a str,
    /// What it got.
    pub label: &'a str,
}

/// How often a way was right.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Score {
    /// Guesses.
    pub asked: usize,
    /// The first was right.
    pub first: usize,
    /// One of the first three was right.
    pub third: usize,
}

impl Score {
    fn note<'a>(&mut self, guesses: impl Iterator<Item = &'a str>, right: &str) {
        let place = guesses.take(BEST).position(|guess| guess == right);
        self.asked += 1;
        self.first += usize::from(place == Some(0));
        self.third += usize::from(place.is_some());
    }
}

/// The three ways side by side.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Compared {
    /// Ours.
    pub ours: Score,
    /// The labels that came most often lately.
    pub frequent: Score,
    /// The labels of the titles nearest by TF-IDF.
    pub nearest: Score,
}

/// Guesses every item when it began, and learns it when it was finished.
pub fn compare(cases: &[Case<'_>]) -> Compared {
    let mut asked: Vec<usize> = (0..cases.len()).collect();
    asked.sort_by_key(|at| cases.get(*at).map(|case| case.started.min(case.done)));
    let mut finished: Vec<&Case<'_>> = cases.iter().collect();
    finished.sort_by_key(|case| case.done);
    let mut finished: VecDeque<_> = finished.into();
    let mut compared = Compared::default();
    let (mut ours, mut frequent, mut nearest) =
        (Ranking::default(), Frequent::default(), Nearest::default());
    for case in asked.into_iter().filter_map(|at| cases.get(at)) {
        let begins = case.started.min(case.done);
        while let Some(before) = finished.front().copied().filter(|before| before.done < begins) {
            finished.pop_front();
            ours.learn(before.title, before.label);
            frequent.learn(before.label);
            nearest.learn(before.title, before.label);
        }
        if ours.learned() < WARM {
            continue;
        }
        compared.ours.note(ours.rank(case.title).into_iter().map(|(label, _)| label), case.label);
        compared.frequent.note(frequent.rank().into_iter(), case.label);
        compared.nearest.note(nearest.rank(case.title, BEST).into_iter(), case.label);
    }
    compared
}
