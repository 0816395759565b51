//! What a board looked like over time, how long work took, and how old what is under way is.

use serde::Serialize;

use super::daily::DAY;
use super::number::{real, signed};

/// A task on its way; times in seconds. What was cancelled, or put away before it was done, is not among them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Passage {
    /// When it was made.
    pub created: i64,
    /// When work began.
    pub started: Option<i64>,
    /// When it was done.
    pub done: Option<i64>,
}

/// How many tasks had come so far at the end of a day.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Standing {
    /// Made.
    pub created: usize,
    /// Begun.
    pub started: usize,
    /// Done.
    pub done: usize,
}

/// The board at the end of each of the last days, the oldest first; the last one ends now.
pub fn cumulative(passages: &[Passage], now: i64, days: usize) -> Vec<Standing> {
    let sorted = |of: fn(&Passage) -> Option<i64>| {
        let mut times: Vec<i64> = passages.iter().filter_map(of).collect();
        times.sort_unstable();
        times
    };
    let created = sorted(|passage| Some(passage.created));
    // What was done without being begun was begun when it was done.
    let started = sorted(|passage| passage.started.or(passage.done));
    let done = sorted(|passage| passage.done);
    let until = |times: &[i64], at: i64| times.partition_point(|time| *time <= at);
    let back = (0..days).rev().filter_map(|back| i64::try_from(back).ok());
    let at = back.map(|back| now - back * DAY);
    at.map(|at| Standing {
        created: until(&created, at),
        started: until(&started, at),
        done: until(&done, at),
    })
    .collect()
}

/// Days from the beginning of work to its end.
pub fn cycle_days(passage: &Passage) -> Option<f64> {
    let (began, ended) = (passage.started?, passage.done?);
    Some(signed((ended - began).max(0)) / signed(DAY))
}

/// Days from the making of a task to its end.
pub fn lead_days(passage: &Passage) -> Option<f64> {
    Some(signed((passage.done? - passage.created).max(0)) / signed(DAY))
}

/// The share of finished work (days, ascending) that took at most so long.
pub fn share_within(finished: &[f64], days: f64) -> f64 {
    let within = finished.partition_point(|took| *took <= days);
    real(within) / real(finished.len().max(1))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_board_of_each_day_counts_what_had_come() {
        let day = |n: i64| n * DAY;
        let passages = [
            Passage { created: day(1), started: Some(day(2)), done: Some(day(4)) },
            Passage { created: day(2), started: None, done: Some(day(3)) },
            Passage { created: day(3), started: None, done: None },
        ];
        let board = cumulative(&passages, day(4), 4);
        let counts: Vec<_> = board.iter().map(|at| (at.created, at.started, at.done)).collect();
        assert_eq!(counts, [(1, 0, 0), (2, 1, 0), (3, 2, 1), (3, 2, 2)]);
        let took: Vec<_> = passages.iter().map(|one| (cycle_days(one), lead_days(one))).collect();
        assert_eq!(took, [(Some(2.0), Some(3.0)), (None, Some(1.0)), (None, None)]);
        assert!((share_within(&[1.0, 2.0, 4.0], 2.5) - 2.0 / 3.0).abs() < 1e-9);
    }
}
