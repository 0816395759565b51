//! Jobs of the assistant.

use chrono::NaiveDateTime;
use diesel::dsl::count_star;
use diesel::prelude::*;
use renexus_tables::rows::assistant::AssistantJobRow;
use renexus_tables::schema::assistant::assistant_jobs;
use renexus_tables::schema::documents;
use renexus_wire::rest::assistant::JobState;

use crate::db::{Conn, DatabaseError};

/// States in which there is still something to do for the assistant.
const OPEN: [&str; 2] = ["waiting", "running"];

/// Writes a new job.
pub fn insert(connection: &mut Conn, row: &AssistantJobRow) -> Result<(), DatabaseError> {
    diesel::insert_into(assistant_jobs::table).values(row).execute(connection)?;
    Ok(())
}

/// The job with this id.
pub fn find(connection: &mut Conn, id: &str) -> Result<Option<AssistantJobRow>, DatabaseError> {
    let found = assistant_jobs::table.find(id).select(AssistantJobRow::as_select());
    Ok(found.first(connection).optional()?)
}

/// The job with this id, which nobody else can change before the end of the transaction.
pub fn find_to_change(
    connection: &mut Conn,
    id: &str,
) -> Result<Option<AssistantJobRow>, DatabaseError> {
    // Both engines keep others away from a row that was written.
    diesel::update(assistant_jobs::table.find(id))
        .set(assistant_jobs::attempts.eq(assistant_jobs::attempts))
        .execute(connection)?;
    find(connection, id)
}

/// Writes everything of a job.
pub fn update(connection: &mut Conn, row: &AssistantJobRow) -> Result<(), DatabaseError> {
    diesel::update(assistant_jobs::table.find(&row.id)).set(row).execute(connection)?;
    Ok(())
}

/// The latest jobs of a document, the newest first.
pub fn of_document(
    connection: &mut Conn,
    document: &str,
    before: Option<&str>,
    most: i64,
) -> Result<Vec<AssistantJobRow>, DatabaseError> {
    let mut query = assistant_jobs::table
        .filter(assistant_jobs::document.eq(document))
        .order(assistant_jobs::id.desc())
        .limit(most)
        .select(AssistantJobRow::as_select())
        .into_boxed();
    if let Some(before) = before {
        query = query.filter(assistant_jobs::id.lt(before));
    }
    Ok(query.load(connection)?)
}

/// How many jobs are open: in a workspace, or everywhere.
pub fn open(connection: &mut Conn, workspace: Option<&str>) -> Result<i64, DatabaseError> {
    let mut query = assistant_jobs::table
        .filter(assistant_jobs::state.eq_any(OPEN))
        .select(count_star())
        .into_boxed();
    if let Some(workspace) = workspace {
        query = query.filter(assistant_jobs::workspace.eq(workspace));
    }
    Ok(query.first(connection)?)
}

/// The workspaces of all jobs that somebody is at, one for each.
pub fn held(connection: &mut Conn, now: NaiveDateTime) -> Result<Vec<String>, DatabaseError> {
    Ok(assistant_jobs::table
        .filter(assistant_jobs::state.eq(JobState::Running.word()))
        .filter(assistant_jobs::leased_until.ge(now))
        .select(assistant_jobs::workspace)
        .load(connection)?)
}

/// A job that is due, as far as it decides about its turn.
#[derive(Clone, Debug, PartialEq, Eq, Queryable)]
pub struct Due {
    /// Its id.
    pub id: String,
    /// Its workspace.
    pub workspace: String,
    /// How long it can wait: the smaller, the less.
    pub priority: i32,
    /// When it was asked for.
    pub created_at: NaiveDateTime,
}

/// Up to `most` jobs that are due and that nobody is at, the most urgent first.
pub fn due(
    connection: &mut Conn,
    now: NaiveDateTime,
    most: i64,
) -> Result<Vec<Due>, DatabaseError> {
    let waits =
        assistant_jobs::state.eq(JobState::Waiting.word()).and(assistant_jobs::due_at.le(now));
    let abandoned = assistant_jobs::state.eq(JobState::Running.word()).and(
        assistant_jobs::leased_until
            .is_null()
            .or(assistant_jobs::leased_until.lt(now).assume_not_null()),
    );
    Ok(assistant_jobs::table
        .filter(waits.or(abandoned))
        .order((assistant_jobs::priority, assistant_jobs::id))
        .limit(most)
        .select((
            assistant_jobs::id,
            assistant_jobs::workspace,
            assistant_jobs::priority,
            assistant_jobs::created_at,
        ))
        .load(connection)?)
}

/// Takes a job that is as it was read; false when another node was first.
pub fn take(
    connection: &mut Conn,
    row: &AssistantJobRow,
    (lease, until): (&str, NaiveDateTime),
) -> Result<bool, DatabaseError> {
    // Every turn counts an attempt.
    let taken = diesel::update(assistant_jobs::table.find(&row.id))
        .filter(assistant_jobs::state.eq(&row.state))
        .filter(assistant_jobs::attempts.eq(row.attempts))
        .set((
            assistant_jobs::state.eq(JobState::Running.word()),
            assistant_jobs::attempts.eq(row.attempts.saturating_add(1)),
            assistant_jobs::lease.eq(Some(lease)),
            assistant_jobs::leased_until.eq(Some(until)),
        ))
        .execute(connection)?;
    Ok(taken > 0)
}

/// Stays at a job; whether somebody wants it stopped, and none when it is another's.
pub fn keep(
    connection: &mut Conn,
    (id, lease): (&str, &str),
    until: NaiveDateTime,
) -> Result<Option<bool>, DatabaseError> {
    let kept = diesel::update(assistant_jobs::table.find(id))
        .filter(assistant_jobs::lease.eq(lease))
        .filter(assistant_jobs::state.eq(JobState::Running.word()))
        .set(assistant_jobs::leased_until.eq(Some(until)))
        .returning(assistant_jobs::stop_asked)
        .get_result(connection);
    Ok(kept.optional()?)
}

/// Forgets who was at what: nobody else works on this database.
pub fn release(connection: &mut Conn) -> Result<(), DatabaseError> {
    diesel::update(assistant_jobs::table)
        .filter(assistant_jobs::leased_until.is_not_null())
        .set(assistant_jobs::leased_until.eq(None::<NaiveDateTime>))
        .execute(connection)?;
    Ok(())
}

/// Forgets jobs from before `until` that are over. What is offered waits for somebody to decide, as long as
/// its document is there.
pub fn forget(connection: &mut Conn, until: NaiveDateTime) -> Result<usize, DatabaseError> {
    let over = assistant_jobs::state.eq_any(["accepted", "rejected", "stopped", "failed"]);
    let there = documents::table.filter(documents::deleted_at.is_null()).select(documents::id);
    let homeless = assistant_jobs::document.ne_all(there);
    let over = assistant_jobs::table
        .filter(assistant_jobs::created_at.lt(until))
        .filter(over.or(homeless));
    Ok(diesel::delete(over).execute(connection)?)
}
