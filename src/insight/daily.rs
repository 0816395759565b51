//! How much was finished on each day before an instant.

use super::number::real;

/// Seconds of a day.
pub const DAY: i64 = 86_400;
/// Days of a week.
pub const WEEK: usize = 7;
/// Weeks that are looked back: what is older says little, and work per forecast stays bounded.
pub const LOOK_BACK: usize = 156;

/// Finished items per day, in days of 24 hours that end at an instant; days without any are there.
#[derive(Clone, Debug, PartialEq)]
pub struct Daily {
    /// Whole weeks, the oldest first; the last one ends at the instant.
    weeks: Vec<[f64; WEEK]>,
    items: usize,
}

impl Daily {
    /// Counts what was finished (seconds, ascending) before `until`.
    pub fn before(done: &[i64], until: i64) -> Self {
        let end = done.partition_point(|at| *at < until);
        let past = done.get(..end).unwrap_or_default();
        let age = past.first().map_or(0, |first| until - first);
        let week = DAY * 7;
        let weeks = usize::try_from(age / week).unwrap_or(0).min(LOOK_BACK);
        let mut counted = vec![[0.0; WEEK]; weeks];
        let mut items = 0;
        for at in past.iter().rev() {
            let age = until - 1 - at;
            let (Ok(back), Ok(day)) =
                (usize::try_from(age / week), usize::try_from(age % week / DAY))
            else {
                break;
            };
            if back >= weeks {
                break;
            }
            if let Some(count) =
                counted.get_mut(weeks - 1 - back).and_then(|row| row.get_mut(6 - day))
            {
                *count += 1.0;
                items += 1;
            }
        }
        Self { weeks: counted, items }
    }

    /// Whole weeks, the oldest first.
    pub fn weeks(&self) -> &[[f64; WEEK]] {
        &self.weeks
    }

    /// Items in them.
    pub fn items(&self) -> usize {
        self.items
    }

    /// Items per day, over all of it.
    pub fn rate(&self) -> f64 {
        real(self.items) / real((self.weeks.len() * WEEK).max(1))
    }
}
