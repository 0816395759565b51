//! Projects.

use chrono::NaiveDateTime;
use diesel::prelude::*;
use renexus_tables::rows::planning::ProjectRow;
use renexus_tables::rows::workspaces::AccessEntryRow;
use renexus_tables::schema::access_entries;
use renexus_tables::schema::planning::{projects, tasks};

use crate::db::{Conn, DatabaseError};

/// The project of a workspace with this id or key.
pub fn find(
    connection: &mut Conn,
    workspace: &str,
    key: &str,
) -> Result<Option<ProjectRow>, DatabaseError> {
    let named = projects::id.eq(key).or(projects::key.eq(key));
    let found = projects::table
        .filter(projects::workspace.eq(workspace).and(named))
        .select(ProjectRow::as_select())
        .first(connection);
    Ok(found.optional()?)
}

/// All projects of a workspace, in the order of their ids; there are few.
pub fn all(connection: &mut Conn, workspace: &str) -> Result<Vec<ProjectRow>, DatabaseError> {
    Ok(projects::table
        .filter(projects::workspace.eq(workspace))
        .order(projects::id)
        .select(ProjectRow::as_select())
        .load(connection)?)
}

/// How many projects a workspace has.
pub fn count(connection: &mut Conn, workspace: &str) -> Result<i64, DatabaseError> {
    Ok(projects::table.filter(projects::workspace.eq(workspace)).count().get_result(connection)?)
}

/// Writes a new project.
pub fn insert(connection: &mut Conn, row: &ProjectRow) -> QueryResult<()> {
    diesel::insert_into(projects::table).values(row).execute(connection)?;
    Ok(())
}

/// Writes everything of a project.
pub fn update(connection: &mut Conn, row: &ProjectRow) -> QueryResult<()> {
    diesel::update(projects::table.find(&row.id)).set(row).execute(connection)?;
    Ok(())
}

/// Takes the next `many` numbers of a project; returns the first of them.
pub fn take_numbers(connection: &mut Conn, project: &str, many: i64) -> Result<i64, DatabaseError> {
    let next: i64 = diesel::update(projects::table.find(project))
        .set(projects::next_number.eq(projects::next_number + many))
        .returning(projects::next_number)
        .get_result(connection)?;
    Ok(next - many)
}

/// The project whose task a document describes.
pub fn of_document(
    connection: &mut Conn,
    document: &str,
) -> Result<Option<ProjectRow>, DatabaseError> {
    let found = projects::table
        .inner_join(tasks::table.on(tasks::project.eq(projects::id)))
        .filter(tasks::document.eq(document))
        .select(ProjectRow::as_select())
        .first(connection);
    Ok(found.optional()?)
}

/// Up to `most` projects whose grace is over, with their workspaces.
pub fn over(
    connection: &mut Conn,
    now: NaiveDateTime,
    most: i64,
) -> Result<Vec<(String, String)>, DatabaseError> {
    Ok(projects::table
        .filter(projects::delete_after.le(now))
        .order(projects::id)
        .limit(most)
        .select((projects::id, projects::workspace))
        .load(connection)?)
}

/// Deletes a project, and everything that refers to it.
pub fn delete(connection: &mut Conn, id: &str) -> Result<(), DatabaseError> {
    let theirs = access_entries::resource_kind.eq("project").and(access_entries::resource.eq(id));
    diesel::delete(access_entries::table.filter(theirs)).execute(connection)?;
    diesel::delete(projects::table.find(id)).execute(connection)?;
    Ok(())
}

/// The entries of all resources of a kind in a workspace that have not ended.
pub fn entries(
    connection: &mut Conn,
    (workspace, kind): (&str, &str),
    now: NaiveDateTime,
) -> Result<Vec<AccessEntryRow>, DatabaseError> {
    let here = access_entries::workspace.eq(workspace).and(access_entries::resource_kind.eq(kind));
    let running = access_entries::expires_at.is_null().or(access_entries::expires_at.gt(now));
    Ok(access_entries::table
        .filter(here.and(running))
        .select(AccessEntryRow::as_select())
        .load(connection)?)
}
