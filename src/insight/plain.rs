//! What most tools do, to compare with: single days of the last quarter, drawn without regard to one another.

use super::chance::Chance;
use super::daily::Daily;
use super::level::{LEVELS, Question, SHARES};
use super::number::real;
use super::simulate::quantile;

/// Weeks that are drawn from.
const WEEKS: usize = 13;
/// Days after which a run gives up: ten years.
const HORIZON: usize = 3_640;

/// Single days to draw from.
pub(super) struct Plain {
    days: Vec<f64>,
    runs: usize,
}

impl Plain {
    /// Nothing comes of a quarter in which nothing was finished.
    pub(super) fn new(daily: &Daily, runs: usize) -> Option<Self> {
        let latest = daily.weeks().iter().rev().take(WEEKS);
        let days: Vec<f64> = latest.flatten().copied().collect();
        days.iter().any(|count| *count > 0.0).then_some(Self { days, runs })
    }

    /// The answer to a question at each level.
    pub(super) fn answer(
        &self,
        question: Question,
        size: usize,
        chance: &mut Chance,
    ) -> [f64; LEVELS] {
        let mut run = || match question {
            Question::When => self.until(real(size), chance),
            Question::HowMany => (0..size).map(|_| self.day(chance)).sum(),
        };
        let mut runs: Vec<f64> = (0..self.runs).map(|_| run()).collect();
        runs.sort_unstable_by(f64::total_cmp);
        SHARES.map(|share| match question {
            Question::When => quantile(&runs, share),
            Question::HowMany => quantile(&runs, 1.0 - share),
        })
    }

    fn until(&self, wanted: f64, chance: &mut Chance) -> f64 {
        let mut done = 0.0;
        for day in 1..=HORIZON {
            done += self.day(chance);
            if done >= wanted {
                return real(day);
            }
        }
        f64::INFINITY
    }

    fn day(&self, chance: &mut Chance) -> f64 {
        let at = chance.below(self.days.len());
        self.days.get(at).copied().unwrap_or_default()
    }
}
