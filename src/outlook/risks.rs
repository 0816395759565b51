//! What may be late: tasks with a date, and cycles.

use chrono::{NaiveDateTime, NaiveTime, TimeDelta};
use renexus_tables::rows::planning::CycleRow;
use renexus_wire::rest::insight::{CycleRisk, RisksView, TaskRisk};

use super::charts::durations;
use super::forecasting::seed;
use super::past::{Past, length, seconds, told};
use crate::db::queries::cycles;
use crate::db::queries::flow::Passing;
use crate::domain::{DomainError, View};
use crate::insight::chance::Chance;
use crate::insight::daily::DAY;
use crate::insight::flow::lead_days;
use crate::insight::forecast::Forecaster;
use crate::insight::number::{signed, whole};
use crate::insight::risk::{Risk, late, unfinished};

/// Tasks that are listed.
const TASKS: usize = 200;
/// Cycles that are listed.
const CYCLES: usize = 50;
/// Finished tasks below which nothing is said about single ones.
const FEWEST: usize = 5;

/// The cycles of the projects of a past.
pub fn cycles_of(look: &mut View<'_>, past: &Past) -> Result<Vec<CycleRow>, DomainError> {
    let mut found = Vec::new();
    for project in past.scope.ids() {
        found.extend(cycles::all(look.connection, &project)?);
    }
    Ok(found)
}

/// What may be late, the most probable first. It takes some time.
pub fn risks(past: &Past, cycles: Vec<CycleRow>, runs: usize) -> RisksView {
    let daily = past.daily();
    let lasting = Lasting::of(past);
    let mut tasks: Vec<TaskRisk> =
        past.open().filter_map(|task| risk_of_task(past, &lasting, task)).collect();
    tasks.sort_by(|one, other| other.probability.total_cmp(&one.probability));
    tasks.truncate(TASKS);
    let made = past.forecaster(&daily, runs);
    let yesterday = past.today() - TimeDelta::days(1);
    let current = cycles.into_iter().filter(|cycle| cycle.ends_on >= yesterday);
    let mut cycles: Vec<CycleRisk> = current
        .take(CYCLES)
        .filter_map(|cycle| risk_of_cycle(past, made.as_ref()?, cycle))
        .collect();
    cycles.sort_by(|one, other| other.probability.total_cmp(&one.probability));
    RisksView { tasks, cycles, history: length(&daily) }
}

/// How long finished tasks took, in days, ascending.
pub struct Lasting {
    /// From the beginning of work.
    cycle: Vec<f64>,
    /// From their making.
    lead: Vec<f64>,
}

impl Lasting {
    /// Looks at a past.
    pub fn of(past: &Past) -> Self {
        let mut lead: Vec<f64> = past.passages().iter().filter_map(lead_days).collect();
        lead.sort_unstable_by(f64::total_cmp);
        Self { cycle: durations(past), lead }
    }

    /// How probable it is that a task is late, from what finished ones took.
    pub fn risk(&self, began: Option<i64>, made: i64, now: i64, due: i64) -> Option<Risk> {
        let left = signed(due - now) / signed(DAY);
        let (finished, since, word) = match began {
            Some(began) => (&self.cycle, began, "since work began"),
            None => (&self.lead, made, "since it was made"),
        };
        let age = signed((now - since).max(0)) / signed(DAY);
        (finished.len() >= FEWEST || left < 0.0).then(|| late(finished, age, left, word))
    }
}

/// The end of a day, in seconds.
pub fn end_of(day: chrono::NaiveDate) -> i64 {
    let midnight: NaiveDateTime = day.and_time(NaiveTime::MIN);
    seconds(midnight) + DAY
}

fn risk_of_task(past: &Past, lasting: &Lasting, task: &Passing) -> Option<TaskRisk> {
    let due = task.due_on?;
    let (began, made) = (task.started_at.map(seconds), seconds(task.created_at));
    let Risk { probability, reason } = lasting.risk(began, made, past.seconds(), end_of(due))?;
    Some(TaskRisk {
        task: past.scope.key(task),
        title: task.title.clone(),
        due,
        probability,
        reason,
    })
}

fn risk_of_cycle(past: &Past, made: &Forecaster, cycle: CycleRow) -> Option<CycleRisk> {
    let open = past.open().filter(|task| task.cycle.as_ref() == Some(&cycle.id)).count();
    let left = signed(end_of(cycle.ends_on) - past.seconds()) / signed(DAY);
    let mut chance = Chance::new(seed(past, &cycle.id, told(open)));
    let kept = made.chance_of(open, left, &mut chance);
    let likely = made.how_many(whole(left.max(0.0)), &mut chance).first().copied()?;
    let Risk { probability, reason } = unfinished(open, left, kept, likely);
    let (id, name, end) = (cycle.id, cycle.name, cycle.ends_on);
    Some(CycleRisk { cycle: id, name, end, open: told(open), probability, reason })
}
