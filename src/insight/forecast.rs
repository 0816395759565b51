//! Forecasts: a simulation, read where the calibration says.

use super::calibrate::Calibration;
use super::chance::Chance;
use super::daily::Daily;
use super::level::{LEVELS, Question};
use super::number::{real, whole};
use super::simulate::{Method, Simulation, quantile};

/// Whole weeks of history without which nothing is said.
pub const FEWEST_WEEKS: usize = 4;
/// Finished items without which nothing is said.
pub const FEWEST_ITEMS: usize = 10;
/// Whole weeks below which it is said that the history is short: the back-test begins there.
pub const FAIR_WEEKS: usize = 12;

/// How long a history is for a forecast.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Enough {
    /// Too short to say anything.
    No,
    /// Something can be said, but nothing was learned from earlier forecasts.
    Barely,
    /// There were earlier forecasts to learn from.
    Yes,
}

impl Enough {
    /// Looks at a history.
    pub fn of(daily: &Daily) -> Self {
        match (daily.weeks().len(), daily.items()) {
            (weeks, items) if weeks < FEWEST_WEEKS || items < FEWEST_ITEMS => Self::No,
            (weeks, _) if weeks < FAIR_WEEKS => Self::Barely,
            _ => Self::Yes,
        }
    }
}

/// What forecasts are made from.
pub struct Forecaster {
    simulation: Simulation,
    calibration: Calibration,
    runs: usize,
}

impl Forecaster {
    /// Nothing comes of a history in which nothing was finished.
    pub fn new(daily: &Daily, calibration: Calibration, runs: usize) -> Option<Self> {
        let simulation = Simulation::new(daily, Method::CHOSEN)?;
        Some(Self { simulation, calibration, runs })
    }

    /// In how many days so many items are done, a level each; infinite when it is not within ten years.
    pub fn when(&self, items: usize, chance: &mut Chance) -> [f64; LEVELS] {
        let runs = self.simulation.days_until(items, self.runs, chance);
        let shares = self.calibration.shares(Question::When, Question::When.nearest(items));
        shares.map(|share| quantile(&runs, share))
    }

    /// How many items at least are done within so many days, a level each.
    pub fn how_many(&self, days: usize, chance: &mut Chance) -> [usize; LEVELS] {
        let runs = self.simulation.done_within(days, self.runs, chance);
        let shares = self.calibration.shares(Question::HowMany, Question::HowMany.nearest(days));
        shares.map(|share| whole(quantile(&runs, 1.0 - share)))
    }

    /// The answer to a question of a size at each level: days, or items.
    pub(super) fn answer(
        &self,
        question: Question,
        size: usize,
        chance: &mut Chance,
    ) -> [f64; LEVELS] {
        match question {
            Question::When => self.when(size, chance),
            Question::HowMany => self.how_many(size, chance).map(real),
        }
    }

    /// The share of runs in which so many items are done within so many days.
    pub fn chance_of(&self, items: usize, days: f64, chance: &mut Chance) -> f64 {
        let runs = self.simulation.days_until(items, self.runs, chance);
        let kept = runs.partition_point(|needed| *needed <= days);
        real(kept) / real(runs.len().max(1))
    }
}
