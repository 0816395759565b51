//! Columns of boards.

use diesel::prelude::*;
use renexus_tables::rows::planning::StatusRow;
use renexus_tables::schema::planning::{statuses, tasks};

use crate::db::{Conn, DatabaseError};

/// The statuses of a project from left to right.
pub fn of_project(connection: &mut Conn, project: &str) -> Result<Vec<StatusRow>, DatabaseError> {
    Ok(statuses::table
        .filter(statuses::project.eq(project))
        .order((statuses::position, statuses::id))
        .select(StatusRow::as_select())
        .load(connection)?)
}

/// The statuses of several projects.
pub fn of_projects(
    connection: &mut Conn,
    projects: &[String],
) -> Result<Vec<StatusRow>, DatabaseError> {
    Ok(statuses::table
        .filter(statuses::project.eq_any(projects))
        .order((statuses::project, statuses::position, statuses::id))
        .select(StatusRow::as_select())
        .load(connection)?)
}

/// Those with one of these ids.
pub fn among(connection: &mut Conn, ids: &[String]) -> Result<Vec<StatusRow>, DatabaseError> {
    let found = statuses::table.filter(statuses::id.eq_any(ids));
    Ok(found.select(StatusRow::as_select()).load(connection)?)
}

/// The status with this id.
pub fn find(connection: &mut Conn, id: &str) -> Result<Option<StatusRow>, DatabaseError> {
    Ok(statuses::table.find(id).select(StatusRow::as_select()).first(connection).optional()?)
}

/// Writes new statuses.
pub fn insert(connection: &mut Conn, rows: &[StatusRow]) -> QueryResult<()> {
    diesel::insert_into(statuses::table).values(rows).execute(connection)?;
    Ok(())
}

/// Writes everything of a status.
pub fn update(connection: &mut Conn, row: &StatusRow) -> QueryResult<()> {
    diesel::update(statuses::table.find(&row.id)).set(row).execute(connection)?;
    Ok(())
}

/// Deletes a status that has no tasks.
pub fn delete(connection: &mut Conn, id: &str) -> Result<(), DatabaseError> {
    diesel::delete(statuses::table.find(id)).execute(connection)?;
    Ok(())
}

/// Whether a status has tasks, put away or not.
pub fn has_tasks(connection: &mut Conn, id: &str) -> Result<bool, DatabaseError> {
    let found = tasks::table.filter(tasks::status.eq(id));
    Ok(diesel::select(diesel::dsl::exists(found)).get_result(connection)?)
}
