//! The tasks of one project as suggestions see them: titles to compare with, and what became of each.

use std::collections::HashMap;

use super::flow::Passage;
use super::ranking::Ranking;
use super::same;
use super::similar::Index;
use super::words::pieces;

/// Tasks with people from which is learned who takes what; of more, the latest.
const LEARNED: usize = 1_500;
/// Holes at which the index is built anew.
const HOLES: usize = 5_000;

/// A task.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Card {
    /// Its id.
    pub id: String,
    /// Its key.
    pub key: String,
    /// What it is called.
    pub title: String,
    /// The ids of those who work on it.
    pub assignees: Vec<String>,
    /// The ids of its labels.
    pub labels: Vec<String>,
    /// 0 none to 4 urgent.
    pub priority: i32,
    /// How much work it is.
    pub estimate: Option<i32>,
    /// When it is due, the end of that day in seconds.
    pub due: Option<i64>,
    /// Its way so far.
    pub passage: Passage,
    /// Whether it was put away.
    pub archived: bool,
}

impl Card {
    /// Whether nobody has begun it.
    pub fn waits(&self) -> bool {
        self.passage.started.is_none() && self.passage.done.is_none() && !self.archived
    }
}

/// All tasks of a project.
#[derive(Clone, Debug, Default)]
pub struct Book {
    index: Index,
    /// By the number in the index.
    cards: Vec<Option<Card>>,
    numbers: HashMap<String, usize>,
    /// How many cards have a label, by id, or a priority, by number.
    holders: HashMap<String, usize>,
    /// Who takes what.
    pub people: Ranking,
}

impl Book {
    /// A book of these tasks, the oldest first.
    pub fn of(cards: Vec<Card>) -> Self {
        let mut book = Self::default();
        let taken = cards.iter().filter(|card| !card.assignees.is_empty()).count();
        let mut skip = taken.saturating_sub(LEARNED);
        for card in cards {
            let learn = !card.assignees.is_empty() && {
                let old = skip > 0;
                skip = skip.saturating_sub(1);
                !old
            };
            if learn {
                card.assignees.iter().for_each(|person| book.people.learn(&card.title, person));
            }
            book.enter(card);
        }
        book
    }

    /// Takes a card in, in the place of what it was before, and learns from whoever is new on it.
    pub fn put(&mut self, card: Card) {
        let before = self.take(&card.id).map(|card| card.assignees).unwrap_or_default();
        for person in card.assignees.iter().filter(|person| !before.contains(person)) {
            self.people.learn(&card.title, person);
        }
        self.enter(card);
        if self.index.given() - self.index.live() > HOLES {
            self.tidy();
        }
    }

    /// Takes a card out.
    pub fn take(&mut self, id: &str) -> Option<Card> {
        let number = self.numbers.remove(id)?;
        self.index.remove(number);
        let card = self.cards.get_mut(number)?.take()?;
        for mark in marks(&card) {
            if let Some(holders) = self.holders.get_mut(&mark) {
                *holders = holders.saturating_sub(1);
            }
        }
        Some(card)
    }

    /// Cards in it.
    pub fn len(&self) -> usize {
        self.index.live()
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// How many cards have a label (its id) or a priority (its number).
    pub fn holders(&self, mark: &str) -> usize {
        self.holders.get(mark).copied().unwrap_or_default()
    }

    /// Every card.
    pub fn cards(&self) -> impl Iterator<Item = &Card> {
        self.cards.iter().flatten()
    }

    /// The card with this id.
    pub fn card(&self, id: &str) -> Option<&Card> {
        self.cards.get(*self.numbers.get(id)?)?.as_ref()
    }

    /// Up to `most` cards whose titles are most alike, the most alike first, without one of them.
    pub fn nearest(&self, text: &str, without: Option<&str>, most: usize) -> Vec<(&Card, f64)> {
        let found = self.index.nearest(&pieces(text), most + 1);
        let cards = found
            .into_iter()
            .filter_map(|(number, score)| Some((self.cards.get(number)?.as_ref()?, score)));
        cards.filter(|(card, _)| Some(card.id.as_str()) != without).take(most).collect()
    }

    /// Up to `most` cards whose titles say the same, the surest first, without one of them.
    pub fn same(&self, title: &str, without: Option<&str>, most: usize) -> Vec<(&Card, f64)> {
        let card = |number: usize| self.cards.get(number)?.as_ref();
        let found =
            same::nearest(&self.index, title, |number| Some(&card(number)?.title), most + 1);
        let cards = found.into_iter().filter_map(|(number, score)| Some((card(number)?, score)));
        cards.filter(|(card, _)| Some(card.id.as_str()) != without).take(most).collect()
    }

    fn enter(&mut self, card: Card) {
        let number = self.index.add(&pieces(&card.title));
        self.numbers.insert(card.id.clone(), number);
        for mark in marks(&card) {
            *self.holders.entry(mark).or_default() += 1;
        }
        self.cards.resize(number, None);
        self.cards.push(Some(card));
    }

    fn tidy(&mut self) {
        let cards: Vec<_> = std::mem::take(&mut self.cards).into_iter().flatten().collect();
        self.index = Index::default();
        self.numbers.clear();
        self.holders.clear();
        cards.into_iter().for_each(|card| self.enter(card));
    }
}

fn marks(card: &Card) -> impl Iterator<Item = String> {
    card.labels.iter().cloned().chain([card.priority.to_string()])
}
