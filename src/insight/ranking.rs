//! Who or where: labels in the order in which they fit a title, learned as history goes on.
//!
//! Several simple witnesses look at each label: how often it came lately, over a week, a season, a year of work; whether
//! it came last; what the words of the title say (naive Bayes); where the most similar titles went (BM25). How far each
//! witness is trusted is learned online, by the gradient of a softmax over the labels, from each item when it is
//! finished. So a project whose titles say much is read by its titles, and one whose people take turns by its calendar.

use std::collections::{HashMap, VecDeque};

use super::number::real;
use super::similar::Index;
use super::words::{clues, pieces};

/// Labels that are known at once; the one that was away longest makes room.
const LABELS: usize = 512;
/// Titles that are compared with.
const TITLES: usize = 6_000;
/// Holes of the index at which it is built anew.
const HOLES: usize = 2_000;
/// Clues whose counts are kept; beyond, the rarest are forgotten.
const CLUES: usize = 200_000;
/// Items after which each count is worth half: a week, a season, years of work.
const HALVES: [f64; 3] = [8.0, 60.0, 600.0];
/// Items after which what a word said is worth half.
const WORDS_HALF: f64 = 1_500.0;
/// How many similar titles are asked.
const NEIGHBOURS: usize = 25;
/// Items after which the voice of a similar title is worth half.
const NEIGHBOUR_HALF: f64 = 400.0;
/// How sure a witness is at most that a label does not fit.
const FLOOR: f64 = 1e-3;
/// Weight of the whole vocabulary against one label's own words.
const SMOOTHING: f64 = 12.0;
/// How fast trust is learned.
const RATE: f64 = 0.15;
/// Witnesses.
const WITNESSES: usize = 7;
/// Whom to trust before anything was learned.
const TRUST: [f64; WITNESSES] = [0.2, 0.3, 0.2, 0.3, 0.5, 0.3, 0.2];

type Testimony = [f64; WITNESSES];

/// A label and how it was seen.
#[derive(Clone, Debug)]
struct Known {
    name: String,
    /// Decayed counts, as of the item `seen`.
    counts: [f64; 3],
    seen: usize,
    /// Decayed sum of clues.
    clues: f64,
}

/// What was learned of one kind of label.
#[derive(Clone, Debug)]
pub struct Ranking {
    labels: Vec<Known>,
    by_name: HashMap<String, usize>,
    /// Items learned.
    turn: usize,
    last: Option<usize>,
    /// Of each clue: how often it came with which label, in the growing unit of `unit`.
    spoken: HashMap<u64, Vec<(usize, f64)>>,
    unit: f64,
    titles: Index,
    of_title: VecDeque<(usize, usize)>,
    kept: VecDeque<Vec<u64>>,
    oldest: usize,
    trust: Testimony,
    squares: Testimony,
}

impl Default for Ranking {
    fn default() -> Self {
        Self {
            labels: Vec::new(),
            by_name: HashMap::new(),
            turn: 0,
            last: None,
            spoken: HashMap::new(),
            unit: 1.0,
            titles: Index::default(),
            of_title: VecDeque::new(),
            kept: VecDeque::new(),
            oldest: 0,
            trust: TRUST,
            squares: [1.0; WITNESSES],
        }
    }
}

impl Ranking {
    /// Labels with how probable each is, the most probable first.
    pub fn rank(&self, title: &str) -> Vec<(&str, f64)> {
        let shares = self.shares(&self.testimonies(&clues(title), &pieces(title)));
        let mut ranked: Vec<_> = self
            .labels
            .iter()
            .zip(shares)
            .map(|(label, share)| (label.name.as_str(), share))
            .collect();
        ranked.sort_by(|one, other| other.1.total_cmp(&one.1).then_with(|| one.0.cmp(other.0)));
        ranked
    }

    /// Items that were learned from.
    pub fn learned(&self) -> usize {
        self.turn
    }

