//! The two projects of the demo, and what their tasks are planned into.

use chrono::{Datelike, Days, NaiveDate};

/// Days of the history.
pub(super) const DAYS: u64 = 364;
/// Days of a cycle.
const CYCLE: u64 = 14;
/// Cycles that are planned, the last one in the future.
pub(super) const CYCLES: usize = 28;
/// What tasks are marked with, and its color.
pub(super) const LABELS: [(&str, &str); 9] = [
    ("bug", "#d64545"),
    ("feature", "#3f7fd1"),
    ("chore", "#7a7f87"),
    ("customer", "#c77d1e"),
    ("design", "#a35bbf"),
    ("performance", "#2f9e78"),
    ("accessibility", "#1f8fa3"),
    ("security", "#8a3ffc"),
    ("blocked", "#b3261e"),
];

/// A project.
pub(super) struct Project {
    pub(super) key: &'static str,
    pub(super) name: &'static str,
    pub(super) about: &'static str,
    /// Who leads it.
    pub(super) lead: usize,
    /// Milestones with the day of the history on which they are due.
    pub(super) milestones: [(&'static str, &'static str, u64); 4],
}

/// Both of them.
pub(super) const PROJECTS: [Project; 2] = [
    Project {
        key: "WEB",
        name: "Dispatch",
        about: "Everything that dispatchers and customers see in a browser, and the API behind it.",
        lead: 0,
        milestones: [
            ("Private beta", "Two depots plan their days with it.", 90),
            ("Public launch", "Everybody can sign up.", 190),
            ("Partner API", "Partners bring their own parcels.", 290),
            ("Second country", "Languages, taxes and addresses of a second country.", 420),
        ],
    },
    Project {
        key: "MOB",
        name: "Courier app",
        about: "The app on the phones of couriers. It works without a network.",
        lead: 5,
        milestones: [
            ("First depot", "Twenty couriers use it every day.", 80),
            ("Offline first", "A whole shift without a network.", 200),
            ("Proof of delivery", "Signature, photo and code.", 310),
            ("Cards and cash", "Couriers take money.", 440),
        ],
    },
];

/// The days of a cycle, the first and the last.
pub(super) fn cycle(begin: NaiveDate, place: usize) -> (NaiveDate, NaiveDate) {
    let monday = begin - Days::new(begin.weekday().num_days_from_monday().into());
    let first = monday + Days::new(CYCLE * u64::try_from(place).unwrap_or_default());
    (first, first + Days::new(CYCLE - 1))
}

/// The cycle of a day.
pub(super) fn cycle_of(begin: NaiveDate, day: NaiveDate) -> Option<usize> {
    (0..CYCLES).find(|place| {
        let (first, last) = cycle(begin, *place);
        (first..=last).contains(&day)
    })
}
