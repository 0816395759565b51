//! Pictures of how work flows.

use chrono::{DateTime, NaiveDate, TimeDelta};
use renexus_wire::rest::insight::{
    AgingTask, AgingView, BurnUpView, ConeDay, CycleTimeView, CycleTimesView, FlowDay, FlowView,
    LevelView, PercentileView,
};

use super::forecasting::{LEVELS, instant, seed};
use super::past::{Past, done_at, length, seconds, told};
use crate::db::queries::flow::Passing;
use crate::insight::chance::Chance;
use crate::insight::daily::DAY;
use crate::insight::flow::{Standing, cumulative, cycle_days, share_within};
use crate::insight::level::SHARES;
use crate::insight::number::signed;
use crate::insight::risk::days;
use crate::insight::simulate::quantile;

/// Weeks of a cone.
const CONE_WEEKS: i64 = 12;
/// Points of a scatter.
const POINTS: usize = 1_000;
/// Tasks under way that are listed.
const UNDER_WAY: usize = 500;

/// The cumulative flow of the last days.
pub fn flow(past: &Past, days: usize) -> FlowView {
    FlowView { days: board(past, days) }
}

fn board(past: &Past, days: usize) -> Vec<FlowDay> {
    let standings = cumulative(&past.passages(), past.seconds(), days + 1);
    let pairs = standings.iter().zip(standings.iter().skip(1));
    let back = (0..told(days)).rev();
    let line = |((before, now), back): ((&Standing, &Standing), i64)| FlowDay {
        day: later(past.today(), -back),
        created: told(now.created),
        started: told(now.started),
        done: told(now.done),
        throughput: told(now.done - before.done),
    };
    pairs.zip(back).map(line).collect()
}

fn later(day: NaiveDate, days: i64) -> NaiveDate {
    day.checked_add_signed(TimeDelta::days(days)).unwrap_or(day)
}

/// What was done, what there is, and when the one reaches the other. It takes some time.
pub fn burn_up(past: &Past, days: usize, runs: usize) -> BurnUpView {
    let daily = past.daily();
    let remaining = past.open().count();
    let board = board(past, days);
    let done = board.last().map_or(0, |day| day.done);
    let (mut cone, mut finish) = (Vec::new(), Vec::new());
    if let Some(made) = past.forecaster(&daily, runs) {
        let mut chance = Chance::new(seed(past, "cone", told(remaining)));
        for week in 1..=CONE_WEEKS {
            let ahead = made.how_many(usize::try_from(week * 7).unwrap_or(7), &mut chance);
            let reached = ahead.map(|items| done + told(items));
            cone.push(ConeDay { day: later(past.today(), week * 7), done: reached.to_vec() });
        }
        if remaining > 0 {
            let when = made.when(remaining, &mut chance);
            let level = |(level, days): (i64, f64)| LevelView {
                level,
                at: instant(past.seconds(), days).and_then(|at| DateTime::from_timestamp(at, 0)),
                items: None,
                kept: None,
                outcome: None,
            };
            finish = LEVELS.into_iter().zip(when).map(level).collect();
        }
    }
    let history = length(&daily);
    BurnUpView { days: board, remaining: told(remaining), cone, finish, history }
}

/// How long finished tasks took. What began and ended in one instant says nothing, and is only counted.
pub fn cycle_times(past: &Past) -> CycleTimesView {
    let took = durations(past);
    let instant = past.passages().iter().filter(|one| cycle_days(one) == Some(0.0)).count();
    let point = |task: &Passing| {
        let (began, ended) = (seconds(task.started_at?), done_at(task)?);
        let days = signed(seconds(ended) - began) / signed(DAY);
        let view = CycleTimeView {
            task: past.scope.key(task),
            title: task.title.clone(),
            done_at: ended.and_utc(),
            days,
        };
        (days > 0.0).then_some(view)
    };
    let mut tasks: Vec<CycleTimeView> = past.tasks.iter().filter_map(point).collect();
    tasks.sort_by_key(|task| std::cmp::Reverse(task.done_at));
    tasks.truncate(POINTS);
    CycleTimesView { tasks, percentiles: percentiles(&took), instant: told(instant) }
}

/// How long finished work took, in days, ascending.
pub fn durations(past: &Past) -> Vec<f64> {
    let passages = past.passages();
    let mut took: Vec<f64> =
        passages.iter().filter_map(cycle_days).filter(|days| *days > 0.0).collect();
    took.sort_unstable_by(f64::total_cmp);
    took
}

fn percentiles(took: &[f64]) -> Vec<PercentileView> {
    if took.is_empty() {
        return Vec::new();
    }
    let line = |(level, share)| PercentileView { level, days: quantile(took, share) };
    LEVELS.into_iter().zip(SHARES).map(line).collect()
}

/// Work under way, the oldest first, beside how long finished work took.
pub fn aging(past: &Past) -> AgingView {
    let took = durations(past);
    let line = |task: &Passing| {
        let started = task.started_at?;
        let age = signed(past.seconds() - seconds(started)) / signed(DAY);
        let share = (!took.is_empty()).then(|| share_within(&took, age));
        let words = match share {
            Some(share) => format!(
                "Under way for {}: longer than {:.0} % of {} finished tasks took.",
                days(age),
                share * 100.0,
                took.len()
            ),
            None => format!("Under way for {}; nothing is finished yet.", days(age)),
        };
        Some(AgingTask {
            task: past.scope.key(task),
            title: task.title.clone(),
            started_at: started.and_utc(),
            days: age,
            share,
            words,
        })
    };
    let mut tasks: Vec<_> = past.open().filter_map(line).collect();
    tasks.sort_by(|one, other| other.days.total_cmp(&one.days));
    tasks.truncate(UNDER_WAY);
    AgingView { tasks, percentiles: percentiles(&took) }
}
