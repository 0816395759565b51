//! Which texts are most alike: BM25 over words and pieces of words, in memory.

use std::collections::HashMap;

use super::number::{index, narrow, real};

/// How much a word that is said again still adds.
const AGAIN: f64 = 1.2;
/// How much long texts are held against themselves.
const LENGTH: f64 = 0.5;

/// Texts by a number that grows with each; what was taken out stays a hole until the index is built anew.
#[derive(Clone, Debug, Default)]
pub struct Index {
    postings: HashMap<u64, Vec<(u32, f32)>>,
    /// The length of each text; nothing where one was taken out.
    lengths: Vec<Option<f32>>,
    live: usize,
    sum: f64,
}

impl Index {
    /// Adds a text; its number.
    pub fn add(&mut self, pieces: &[u64]) -> usize {
        let number = self.lengths.len();
        let mut sorted = pieces.to_vec();
        sorted.sort_unstable();
        for run in sorted.chunk_by(|one, next| one == next) {
            if let (Some(piece), Ok(number)) = (run.first(), u32::try_from(number)) {
                self.postings.entry(*piece).or_default().push((number, narrow(real(run.len()))));
            }
        }
        self.lengths.push(Some(narrow(real(pieces.len()))));
        self.live += 1;
        self.sum += real(pieces.len());
        number
    }

    /// Takes a text out.
    pub fn remove(&mut self, number: usize) {
        if let Some(length) = self.lengths.get_mut(number).and_then(Option::take) {
            self.live -= 1;
            self.sum -= f64::from(length);
        }
    }

    /// Texts in it.
    pub fn live(&self) -> usize {
        self.live
    }

    /// Numbers given, with the holes.
    pub fn given(&self) -> usize {
        self.lengths.len()
    }

    /// Up to `most` texts that share something, the most alike first, with how alike they are: 1 is a text itself.
    pub fn nearest(&self, pieces: &[u64], most: usize) -> Vec<(usize, f64)> {
        let mut wanted = pieces.to_vec();
        wanted.sort_unstable();
        wanted.dedup();
        let mean = (self.sum / real(self.live.max(1))).max(1.0);
        let mut scores = vec![0.0_f32; self.lengths.len()];
        // The score of the text itself, if it were here; what nobody else says weighs as much as the rest of it.
        let (mut best, mut known) = (0.0, 0_usize);
        let own = AGAIN * (1.0 - LENGTH + LENGTH * real(pieces.len()) / mean);
        for piece in &wanted {
            let holders = self.postings.get(piece).map_or(&[][..], Vec::as_slice);
            if holders.is_empty() {
                continue;
            }
            let rarity = self.rarity(holders.len());
            best += rarity * (AGAIN + 1.0) / (1.0 + own);
            known += 1;
            for (number, times) in holders {
                let place = index(*number);
                let Some(Some(length)) = self.lengths.get(place) else { continue };
                let times = f64::from(*times);
                let long = AGAIN * (1.0 - LENGTH + LENGTH * f64::from(*length) / mean);
                if let Some(score) = scores.get_mut(place) {
                    *score += narrow(rarity * times * (AGAIN + 1.0) / (times + long));
                }
            }
        }
        best *= real(wanted.len()) / real(known.max(1));
        let mut found: Vec<(usize, f32)> =
            scores.into_iter().enumerate().filter(|(_, score)| *score > 0.0).collect();
        let order = |one: &(usize, f32), other: &(usize, f32)| {
            other.1.total_cmp(&one.1).then(other.0.cmp(&one.0))
        };
        if found.len() > most {
            found.select_nth_unstable_by(most, order);
            found.truncate(most);
        }
        found.sort_unstable_by(order);
        found.into_iter().map(|(number, score)| (number, f64::from(score) / best)).collect()
    }

    /// How much a piece tells, more than 0, the less the more texts have it; none when no text has it.
    pub fn weight(&self, piece: u64) -> Option<f64> {
        let holders = self.postings.get(&piece)?.len();
        Some(inverse_frequency(self.lengths.len(), holders))
    }

    /// How much a piece tells that one text has.
    pub fn heaviest(&self) -> f64 {
        inverse_frequency(self.lengths.len(), 1)
    }

    fn rarity(&self, holders: usize) -> f64 {
        let all = real(self.lengths.len());
        ((all - real(holders) + 0.5) / (real(holders) + 0.5)).ln_1p()
    }
}

/// How much a word tells, the less the more of all texts have it: the smoothed inverse document frequency of TF-IDF.
pub(super) fn inverse_frequency(texts: usize, holders: usize) -> f64 {
    ((1.0 + real(texts)) / (1.0 + real(holders))).ln() + 1.0
}
