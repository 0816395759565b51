//! The people of the demo: who they are, what they know, when they work.

use chrono::{Datelike, Days, NaiveDate, NaiveDateTime, TimeDelta, Weekday};
use renexus_wire::role::Role;

/// Hours of a working day.
const HOURS: i64 = 8;
/// When it begins, in the person's own time.
const MORNING: i64 = 9;
/// Days that are looked at for one that is worked on; vacations are shorter.
const MOST_DAYS: usize = 400;

/// One of the people.
pub(super) struct Member {
    pub(super) name: &'static str,
    pub(super) handle: &'static str,
    pub(super) role: Role,
    /// Areas of tasks that they know; nothing for those who do not build.
    pub(super) knows: &'static [&'static str],
    /// Hours ahead of UTC.
    zone: i64,
    /// The weeks of the year in which they are away.
    away: [u32; 3],
}

/// Everybody. The first one owns the workspace.
pub(super) const CAST: [Member; 8] = [
    Member {
        name: "Maya Okafor",
        handle: "maya",
        role: Role::Owner,
        knows: &["api", "parcels", "login", "speed"],
        zone: 0,
        away: [31, 32, 52],
    },
    Member {
        name: "Jonas Weber",
        handle: "jonas",
        role: Role::Admin,
        knows: &["billing", "reports", "cash", "returns", "search"],
        zone: 1,
        away: [29, 30, 7],
    },
    Member {
        name: "Tomás Rivera",
        handle: "tomas",
        role: Role::Member,
        knows: &["routes", "route", "map", "location"],
        zone: 1,
        away: [34, 35, 15],
    },
    Member {
        name: "Aiko Tanaka",
        handle: "aiko",
        role: Role::Member,
        knows: &["scan", "offline", "proof", "quality", "depot"],
        zone: 2,
        away: [18, 33, 1],
    },
    Member {
        name: "Priya Raman",
        handle: "priya",
        role: Role::Member,
        knows: &["notify", "messages", "infra", "shift"],
        zone: 0,
        away: [44, 45, 22],
    },
    Member {
        name: "Samuel Adeyemi",
        handle: "samuel",
        role: Role::Member,
        knows: &["release", "account", "quality", "offline", "shift", "proof"],
        zone: 1,
        away: [27, 28, 51],
    },
    Member {
        name: "Lena Sørensen",
        handle: "lena",
        role: Role::Member,
        knows: &["look", "access", "parcels", "reports", "map"],
        zone: 1,
        away: [30, 31, 8],
    },
    Member {
        name: "Nora Lindqvist",
        handle: "nora",
        role: Role::Guest,
        knows: &[],
        zone: 1,
        away: [29, 30, 1],
    },
];

/// One of them by their place.
pub(super) fn member(who: usize) -> &'static Member {
    let [owner, ..] = &CAST;
    CAST.get(who).unwrap_or(owner)
}

impl Member {
    /// Whether they work on a day.
    fn works(&self, day: NaiveDate) -> bool {
        let free = matches!(day.weekday(), Weekday::Sat | Weekday::Sun);
        let feast = matches!((day.month(), day.day()), (12, 24..=31) | (1, 1) | (5, 1));
        !free && !feast && !self.away.contains(&day.iso_week().week())
    }

    /// The moment that lies so many minutes of their work behind another.
    pub(super) fn after(&self, from: NaiveDateTime, minutes: i64) -> NaiveDateTime {
        let (mut at, mut left) = (from, minutes.max(0));
        for _ in 0..MOST_DAYS {
            let day = (at + TimeDelta::hours(self.zone)).date();
            let begin =
                day.and_time(chrono::NaiveTime::MIN) + TimeDelta::hours(MORNING - self.zone);
            let end = begin + TimeDelta::hours(HOURS);
            if self.works(day) && at < end {
                at = at.max(begin);
                let today = (end - at).num_minutes();
                if left < today {
                    return at + TimeDelta::minutes(left);
                }
                left -= today;
            }
            at = begin + Days::new(1);
        }
        at
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn work_happens_at_working_hours() {
        let monday = NaiveDate::from_ymd_opt(2026, 3, 2).unwrap();
        let at = |day: u64, hour| (monday + Days::new(day)).and_hms_opt(hour, 0, 0).unwrap();
        let [maya, jonas, ..] = &CAST;
        assert_eq!(maya.after(at(0, 3), 0), at(0, 9));
        assert_eq!(jonas.after(at(0, 3), 60), at(0, 9));
        assert_eq!(maya.after(at(0, 16), 120), at(1, 10));
        assert_eq!(maya.after(at(4, 16), 8 * 60), at(7, 16));
        assert_eq!(maya.after(at(5, 12), 0), at(7, 9));
    }
}
