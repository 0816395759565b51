//! Where the jobs of the assistant are kept: rows with leases.
//!
//! Whoever takes a job counts its attempt and gets a turn (`lease`) that nobody else has; what comes from an older turn is
//! refused. A node that dies leaves its rows with a lease that ends, and another takes them.

use std::collections::HashMap;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, PoisonError};

use chrono::{NaiveDateTime, TimeDelta};
use renexus_actors::ports::StoreFuture;
use renexus_actors::ports::jobs::{Call, Ending, Hold, Job, Jobs, Room};
use renexus_tables::rows::assistant::AssistantJobRow;
use renexus_wire::id::{DocumentId, fresh};
use renexus_wire::rest::assistant::JobState;

use super::quota;
use super::recording::{self, Called};
use super::turns::Turns;
use crate::config::AssistantSettings;
use crate::db::queries::{assistant_jobs, people};
use crate::db::{Conn, DatabaseError};
use crate::domain::Domain;

/// Jobs that are looked at in one transaction.
const WINDOW: usize = 200;

/// Jobs in the database.
pub(super) struct KeptJobs {
    domain: Domain,
    settings: AssistantSettings,
    lease: TimeDelta,
    /// Whether what a run before left was looked at.
    released: AtomicBool,
    turns: Arc<Mutex<Turns>>,
}

impl KeptJobs {
    pub(super) fn new(domain: Domain, settings: AssistantSettings) -> Self {
        let seconds = std::time::Duration::from_secs_f64(settings.lease_seconds);
        let lease = TimeDelta::from_std(seconds).unwrap_or(TimeDelta::MAX);
        let (released, turns) = (AtomicBool::new(false), Arc::default());
        Self { domain, settings, lease, released, turns }
    }
}

impl Jobs for KeptJobs {
    fn take(&self, room: Room) -> StoreFuture<Vec<Job>> {
        let (database, settings) = (self.domain.database().clone(), self.settings.clone());
        let (now, until) = (self.domain.now(), self.domain.now() + self.lease);
        let turns = Arc::clone(&self.turns);
        // Who was at something before is gone, where nobody else can work on this database.
        let first = database.is_file() && !self.released.swap(true, Ordering::AcqRel);
        Box::pin(async move {
            if first {
                database.write(assistant_jobs::release).await?;
            }
            // Most looks find nothing, and reading holds nobody up.
            let any = database.read(move |connection| assistant_jobs::due(connection, now, 1));
            if any.await?.is_empty() {
                return Ok(Vec::new());
            }
            let taken = database.write(move |connection| {
                let mut turns = turns.lock().unwrap_or_else(PoisonError::into_inner);
                take(connection, (room, &mut turns), (now, until), &settings)
            });
            Ok(taken.await?)
        })
    }

    fn keep(&self, job: &Job) -> StoreFuture<Hold> {
        let (id, lease) = (job.id.clone(), job.lease.clone());
        let until = self.domain.now() + self.lease;
        let kept = self
            .domain
            .database()
            .write(move |connection| assistant_jobs::keep(connection, (&id, &lease), until));
        Box::pin(async move {
            Ok(match kept.await? {
                Some(true) => Hold::Stop,
                Some(false) => Hold::Kept,
                None => Hold::Lost,
            })
        })
    }

    fn settle(&self, job: &Job, ending: Ending, call: Option<Call>) -> StoreFuture<bool> {
        let (job, now) = (job.clone(), self.domain.now());
        let settled = self
            .domain
            .database()
            .write(move |connection| settle(connection, &job, (ending, call), now));
        Box::pin(async move { Ok(settled.await?) })
    }

    fn give_back(&self, jobs: Vec<Job>) -> StoreFuture<()> {
        let now = self.domain.now();
        let given = self.domain.database().write(move |connection| {
            for job in &jobs {
                if let Some(mut row) = mine(connection, job)? {
                    // Nothing speaks against the job: the attempt does not count.
                    row.attempts = row.attempts.saturating_sub(1);
                    row.state = JobState::Waiting.word().to_owned();
                    (row.lease, row.leased_until, row.due_at) = (None, None, now);
                    assistant_jobs::update(connection, &row)?;
                }
            }
            Ok::<_, DatabaseError>(())
        });
        Box::pin(async move { Ok(given.await?) })
    }
}

/// The row of a job, if it is still in the turn of whoever asks.
fn mine(connection: &mut Conn, job: &Job) -> Result<Option<AssistantJobRow>, DatabaseError> {
    let running = JobState::Running.word();
    let found = assistant_jobs::find_to_change(connection, &job.id)?;
    Ok(found.filter(|row| row.lease.as_ref() == Some(&job.lease) && row.state == running))
}

