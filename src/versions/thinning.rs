//! Which versions make room: the older they are, the fewer are kept.
//!
//! Of the last day every one stays, of the last thirty days the last one of each day, of what is older the last one of
//! each week; of all these the newest `most`. Versions with a name are not asked about: they stay.

use std::collections::HashSet;

use chrono::{Datelike, NaiveDateTime, TimeDelta};

/// So long every version stays.
const ALL: TimeDelta = TimeDelta::days(1);
/// So long one of each day stays.
const DAILY: TimeDelta = TimeDelta::days(30);

/// A stretch of time of which one version stays.
#[derive(PartialEq, Eq, Hash)]
enum Stretch {
    Day(i32),
    Week(i32),
}

/// The ids that go, of versions without a name, the newest first.
pub(super) fn superfluous(
    versions: &[(String, NaiveDateTime)],
    now: NaiveDateTime,
    most: u32,
) -> Vec<String> {
    let mut seen = HashSet::new();
    let mut kept = 0;
    let goes = |(_, at): &&(String, NaiveDateTime)| {
        let (age, day) = (now - *at, at.num_days_from_ce());
        let stays = if age <= ALL {
            true
        } else if age <= DAILY {
            seen.insert(Stretch::Day(day))
        } else {
            seen.insert(Stretch::Week(day.div_euclid(7)))
        };
        if stays {
            kept += 1;
        }
        !stays || kept > most
    };
    versions.iter().filter(goes).map(|(id, _)| id.clone()).collect()
}

#[cfg(test)]
mod tests {
    use chrono::NaiveDate;

    use super::*;

    fn now() -> NaiveDateTime {
        NaiveDate::from_ymd_opt(2026, 11, 26).unwrap().and_hms_opt(12, 0, 0).unwrap()
    }

    /// One version every so many minutes, back from now; what stays, in minutes of age.
    fn kept(every: i64, many: i64, most: u32) -> Vec<i64> {
        let versions: Vec<_> = (0..many)
            .map(|n| ((n * every).to_string(), now() - TimeDelta::minutes(n * every)))
            .collect();
        let gone: HashSet<_> = superfluous(&versions, now(), most).into_iter().collect();
        let stay = versions.iter().filter(|(id, _)| !gone.contains(id));
        stay.map(|(id, _)| id.parse().unwrap()).collect()
    }

    /// SPEC VER-4
    #[test]
    fn the_older_the_fewer_are_kept() {
        // Every ten minutes of the last day.
        assert_eq!(kept(10, 144, 1_000).len(), 144);
        // Two days more bring three: the rest of one day, and two whole ones.
        assert_eq!(kept(10, 3 * 144, 1_000).len(), 145 + 3);
        // A year: a day in full, then one a day, then one a week.
        let year = kept(60, 365 * 24, 1_000);
        assert!((25 + 29 + 46..=25 + 31 + 50).contains(&year.len()), "{}", year.len());
        let oldest = *year.last().unwrap();
        assert!(oldest > 350 * 24 * 60, "{oldest}");
        // And never more than there may be: the newest stay.
        assert_eq!(kept(10, 3 * 144, 5), [0, 10, 20, 30, 40]);
        assert!(kept(10, 3, 0).is_empty());
    }

    /// SPEC VER-4
    #[test]
    fn thinning_twice_takes_no_more_than_once() {
        let versions: Vec<_> =
            (0..2_000).map(|n| (n.to_string(), now() - TimeDelta::minutes(n * 97))).collect();
        let gone: HashSet<_> = superfluous(&versions, now(), 1_000).into_iter().collect();
        let left: Vec<_> = versions.into_iter().filter(|(id, _)| !gone.contains(id)).collect();
        assert!(!gone.is_empty());
        assert_eq!(superfluous(&left, now(), 1_000), Vec::<String>::new());
    }
}
