//! A year of work: which tasks come when, and what becomes of each.
//!
//! Nobody works at night, on weekends or on vacation; Mondays bring more than Fridays; most tasks
//! take days and a few take weeks; some come back. Each person has two places for work, so a task
//! waits until one of them is free.

use chrono::{Datelike, Days, NaiveDate, NaiveDateTime, NaiveTime, TimeDelta, Weekday};

use super::acts::{Act, What};
use super::cast::{CAST, member};
use super::chance::Chance;
use super::life::Life;
use super::projects::{DAYS, PROJECTS};
use super::words::{DUPLICATES, Title, titles};

/// Things that a person works on at once.
const PLACES: usize = 2;
/// Share of the tasks that stand in the backlog from the first week on.
const AT_FIRST: f64 = 0.12;

/// A task that came, as later ones see it.
pub(super) struct Past {
    pub(super) title: Title,
    /// Since when nothing was done with it; open ones are never left.
    pub(super) closed: Option<NaiveDateTime>,
    pub(super) is_part: bool,
}

/// The year as far as it is known.
pub(super) struct Year {
    pub(super) chance: Chance,
    pub(super) begin: NaiveDate,
    pub(super) now: NaiveDateTime,
    pub(super) acts: Vec<Act>,
    /// When each place of each person is free.
    free: Vec<[NaiveDateTime; PLACES]>,
    pub(super) past: Vec<Past>,
    /// Tasks of each project that are worked on for weeks already.
    pub(super) aging: [usize; PROJECTS.len()],
}

/// Everything that happened until a moment, in order.
pub(super) fn history(seed: u64, now: NaiveDateTime) -> Vec<Act> {
    let begin = now.date() - Days::new(DAYS);
    let mut year = Year {
        chance: Chance::new(seed),
        begin,
        now,
        acts: Vec::new(),
        free: CAST.iter().map(|_| [morning(begin); PLACES]).collect(),
        past: Vec::new(),
        aging: [0; PROJECTS.len()],
    };
    for (came, title, planted) in year.arrivals() {
        Life::of(&mut year, title, planted).live(came);
    }
    year.milestones();
    let mut acts = year.acts;
    acts.retain(|act| act.at < now);
    // What happens at one moment happens in the order in which it was thought of.
    acts.sort_by_key(|act| act.at);
    acts
}

/// The first moment of a day.
fn morning(day: NaiveDate) -> NaiveDateTime {
    day.and_time(NaiveTime::MIN)
}

impl Year {
    fn arrivals(&mut self) -> Vec<(NaiveDateTime, Title, bool)> {
        let mut arrivals = Vec::new();
        for title in [0, 1].into_iter().flat_map(titles) {
            let again = DUPLICATES.iter().any(|(_, other)| *other == title.text);
            let planted = again || DUPLICATES.iter().any(|(one, _)| *one == title.text);
            let came = match (planted, again) {
                (true, true) => self.lately(4),
                (true, false) => self.lately(30),
                _ => self.arrival(),
            };
            arrivals.push((came, title, planted));
        }
        arrivals.sort_by_key(|(came, ..)| *came);
        arrivals
    }

    /// Around so many days ago.
    fn lately(&mut self, days: u64) -> NaiveDateTime {
        let day = self.now.date() - Days::new(days) - self.chance.days(12);
        let minutes = self.chance.between(0, 400);
        member(1).after(morning(day), minutes)
    }

    /// When a task comes: on busy days rather than on quiet ones.
    fn arrival(&mut self) -> NaiveDateTime {
        let minutes = self.chance.between(0, 470);
        if self.chance.happens(AT_FIRST) {
            let day = self.begin + self.chance.days(5);
            return member(0).after(morning(day), minutes);
        }
        loop {
            let day = self.begin + self.chance.days(DAYS);
            let of_week = match day.weekday() {
                Weekday::Mon => 1.0,
                Weekday::Tue => 0.75,
                Weekday::Wed | Weekday::Thu => 0.65,
                Weekday::Fri => 0.35,
                Weekday::Sat | Weekday::Sun => 0.0,
            };
            let of_year = match day.month() {
                8 => 0.55,
                12 => 0.6,
                _ => 1.0,
            };
            if self.chance.happens(of_week * of_year) {
                return member(0).after(morning(day), minutes);
            }
        }
    }

    /// Who knows an area and is free first: the person, and the place that is free from then on.
    pub(super) fn free(&self, area: &str) -> (usize, usize, NaiveDateTime) {
        let knowing = CAST.iter().zip(&self.free).enumerate();
        let knowing = knowing.filter(|(_, (one, _))| one.knows.contains(&area));
        let places = knowing.flat_map(|(who, (_, places))| {
            places.iter().enumerate().map(move |(place, free)| (who, place, *free))
        });
        places.min_by_key(|(.., free)| *free).unwrap_or((0, 0, self.now))
    }

    /// A person works at one of their places until then.
    pub(super) fn occupy(&mut self, who: usize, place: usize, until: NaiveDateTime) {
        if let Some(free) = self.free.get_mut(who).and_then(|places| places.get_mut(place)) {
            *free = until;
        }
    }

    fn milestones(&mut self) {
        for (project, told) in PROJECTS.iter().enumerate() {
            for (place, (_, _, due)) in told.milestones.iter().enumerate() {
                let day = self.begin + Days::new(*due) - self.chance.days(6);
                let at = member(told.lead).after(morning(day) + TimeDelta::hours(12), 60);
                let what = What::Reach(project, place);
                self.acts.push(Act { at, who: told.lead, task: 0, what });
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use std::collections::{BTreeMap, BTreeSet};

    use super::*;

    fn year() -> Vec<Act> {
        let now = NaiveDate::from_ymd_opt(2026, 11, 25).unwrap().and_hms_opt(17, 0, 0).unwrap();
        history(1, now)
    }

    #[test]
    fn the_same_seed_tells_the_same_year() {
        let told = |acts: Vec<Act>| format!("{acts:?}");
        assert_eq!(told(year()), told(year()));
    }

    #[test]
    fn a_year_has_busy_days_quiet_days_and_work_that_lasts() {
        let acts = year();
        let made = acts.iter().filter(|act| matches!(act.what, What::Make(_))).count();
        assert_eq!(made, 300);
        let mut begun = BTreeMap::new();
        let mut done = BTreeMap::new();
        let mut days = BTreeSet::new();
        for act in &acts {
            let What::Turn(turn) = &act.what else { continue };
            match turn.status {
                Some("In progress") => {
                    begun.entry(act.task).or_insert(act.at);
                }
                Some("Done") => {
                    done.insert(act.task, act.at);
                    days.insert(act.at.date());
                }
                _ => {}
            }
        }
        assert!((170..=250).contains(&done.len()), "{} are done", done.len());
        let open = begun.keys().filter(|task| !done.contains_key(task)).count();
        assert!((5..=40).contains(&open), "{open} are worked on");
        assert!(days.iter().all(|day| !matches!(day.weekday(), Weekday::Sat | Weekday::Sun)));
        assert!((80..=200).contains(&days.len()), "work ends on {} days", days.len());
        let mut lasted: Vec<_> =
            done.iter().map(|(task, end)| (*end - begun[task]).num_hours() / 24).collect();
        lasted.sort_unstable();
        let (middle, late) = (lasted[lasted.len() / 2], lasted[lasted.len() * 95 / 100]);
        assert!((1..=8).contains(&middle), "half are done after {middle} days");
        assert!(late >= middle * 3, "one of twenty lasts {late} days, half {middle}");
    }
}