    /// Learns that an item with this title got this label.
    pub fn learn(&mut self, title: &str, label: &str) {
        let (clues, pieces) = (clues(title), pieces(title));
        let known = self.by_name.get(label).copied();
        if let Some(right) = known {
            self.adjust(right, &self.testimonies(&clues, &pieces));
        }
        let right = known.unwrap_or_else(|| self.enter(label));
        self.turn += 1;
        self.count(right, clues.len());
        self.hear(right, &clues);
        self.remember(right, pieces);
        self.last = Some(right);
    }

    fn testimonies(&self, clues: &[u64], pieces: &[u64]) -> Vec<Testimony> {
        let totals: Vec<f64> = (0..HALVES.len())
            .map(|at| self.labels.iter().map(|label| self.count_of(label, at)).sum::<f64>())
            .collect();
        let said = self.said(clues);
        let voices = self.voices(pieces);
        let most = said.iter().copied().fold(f64::NEG_INFINITY, f64::max);
        let all: f64 = voices.iter().sum();
        let first = voices.iter().copied().fold(0.0, f64::max);
        let witness = |(at, label): (usize, &Known)| {
            let share = |which: usize| {
                let total = totals.get(which).copied().unwrap_or_default();
                ((self.count_of(label, which) + FLOOR) / (total + 1.0)).ln()
            };
            let spoken = said.get(at).copied().unwrap_or(most) - most;
            let voice = voices.get(at).copied().unwrap_or_default();
            [
                share(0),
                share(1),
                share(2),
                spoken.max(-25.0) / 3.0,
                (voice / all.max(FLOOR) + 0.01).ln(),
                if self.last == Some(at) { 1.0 } else { 0.0 },
                if voice > 0.0 && voice >= first { 1.0 } else { 0.0 },
            ]
        };
        self.labels.iter().enumerate().map(witness).collect()
    }

    fn count_of(&self, label: &Known, which: usize) -> f64 {
        let half = HALVES.get(which).copied().unwrap_or(1.0);
        let count = label.counts.get(which).copied().unwrap_or_default();
        count * (-real(self.turn - label.seen) / half).exp2()
    }

    /// What the clues say of each label: the logarithm of how much likelier they are with it than at all.
    fn said(&self, clues: &[u64]) -> Vec<f64> {
        let everything: f64 = self.labels.iter().map(|label| label.clues).sum::<f64>().max(1.0);
        let alone = |label: &Known| {
            real(clues.len()) * (SMOOTHING / (label.clues / self.unit + SMOOTHING)).ln()
        };
        let mut said: Vec<f64> = self.labels.iter().map(alone).collect();
        for clue in clues {
            let Some(spoken) = self.spoken.get(clue) else { continue };
            let often: f64 = spoken.iter().map(|(_, count)| count).sum::<f64>() / everything;
            for (label, count) in spoken {
                if let Some(sum) = said.get_mut(*label) {
                    *sum += (count / self.unit / (SMOOTHING * often)).ln_1p();
                }
            }
        }
        said
    }

    /// Where similar titles went, the similar and the late with more weight.
    fn voices(&self, pieces: &[u64]) -> Vec<f64> {
        let mut voices = vec![0.0; self.labels.len()];
        for (number, score) in self.titles.nearest(pieces, NEIGHBOURS) {
            let Some((label, turn)) =
                number.checked_sub(self.oldest).and_then(|at| self.of_title.get(at))
            else {
                continue;
            };
            if let Some(voice) = voices.get_mut(*label) {
                *voice += score * score * (-real(self.turn - turn) / NEIGHBOUR_HALF).exp2();
            }
        }
        voices
    }

