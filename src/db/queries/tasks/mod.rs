//! Tasks: single ones here, lists and what hangs on tasks by topic.

pub mod among;
pub mod board;
pub mod filter;
pub mod groups;
pub mod history;
pub mod links;
pub mod list;
pub mod marks;
#[cfg(test)]
mod tests;

use diesel::prelude::*;
use renexus_tables::rows::tasks::TaskRow;
use renexus_tables::schema::planning::tasks;

use crate::db::{Conn, DatabaseError};

/// Rows of one INSERT: 23 values each, below SQLite's 32,766 variables.
const ROWS_AT_ONCE: usize = 500;

/// The engine that boxed conditions are made for.
type Backend = <Conn as Connection>::Backend;

/// The task of a workspace with this id.
pub fn find(
    connection: &mut Conn,
    workspace: &str,
    id: &str,
) -> Result<Option<TaskRow>, DatabaseError> {
    let found = tasks::table
        .filter(tasks::id.eq(id).and(tasks::workspace.eq(workspace)))
        .select(TaskRow::as_select())
        .first(connection);
    Ok(found.optional()?)
}

/// The tasks of a workspace with one of these ids.
pub fn with_ids(
    connection: &mut Conn,
    workspace: &str,
    ids: &[String],
) -> Result<Vec<TaskRow>, DatabaseError> {
    let found = tasks::table.filter(tasks::id.eq_any(ids).and(tasks::workspace.eq(workspace)));
    Ok(found.select(TaskRow::as_select()).load(connection)?)
}

/// The task of a project with this number.
pub fn find_by_number(
    connection: &mut Conn,
    project: &str,
    number: i64,
) -> Result<Option<TaskRow>, DatabaseError> {
    let found = tasks::table
        .filter(tasks::project.eq(project).and(tasks::number.eq(number)))
        .select(TaskRow::as_select())
        .first(connection);
    Ok(found.optional()?)
}

/// The id of the task that a task is part of, of a task that is there.
pub fn parent(connection: &mut Conn, id: &str) -> Result<Option<String>, DatabaseError> {
    Ok(tasks::table.find(id).select(tasks::parent).first(connection)?)
}

/// Whether other tasks are part of this one.
pub fn has_children(connection: &mut Conn, id: &str) -> Result<bool, DatabaseError> {
    let found = tasks::table.filter(tasks::parent.eq(id));
    Ok(diesel::select(diesel::dsl::exists(found)).get_result(connection)?)
}

/// The ids of the tasks that are part of this one.
pub fn children(connection: &mut Conn, id: &str) -> Result<Vec<String>, DatabaseError> {
    let parts = tasks::table.filter(tasks::parent.eq(id)).order(tasks::id);
    Ok(parts.select(tasks::id).load(connection)?)
}

/// Makes tasks parts of another again, as far as they are there and part of nothing; returns those.
pub fn adopt(
    connection: &mut Conn,
    id: &str,
    children: &[String],
) -> Result<Vec<String>, DatabaseError> {
    let free = tasks::id.eq_any(children).and(tasks::parent.is_null()).and(tasks::id.ne(id));
    let found: Vec<String> = tasks::table.filter(free).select(tasks::id).load(connection)?;
    for child in &found {
        set_parent(connection, child, id)?;
    }
    Ok(found)
}

/// Writes new tasks.
pub fn insert(connection: &mut Conn, rows: &[TaskRow]) -> Result<(), DatabaseError> {
    for chunk in rows.chunks(ROWS_AT_ONCE) {
        diesel::insert_into(tasks::table).values(chunk).execute(connection)?;
    }
    Ok(())
}

/// Writes everything of a task.
pub fn update(connection: &mut Conn, row: &TaskRow) -> Result<(), DatabaseError> {
    diesel::update(tasks::table.find(&row.id)).set(row).execute(connection)?;
    Ok(())
}

/// Up to `most` tasks of a workspace behind the id `after`, in the order of their ids.
pub fn after(
    connection: &mut Conn,
    workspace: &str,
    after: &str,
    most: i64,
) -> Result<Vec<TaskRow>, DatabaseError> {
    Ok(tasks::table
        .filter(tasks::workspace.eq(workspace).and(tasks::id.gt(after)))
        .order(tasks::id)
        .limit(most)
        .select(TaskRow::as_select())
        .load(connection)?)
}

/// Makes a task a part of another.
pub fn set_parent(connection: &mut Conn, id: &str, parent: &str) -> Result<(), DatabaseError> {
    diesel::update(tasks::table.find(id)).set(tasks::parent.eq(parent)).execute(connection)?;
    Ok(())
}
