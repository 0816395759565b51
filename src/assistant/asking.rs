//! What people ask the assistant for.

use renexus_tables::rows::assistant::AssistantJobRow;
use renexus_wire::access::Level;
use renexus_wire::id::fresh;
use renexus_wire::rest::assistant::{JobState, JobView, NewWriting, Urgency};

use super::error::AssistantError;
use super::{quota, showing};
use crate::access::Action;
use crate::access::level::ResourceKind;
use crate::config::AssistantSettings;
use crate::db::queries::assistant_jobs;
use crate::domain::{Change, DomainError, View};

/// What is said of documents that are not there, and of those that somebody may not know of.
const UNKNOWN: DomainError = DomainError::NotFound("document");

/// The person's level in a document of the workspace; those who may not read it are told that there is none.
fn level(look: &mut View<'_>, document: &str) -> Result<Level, DomainError> {
    let level = look.level(ResourceKind::Document, document)?;
    if level < Level::Read { Err(UNKNOWN) } else { Ok(level) }
}

/// Writes down what somebody asks for, if they may write in the document and there is room for it.
pub(crate) fn ask(
    tx: &mut Change<'_>,
    (document, writing): (String, NewWriting),
    settings: &AssistantSettings,
) -> Result<Result<JobView, AssistantError>, DomainError> {
    let level = level(tx, &document)?;
    tx.require_at(Action::ResourceWrite, level)?;
    let (workspace, now) = (tx.workspace.id.clone(), tx.now);
    if let Err(refused) = quota::check(tx.connection, (&workspace, now), settings)? {
        return Ok(Err(refused));
    }
    if assistant_jobs::open(tx.connection, Some(&workspace))? >= settings.waiting_per_workspace {
        return Ok(Err(AssistantError::Crowded(settings.waiting_per_workspace)));
    }
    if assistant_jobs::open(tx.connection, None)? >= settings.waiting {
        return Ok(Err(AssistantError::Full(settings.waiting)));
    }
    let row = AssistantJobRow {
        id: fresh(),
        workspace,
        person: tx.person.id.clone(),
        document,
        task: writing.task.word().to_owned(),
        input: serde_json::to_string(&writing)?,
        state: JobState::Waiting.word().to_owned(),
        priority: priority(writing.urgency),
        attempts: 0,
        due_at: now,
        lease: None,
        leased_until: None,
        stop_asked: false,
        is_stopped: false,
        problem: None,
        tokens: 0,
        created_at: now,
        ended_at: None,
    };
    assistant_jobs::insert(tx.connection, &row)?;
    Ok(Ok(showing::job(row)?))
}

/// What goes first has the smaller number.
fn priority(urgency: Urgency) -> i32 {
    match urgency {
        Urgency::Waited => 0,
        Urgency::Later => 1,
    }
}

/// The jobs of a document, the newest first, for those who may read it.
pub(crate) fn list(
    look: &mut View<'_>,
    document: &str,
    (before, most): (Option<&str>, i64),
) -> Result<Vec<JobView>, DomainError> {
    let level = level(look, document)?;
    look.require_at(Action::ResourceRead, level)?;
    let rows = assistant_jobs::of_document(look.connection, document, before, most)?;
    Ok(rows.into_iter().map(showing::job).collect::<Result<_, _>>()?)
}

/// A job of a document, for those who may read it.
pub(crate) fn find(
    look: &mut View<'_>,
    (document, id): (&str, &str),
) -> Result<JobView, DomainError> {
    let level = level(look, document)?;
    look.require_at(Action::ResourceRead, level)?;
    Ok(showing::job(of(document, assistant_jobs::find(look.connection, id)?)?)?)
}

/// The row of a job, if it is one of the document.
fn of(document: &str, found: Option<AssistantJobRow>) -> Result<AssistantJobRow, DomainError> {
    found.filter(|row| row.document == document).ok_or(DomainError::NotFound("job"))
}

/// The row of a job of a document, for those who may write there, to be changed.
pub(super) fn to_write(
    tx: &mut Change<'_>,
    place: (&str, &str),
) -> Result<AssistantJobRow, DomainError> {
    let level = level(tx, place.0)?;
    tx.require_at(Action::ResourceWrite, level)?;
    of(place.0, assistant_jobs::find_to_change(tx.connection, place.1)?)
}

/// Stops a job: now, when nobody is at it or there is nobody (`alive`) who could be; else whoever is at it is told.
pub(crate) fn stop(
    tx: &mut Change<'_>,
    place: (&str, &str),
    alive: bool,
) -> Result<JobView, DomainError> {
    let mut row = to_write(tx, place)?;
    match JobState::from_word(&row.state) {
        Some(JobState::Running) if alive => row.stop_asked = true,
        Some(JobState::Waiting | JobState::Running) => {
            row.state = JobState::Stopped.word().to_owned();
            (row.is_stopped, row.ended_at) = (true, Some(tx.now));
        }
        _ => return Err(DomainError::Conflict("the job is over; it can be accepted or rejected")),
    }
    assistant_jobs::update(tx.connection, &row)?;
    Ok(showing::job(row)?)
}
