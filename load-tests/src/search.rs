//! The highest rate that a server bears: doubling until it fails, then halving the gap.
//!
//! [`Search`] is a state machine without I/O: it says which rate to try next
//! and is told what came of it. [`climb`] drives it with real runs.

mod command;
mod found;

pub use command::{SearchArgs, SearchPlan, alone, climb};
pub use found::{Found, Probe, broken};

/// The gap between a rate that holds and one that does not, at which a search ends.
pub const RESOLUTION: f64 = 1.05;

/// A server that fails at a thousandth of the first rate is not searched further.
const LOWEST_SHARE: f64 = 1.0 / 1024.0;

/// How a probe of a rate ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// Every threshold held and nothing was lost.
    Held,
    /// A threshold broke or something was lost.
    Broke,
}

/// What a search wants next.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Step {
    /// Try this rate.
    Probe(f64),
    /// The search is over: the highest rate that held, if any did.
    Done(Option<f64>),
}

/// A search for the highest rate, as a state machine over outcomes.
///
/// One bad second must not end a search and one lucky run must not win it:
/// a rate counts as broken when it breaks twice, and the rate that is
/// answered has held twice.
#[derive(Clone, Debug)]
pub struct Search {
    first: f64,
    ceiling: f64,
    probes_left: u32,
    held: Option<f64>,
    /// How often `held` did so.
    confirmed: u32,
    broke: Option<f64>,
    /// A rate that broke once and is tried again.
    doubted: Option<f64>,
}

impl Search {
    /// Begins at `first`, never tries more than `ceiling`, and ends after `probes` at the latest.
    pub fn new(first: f64, ceiling: f64, probes: u32) -> Self {
        Self {
            first: first.min(ceiling),
            ceiling,
            probes_left: probes,
            held: None,
            confirmed: 0,
            broke: None,
            doubted: None,
        }
    }

    /// What to do now.
    pub fn step(&self) -> Step {
        if self.probes_left == 0 {
            return Step::Done(self.held);
        }
        if let Some(rate) = self.doubted {
            return Step::Probe(rate);
        }
        match (self.held, self.broke) {
            (None, None) => Step::Probe(self.first),
            (Some(held), None) if held < self.ceiling => {
                Step::Probe((held * 2.0).min(self.ceiling))
            }
            (None, Some(broke)) if broke > self.first * LOWEST_SHARE => Step::Probe(broke / 2.0),
            (None, Some(_)) => Step::Done(None),
            (Some(held), Some(broke)) if broke / held > RESOLUTION => {
                Step::Probe((held * broke).sqrt())
            }
            (Some(held), _) if self.confirmed < 2 => Step::Probe(held),
            (Some(held), _) => Step::Done(Some(held)),
        }
    }

    /// What came of the rate that [`Search::step`] asked for.
    pub fn tell(&mut self, outcome: Outcome) {
        let Step::Probe(rate) = self.step() else { return };
        self.probes_left -= 1;
        let again = self.held == Some(rate);
        match outcome {
            Outcome::Held => {
                self.confirmed = if again { self.confirmed + 1 } else { 1 };
                self.held = Some(rate);
                self.doubted = None;
            }
            Outcome::Broke if self.doubted == Some(rate) => {
                self.doubted = None;
                self.broke = Some(rate);
                if again {
                    // It held by luck: what lies below is open again.
                    self.held = None;
                    self.confirmed = 0;
                }
            }
            Outcome::Broke => self.doubted = Some(rate),
        }
    }

    /// Whether a rate was found that broke; otherwise only the ceiling ended the search.
    pub fn met_a_limit(&self) -> bool {
        self.broke.is_some()
    }
}

#[cfg(test)]
mod tests;