fn take(
    connection: &mut Conn,
    (room, turns): (Room, &mut Turns),
    (now, until): (NaiveDateTime, NaiveDateTime),
    settings: &AssistantSettings,
) -> Result<Vec<Job>, DatabaseError> {
    let mut held: HashMap<String, usize> = HashMap::new();
    for workspace in assistant_jobs::held(connection, now)? {
        *held.entry(workspace).or_default() += 1;
    }
    // No more than that are open, give or take those that were asked for in the same moment.
    let mut due = assistant_jobs::due(connection, now, settings.waiting)?;
    turns.forget_others(&due);
    let (old, mut taken) = (now - settings.later(), Vec::new());
    for _ in 0..WINDOW {
        let is_full =
            |workspace: &str| held.get(workspace).is_some_and(|count| *count >= room.per_workspace);
        let next = (taken.len() < room.here).then(|| turns.next(&mut due, old, is_full)).flatten();
        let Some(next) = next else { break };
        let Some(row) = assistant_jobs::find(connection, &next.id)? else { continue };
        let lease = fresh();
        if !assistant_jobs::take(connection, &row, (&lease, until))? {
            continue;
        }
        // What was begun is brought to its end.
        let checked = quota::check(connection, (&row.workspace, now), settings)?;
        if let (0, Err(refused)) = (row.attempts, checked) {
            fail(connection, row, (refused.to_string(), now))?;
            continue;
        }
        *held.entry(row.workspace.clone()).or_default() += 1;
        match job(connection, row.clone(), lease)? {
            Some(job) => taken.push(job),
            None => fail(connection, row, ("what was asked for cannot be read".to_owned(), now))?,
        }
    }
    Ok(taken)
}

fn job(
    connection: &mut Conn,
    row: AssistantJobRow,
    lease: String,
) -> Result<Option<Job>, DatabaseError> {
    let name = people::find(connection, &row.person)?.map(|person| person.name);
    let writing = serde_json::from_str(&row.input).ok();
    let document = DocumentId::parse(&row.document).ok();
    let (Some(name), Some(writing), Some(document)) = (name, writing, document) else {
        return Ok(None);
    };
    let attempt = u32::try_from(row.attempts).unwrap_or_default().saturating_add(1);
    let AssistantJobRow { id, workspace, person, .. } = row;
    Ok(Some(Job { id, lease, workspace, person, name, document, writing, attempt }))
}

fn fail(
    connection: &mut Conn,
    row: AssistantJobRow,
    (problem, now): (String, NaiveDateTime),
) -> Result<(), DatabaseError> {
    let over = AssistantJobRow {
        state: JobState::Failed.word().to_owned(),
        problem: Some(problem),
        lease: None,
        leased_until: None,
        ended_at: Some(now),
        ..row
    };
    assistant_jobs::update(connection, &over)
}

fn settle(
    connection: &mut Conn,
    job: &Job,
    (ending, call): (Ending, Option<Call>),
    now: NaiveDateTime,
) -> Result<bool, DatabaseError> {
    let used = match call {
        Some(call) => record(connection, job, call, now)?,
        None => 0,
    };
    let Some(row) = mine(connection, job)? else { return Ok(false) };
    let mut row = AssistantJobRow {
        tokens: row.tokens.saturating_add(used),
        lease: None,
        leased_until: None,
        problem: None,
        ended_at: Some(now),
        ..row
    };
    let state = match ending {
        Ending::Offered { stopped } => {
            row.is_stopped = stopped;
            JobState::Offered
        }
        Ending::Stopped => JobState::Stopped,
        Ending::Again { .. } if row.stop_asked => JobState::Stopped,
        Ending::Again { after, problem } => {
            row.due_at = now + TimeDelta::from_std(after).unwrap_or(TimeDelta::MAX);
            (row.problem, row.ended_at) = (Some(problem), None);
            JobState::Waiting
        }
        Ending::Failed { problem } => {
            row.problem = Some(problem);
            JobState::Failed
        }
    };
    row.is_stopped |= state == JobState::Stopped;
    row.state = state.word().to_owned();
    assistant_jobs::update(connection, &row)?;
    Ok(true)
}

/// Writes a call into the record; the tokens that it used.
fn record(
    connection: &mut Conn,
    job: &Job,
    call: Call,
    now: NaiveDateTime,
) -> Result<i64, DatabaseError> {
    let called = Called {
        workspace: job.workspace.clone(),
        person: job.person.clone(),
        purpose: job.writing.task.word(),
        about: Some((job.id.clone(), job.document.to_string())),
        model: call.model,
        outcome: call.outcome,
        usage: call.usage,
        took: call.took,
        prompt: call.prompt,
    };
    recording::record(connection, called, now)
}
