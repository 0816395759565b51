//! The history of one project, or of all that somebody may read.

use chrono::{NaiveDate, NaiveDateTime};
use renexus_wire::rest::insight::HistoryLength;
use renexus_wire::task::Category;

use crate::access::Action;
use crate::db::queries::flow::{self, Passing};
use crate::domain::{DomainError, View};
use crate::insight::backtest::{Plan, play};
use crate::insight::daily::Daily;
use crate::insight::flow::Passage;
use crate::insight::forecast::{Enough, FAIR_WEEKS, FEWEST_ITEMS, FEWEST_WEEKS, Forecaster};
use crate::planning::projects;

/// Runs of each forecast of the past from which is learned how far to trust the present one.
const LEARNING_RUNS: usize = 200;
/// Weeks of the past whose forecasts are learned from: three years.
const LEARNING_WEEKS: usize = 156;

/// Which projects are looked at.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Scope {
    /// The id of the one that was named.
    pub project: Option<String>,
    /// Ids and keys of all of them, by id.
    pub projects: Vec<(String, String)>,
}

impl Scope {
    /// The project with this id or key, or all that the person may read.
    pub fn of(look: &mut View<'_>, key: Option<&str>) -> Result<Self, DomainError> {
        let Some(key) = key else {
            look.require(Action::WorkspaceRead)?;
            let rows = projects::readable(look)?;
            let mut projects: Vec<_> = rows.into_iter().map(|(row, _)| (row.id, row.key)).collect();
            projects.sort_unstable();
            return Ok(Self { project: None, projects });
        };
        let row = projects::to_read(look, key)?;
        Ok(Self { project: Some(row.id.clone()), projects: vec![(row.id, row.key)] })
    }

    /// The ids.
    pub fn ids(&self) -> Vec<String> {
        self.projects.iter().map(|(id, _)| id.clone()).collect()
    }

    /// The name of a task.
    pub fn key(&self, task: &Passing) -> String {
        let found = self.projects.iter().find(|(id, _)| *id == task.project);
        format!("{}-{}", found.map_or("", |(_, key)| key), task.number)
    }
}

/// What became of the tasks of a scope.
#[derive(Clone, Debug)]
pub struct Past {
    /// Where they are.
    pub scope: Scope,
    /// The tasks, the newest first.
    pub tasks: Vec<Passing>,
    /// When that was.
    pub now: NaiveDateTime,
}

impl Past {
    /// Reads the newest tasks, up to `most`.
    pub fn read(look: &mut View<'_>, key: Option<&str>, most: i64) -> Result<Self, DomainError> {
        let scope = Scope::of(look, key)?;
        let tasks = flow::of(look.connection, &scope.ids(), most)?;
        Ok(Self { scope, tasks, now: look.now })
    }

    /// The instant in seconds.
    pub fn seconds(&self) -> i64 {
        self.now.and_utc().timestamp()
    }

    /// The day.
    pub fn today(&self) -> NaiveDate {
        self.now.date()
    }

    /// When each task was done, in seconds, ascending.
    pub fn done(&self) -> Vec<i64> {
        let mut done: Vec<i64> = self.tasks.iter().filter_map(done_at).map(seconds).collect();
        done.sort_unstable();
        done
    }

    /// The ways of all tasks that were neither cancelled nor put away unfinished.
    pub fn passages(&self) -> Vec<Passage> {
        let passage = |task: &Passing| Passage {
            created: seconds(task.created_at),
            started: task.started_at.map(seconds),
            done: done_at(task).map(seconds),
        };
        self.tasks
            .iter()
            .filter(|task| done_at(task).is_some() || is_open(task))
            .map(passage)
            .collect()
    }

    /// Tasks that are open.
    pub fn open(&self) -> impl Iterator<Item = &Passing> {
        self.tasks.iter().filter(|task| is_open(task))
    }

    /// How much was done on each day.
    pub fn daily(&self) -> Daily {
        Daily::before(&self.done(), self.seconds() + 1)
    }

    /// What makes forecasts from it; nothing when there is too little.
    pub fn forecaster(&self, daily: &Daily, runs: usize) -> Option<Forecaster> {
        if Enough::of(daily) == Enough::No {
            return None;
        }
        let plan = Plan { runs: LEARNING_RUNS, seed: 1, origins: LEARNING_WEEKS, learns: true };
        let calibration = play(&self.done(), self.seconds(), plan).calibration;
        Forecaster::new(daily, calibration, runs)
    }
}

/// When a task was done, if it was.
pub fn done_at(task: &Passing) -> Option<NaiveDateTime> {
    task.completed_at.filter(|_| task.category == Category::Done.word())
}

/// Whether a task waits or is worked on.
pub fn is_open(task: &Passing) -> bool {
    task.completed_at.is_none() && task.archived_at.is_none()
}

/// An instant of the database in seconds.
pub fn seconds(at: NaiveDateTime) -> i64 {
    at.and_utc().timestamp()
}

/// A count as the wire tells it.
pub fn told(count: usize) -> i64 {
    i64::try_from(count).unwrap_or(i64::MAX)
}

/// How long a history is, and what to know about that.
pub fn length(daily: &Daily) -> HistoryLength {
    let (weeks, items) = (daily.weeks().len(), daily.items());
    let (enough, note) = match Enough::of(daily) {
        Enough::No => (
            "no",
            format!(
                "There is too little history: {items} done in {weeks} whole weeks. A forecast needs \
                 {FEWEST_ITEMS} done tasks in {FEWEST_WEEKS} weeks."
            ),
        ),
        Enough::Barely => (
            "barely",
            format!(
                "The history is short: {weeks} weeks. Forecasts learn from earlier ones after {FAIR_WEEKS} weeks; \
                 until then they may promise too much."
            ),
        ),
        Enough::Yes => ("yes", String::new()),
    };
    HistoryLength { weeks: told(weeks), items: told(items), enough: enough.to_owned(), note }
}
