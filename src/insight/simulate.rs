//! Runs of a possible future, drawn week by week from the past.
//!
//! A run draws whole weeks, so that the days of a week keep their places and busy days stay together. Weeks that
//! are long ago are drawn less often. The level of all further weeks moves by a small random step with each week:
//! a team does not stay as fast as it was, and how far it strays grows with the distance.

use super::chance::Chance;
use super::daily::{Daily, WEEK};
use super::normal::{self, growth};
use super::number::{pick, real, whole};

/// Entries of the table from which weeks are drawn: resolves weights to a four-thousandth.
const DRAWS: usize = 4_096;
/// Weeks after which a run gives up: ten years.
const HORIZON: usize = 520;

/// The two numbers that the method has.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Method {
    /// Weeks after which a week is drawn half as often.
    pub half_life: f64,
    /// The deviation of the logarithm of one weekly step of the level.
    pub stray: f64,
}

impl Method {
    /// What stands up best on projects that were left out of choosing it; see `docs/FORECASTS.md`.
    pub const CHOSEN: Self = Self { half_life: 26.0, stray: 0.3 };
}

/// A past to draw from.
pub struct Simulation {
    weeks: Vec<[f64; WEEK]>,
    sums: Vec<f64>,
    draws: Vec<usize>,
    steps: Vec<f64>,
}

impl Simulation {
    /// Prepares to draw; nothing comes of a past without a whole week or without any item.
    pub fn new(daily: &Daily, method: Method) -> Option<Self> {
        if daily.items() == 0 {
            return None;
        }
        let weeks = daily.weeks().to_vec();
        let sums = weeks.iter().map(|week| week.iter().sum()).collect();
        let newest = weeks.len().checked_sub(1)?;
        let weights: Vec<f64> =
            (0..=newest).map(|at| (-real(newest - at) / method.half_life).exp2()).collect();
        let total: f64 = weights.iter().sum();
        let (mut draws, mut sum) = (Vec::with_capacity(DRAWS), 0.0);
        for (week, weight) in weights.iter().enumerate() {
            sum += weight / total;
            draws.resize(whole((sum * real(DRAWS)).round()).min(DRAWS), week);
        }
        draws.resize(DRAWS, newest);
        Some(Self { weeks, sums, draws, steps: growth(method.stray) })
    }

    /// In how many days `items` are done, one number a run, ascending; infinite when ten years are not enough.
    pub fn days_until(&self, items: usize, runs: usize, chance: &mut Chance) -> Vec<f64> {
        let wanted = real(items);
        let mut found: Vec<f64> = (0..runs).map(|_| self.run_until(wanted, chance)).collect();
        found.sort_unstable_by(f64::total_cmp);
        found
    }

    fn run_until(&self, wanted: f64, chance: &mut Chance) -> f64 {
        if wanted <= 0.0 {
            return 0.0;
        }
        let (mut done, mut level) = (0.0, 1.0);
        for number in 0..HORIZON {
            let week = self.draw(&mut level, chance);
            let sum = level * self.sums.get(week).copied().unwrap_or_default();
            if done + sum >= wanted {
                return real(number * WEEK) + self.day_of(week, (wanted - done) / level);
            }
            done += sum;
        }
        f64::INFINITY
    }

    /// In how many days of a week this much is done.
    fn day_of(&self, week: usize, wanted: f64) -> f64 {
        let mut done = 0.0;
        for (day, count) in self.weeks.get(week).into_iter().flatten().enumerate() {
            if done + count >= wanted && *count > 0.0 {
                return real(day) + ((wanted - done) / count).clamp(0.0, 1.0);
            }
            done += count;
        }
        real(WEEK)
    }

    /// How many items are done within `days`, one number a run, ascending.
    pub fn done_within(&self, days: usize, runs: usize, chance: &mut Chance) -> Vec<f64> {
        let mut found: Vec<f64> = (0..runs).map(|_| self.run_within(days, chance)).collect();
        found.sort_unstable_by(f64::total_cmp);
        found
    }

    fn run_within(&self, days: usize, chance: &mut Chance) -> f64 {
        let (mut done, mut level) = (0.0, 1.0);
        for _ in 0..days / WEEK {
            let week = self.draw(&mut level, chance);
            done += level * self.sums.get(week).copied().unwrap_or_default();
        }
        if !days.is_multiple_of(WEEK) {
            let week = self.draw(&mut level, chance);
            let begun = self.weeks.get(week).into_iter().flatten().take(days % WEEK);
            done += level * begun.sum::<f64>();
        }
        // A part of an item is an item in that part of the runs.
        (done + chance.unit()).floor()
    }

    /// One word of chance is a step of the level and a week.
    fn draw(&self, level: &mut f64, chance: &mut Chance) -> usize {
        let word = chance.word();
        *level *= self.steps.get(pick(word << 32, normal::ENTRIES)).copied().unwrap_or(1.0);
        self.draws.get(pick(word, DRAWS)).copied().unwrap_or_default()
    }
}

/// The value below which this share of ascending values lies.
pub fn quantile(ascending: &[f64], share: f64) -> f64 {
    let place = (share.clamp(0.0, 1.0) * real(ascending.len())).floor();
    let last = ascending.len().saturating_sub(1);
    ascending.get(whole(place).min(last)).copied().unwrap_or(f64::NAN)
}
