//! The two simple ways that ours is measured beside.

use std::collections::{HashMap, HashSet, VecDeque};

use super::number::real;
use super::similar::inverse_frequency;
use super::words::plain;

/// Items that count as lately.
const LATELY: usize = 100;

/// The labels that came most often lately.
#[derive(Clone, Debug, Default)]
pub(super) struct Frequent {
    lately: VecDeque<String>,
}

impl Frequent {
    pub(super) fn learn(&mut self, label: &str) {
        self.lately.push_back(label.to_owned());
        if self.lately.len() > LATELY {
            self.lately.pop_front();
        }
    }

    pub(super) fn rank(&self) -> Vec<&str> {
        let mut counts: HashMap<&str, (usize, usize)> = HashMap::new();
        for (at, label) in self.lately.iter().enumerate() {
            let (count, last) = counts.entry(label).or_default();
            (*count, *last) = (*count + 1, at);
        }
        let mut ranked: Vec<_> = counts.into_iter().collect();
        ranked.sort_by_key(|(_, order)| std::cmp::Reverse(*order));
        ranked.into_iter().map(|(label, _)| label).collect()
    }
}

/// The labels of the titles nearest by the cosine of TF-IDF over words.
#[derive(Clone, Debug, Default)]
pub(super) struct Nearest {
    titles: Vec<(String, Vec<u64>)>,
    holders: HashMap<u64, Vec<usize>>,
}

impl Nearest {
    pub(super) fn learn(&mut self, title: &str, label: &str) {
        let mut words = plain(title);
        words.sort_unstable();
        for run in words.chunk_by(|one, next| one == next) {
            let Some(word) = run.first() else { continue };
            self.holders.entry(*word).or_default().push(self.titles.len());
        }
        self.titles.push((label.to_owned(), words));
    }

    /// Up to `most` distinct labels, that of the nearest title first, the later of equals.
    pub(super) fn rank(&self, title: &str, most: usize) -> Vec<&str> {
        self.near(title, most).into_iter().map(|(label, _)| label).collect()
    }

    /// The same, with the cosine of the nearest title of each.
    pub(super) fn near(&self, title: &str, most: usize) -> Vec<(&str, f64)> {
        let mut wanted = plain(title);
        wanted.sort_unstable();
        let mut dots: HashMap<usize, f64> = HashMap::new();
        for run in wanted.chunk_by(|one, next| one == next) {
            let Some(word) = run.first() else { continue };
            let rarity = self.rarity(word);
            for at in self.holders.get(word).into_iter().flatten() {
                let times = self.titles.get(*at).map_or(0, |(_, words)| count(words, word));
                *dots.entry(*at).or_default() += real(run.len()) * real(times) * rarity * rarity;
            }
        }
        let mut near: Vec<(f64, usize)> = dots
            .into_iter()
            .filter_map(|(at, dot)| Some((dot / self.norm(&self.titles.get(at)?.1), at)))
            .collect();
        near.sort_by(|one, other| other.0.total_cmp(&one.0).then(other.1.cmp(&one.1)));
        let mut known = HashSet::new();
        let own = self.norm(&wanted);
        let labels = near
            .into_iter()
            .filter_map(|(score, at)| Some((self.titles.get(at)?.0.as_str(), score / own)));
        labels.filter(|(label, _)| known.insert(*label)).take(most).collect()
    }

    fn rarity(&self, word: &u64) -> f64 {
        let holders = self.holders.get(word).map_or(0, Vec::len);
        inverse_frequency(self.titles.len(), holders)
    }

    fn norm(&self, words: &[u64]) -> f64 {
        let runs = words.chunk_by(|one, next| one == next);
        let parts = runs.filter_map(|run| {
            let part = real(run.len()) * self.rarity(run.first()?);
            Some(part * part)
        });
        parts.sum::<f64>().sqrt().max(f64::MIN_POSITIVE)
    }
}

fn count(words: &[u64], word: &u64) -> usize {
    words.partition_point(|one| one <= word) - words.partition_point(|one| one < word)
}
