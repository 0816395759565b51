//! Tasks that were deleted and can be restored.

use chrono::NaiveDateTime;
use diesel::prelude::*;
use renexus_tables::rows::tasks::TrashedTaskRow;
use renexus_tables::schema::planning::{tasks, trashed_tasks};

use crate::db::{Conn, DatabaseError};

/// Puts a task into the trash; its own row goes, and what hangs on it.
pub fn put(connection: &mut Conn, row: &TrashedTaskRow) -> Result<(), DatabaseError> {
    diesel::delete(tasks::table.find(&row.id)).execute(connection)?;
    diesel::insert_into(trashed_tasks::table).values(row).execute(connection)?;
    Ok(())
}

/// Takes a task out of the trash.
pub fn take(connection: &mut Conn, id: &str) -> Result<(), DatabaseError> {
    diesel::delete(trashed_tasks::table.find(id)).execute(connection)?;
    Ok(())
}

/// The deleted task of a workspace with this id.
pub fn find(
    connection: &mut Conn,
    workspace: &str,
    id: &str,
) -> Result<Option<TrashedTaskRow>, DatabaseError> {
    let found = trashed_tasks::table
        .filter(trashed_tasks::id.eq(id).and(trashed_tasks::workspace.eq(workspace)))
        .select(TrashedTaskRow::as_select())
        .first(connection);
    Ok(found.optional()?)
}

/// Whether a document describes a task in the trash.
pub fn holds_document(connection: &mut Conn, document: &str) -> Result<bool, DatabaseError> {
    let found = trashed_tasks::table.filter(trashed_tasks::document.eq(document));
    Ok(diesel::select(diesel::dsl::exists(found)).get_result(connection)?)
}

/// Up to `most` deleted tasks of some projects behind the id `after` that can still be restored.
pub fn list(
    connection: &mut Conn,
    projects: &[String],
    (after, now): (Option<&str>, NaiveDateTime),
    most: i64,
) -> Result<Vec<TrashedTaskRow>, DatabaseError> {
    let mut query = trashed_tasks::table
        .filter(trashed_tasks::project.eq_any(projects))
        .filter(trashed_tasks::delete_after.gt(now))
        .order(trashed_tasks::id)
        .limit(most)
        .select(TrashedTaskRow::as_select())
        .into_boxed();
    if let Some(after) = after {
        query = query.filter(trashed_tasks::id.gt(after));
    }
    Ok(query.load(connection)?)
}

/// Lets a deleted task be restored until then.
pub fn keep_until(
    connection: &mut Conn,
    id: &str,
    until: NaiveDateTime,
) -> Result<(), DatabaseError> {
    diesel::update(trashed_tasks::table.find(id))
        .set(trashed_tasks::delete_after.eq(until))
        .execute(connection)?;
    Ok(())
}

/// Up to `most` deleted tasks whose time is over.
pub fn over(
    connection: &mut Conn,
    now: NaiveDateTime,
    most: i64,
) -> Result<Vec<TrashedTaskRow>, DatabaseError> {
    Ok(trashed_tasks::table
        .filter(trashed_tasks::delete_after.le(now))
        .order((trashed_tasks::delete_after, trashed_tasks::id))
        .limit(most)
        .select(TrashedTaskRow::as_select())
        .load(connection)?)
}

/// Up to `most` tasks of a project with their documents, in the trash and out of it.
pub fn of_project(
    connection: &mut Conn,
    project: &str,
    most: i64,
) -> Result<Vec<(String, String)>, DatabaseError> {
    let mut found: Vec<(String, String)> = tasks::table
        .filter(tasks::project.eq(project))
        .limit(most)
        .select((tasks::id, tasks::document))
        .load(connection)?;
    let trashed: Vec<(String, String)> = trashed_tasks::table
        .filter(trashed_tasks::project.eq(project))
        .limit(most)
        .select((trashed_tasks::id, trashed_tasks::document))
        .load(connection)?;
    found.extend(trashed);
    Ok(found)
}

/// Removes a task for good, in the trash or out of it.
pub fn remove(connection: &mut Conn, id: &str) -> Result<(), DatabaseError> {
    diesel::delete(tasks::table.find(id)).execute(connection)?;
    take(connection, id)
}
