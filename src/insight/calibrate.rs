//! How far to trust a simulation, learned from what became of earlier forecasts of the same project.
//!
//! Each promise (a level of a question at a size) keeps the share of runs that it reads its answer at. It begins as
//! the share that it promises. Each time a forecast of the past is decided it moves a little: up when the promise was
//! broken, down when it was kept, in the proportion that leaves it where it is when exactly the promised share is
//! kept. This is adaptive conformal inference (Gibbs and Candès, 2021): in the long run the promised share is kept
//! whatever the history is like, also where work comes in bursts or the team changes.

use super::level::{LEVELS, Question, RUNGS, SHARES};

/// How far one decided forecast moves its promise: a year of weekly forecasts can move it from one end to the other.
const STEP: f64 = 0.03;
/// What the other sizes of the question learn from it.
const SHARED: f64 = 0.15;
/// Where promises stay within: beyond, a quantile is that of a handful of runs.
const BOUNDS: (f64, f64) = (0.002, 0.9995);

type Ladder = [[f64; LEVELS]; RUNGS];

/// The share of runs at which each promise is read.
#[derive(Clone, Debug, PartialEq)]
pub struct Calibration {
    when: Ladder,
    how_many: Ladder,
}

impl Default for Calibration {
    fn default() -> Self {
        Self { when: [SHARES; RUNGS], how_many: [SHARES; RUNGS] }
    }
}

impl Calibration {
    /// The shares of a question at a rung, one a level, ascending.
    pub fn shares(&self, question: Question, rung: usize) -> [f64; LEVELS] {
        let ladder = match question {
            Question::When => &self.when,
            Question::HowMany => &self.how_many,
        };
        ladder.get(rung).copied().unwrap_or(SHARES)
    }

    /// Learns what became of the promises of one forecast; what is not decided teaches nothing.
    pub fn learn(&mut self, question: Question, rung: usize, kept: [Option<bool>; LEVELS]) {
        let ladder = match question {
            Question::When => &mut self.when,
            Question::HowMany => &mut self.how_many,
        };
        for (at, shares) in ladder.iter_mut().enumerate() {
            let step = if at == rung { STEP } else { STEP * SHARED };
            for ((share, promised), kept) in shares.iter_mut().zip(SHARES).zip(kept) {
                let Some(kept) = kept else { continue };
                let moved = *share + step * (promised - if kept { 1.0 } else { 0.0 });
                *share = moved.clamp(BOUNDS.0, BOUNDS.1);
            }
            shares.sort_unstable_by(f64::total_cmp);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn promises_that_are_kept_as_often_as_promised_stay_and_never_cross() {
        let mut calibration = Calibration::default();
        for turn in 0..2_000_usize {
            let luck = (turn * 37 % 100, 100);
            let kept = SHARES.map(|share| Some(super::super::number::real(luck.0) < share * 100.0));
            calibration.learn(Question::When, 1, kept);
            for rung in 0..RUNGS {
                assert!(calibration.shares(Question::When, rung).is_sorted());
            }
        }
        for (share, promised) in calibration.shares(Question::When, 1).into_iter().zip(SHARES) {
            assert!((share - promised).abs() < 0.05, "{share} is far from {promised}");
        }
        assert_eq!(calibration.shares(Question::HowMany, 1), SHARES);
    }

    #[test]
    fn broken_promises_become_more_careful() {
        let mut calibration = Calibration::default();
        (0..20).for_each(|_| calibration.learn(Question::HowMany, 0, [Some(false); LEVELS]));
        let now = calibration.shares(Question::HowMany, 0);
        assert!(now.iter().zip(SHARES).all(|(share, promised)| *share > promised));
    }
}