    fn shares(&self, testimonies: &[Testimony]) -> Vec<f64> {
        let score = |testimony: &Testimony| {
            testimony.iter().zip(self.trust).map(|(said, trust)| said * trust).sum::<f64>()
        };
        let scores: Vec<f64> = testimonies.iter().map(score).collect();
        let most = scores.iter().copied().fold(f64::NEG_INFINITY, f64::max);
        let grown: Vec<f64> = scores.iter().map(|score| (score - most).exp()).collect();
        let sum: f64 = grown.iter().sum();
        grown.into_iter().map(|share| share / sum).collect()
    }

    /// One step of trust towards those who spoke for the right label.
    fn adjust(&mut self, right: usize, testimonies: &[Testimony]) {
        let shares = self.shares(testimonies);
        let Some(best) = testimonies.get(right) else { return };
        let mut step = *best;
        for (testimony, share) in testimonies.iter().zip(shares) {
            step.iter_mut().zip(testimony).for_each(|(step, said)| *step -= share * said);
        }
        for ((trust, square), step) in self.trust.iter_mut().zip(&mut self.squares).zip(step) {
            *square += step * step;
            *trust = (*trust + RATE * step / square.sqrt()).clamp(0.0, 5.0);
        }
    }

    /// A new label; the one that was away longest makes room.
    fn enter(&mut self, name: &str) -> usize {
        let fresh = Known { name: name.to_owned(), counts: [0.0; 3], seen: self.turn, clues: 0.0 };
        if self.labels.len() < LABELS {
            self.labels.push(fresh);
            self.by_name.insert(name.to_owned(), self.labels.len() - 1);
            return self.labels.len() - 1;
        }
        let away = self.labels.iter().enumerate().min_by_key(|(_, label)| label.seen);
        let place = away.map_or(0, |(place, _)| place);
        if let Some(label) = self.labels.get_mut(place) {
            self.by_name.remove(&label.name);
            *label = fresh;
        }
        self.spoken.values_mut().for_each(|spoken| spoken.retain(|(label, _)| *label != place));
        for entry in self.of_title.iter_mut().filter(|(label, _)| *label == place) {
            entry.0 = usize::MAX;
        }
        self.by_name.insert(name.to_owned(), place);
        place
    }

    fn count(&mut self, right: usize, clues: usize) {
        let (turn, unit) = (self.turn, self.unit);
        let Some(label) = self.labels.get_mut(right) else { return };
        for (count, half) in label.counts.iter_mut().zip(HALVES) {
            *count = *count * (-real(turn - label.seen) / half).exp2() + 1.0;
        }
        label.seen = turn;
        label.clues += unit * real(clues);
    }

    /// Counts the clues, in a unit that grows, so that what is older is worth less.
    fn hear(&mut self, right: usize, clues: &[u64]) {
        for clue in clues {
            let spoken = self.spoken.entry(*clue).or_default();
            match spoken.iter_mut().find(|(label, _)| *label == right) {
                Some((_, count)) => *count += self.unit,
                None => spoken.push((right, self.unit)),
            }
        }
        self.unit *= (1.0 / WORDS_HALF).exp2();
        if self.spoken.len() > CLUES {
            let bound = 2.0 * self.unit;
            self.spoken
                .retain(|_, spoken| spoken.iter().map(|(_, count)| count).sum::<f64>() > bound);
        }
        if self.unit > 1e9 {
            let unit = std::mem::replace(&mut self.unit, 1.0);
            self.labels.iter_mut().for_each(|label| label.clues /= unit);
            self.spoken.values_mut().flatten().for_each(|(_, count)| *count /= unit);
        }
    }

    fn remember(&mut self, right: usize, pieces: Vec<u64>) {
        self.titles.add(&pieces);
        self.of_title.push_back((right, self.turn));
        self.kept.push_back(pieces);
        if self.of_title.len() > TITLES {
            self.titles.remove(self.oldest);
            self.of_title.pop_front();
            self.kept.pop_front();
            self.oldest += 1;
        }
        if self.oldest >= HOLES {
            self.titles = Index::default();
            for pieces in &self.kept {
                self.titles.add(pieces);
            }
            self.oldest = 0;
        }
    }
}
