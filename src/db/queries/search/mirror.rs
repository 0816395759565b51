//! Entries follow the events of the same transaction: whoever tells what happened need not know of search.

use diesel::prelude::*;
use renexus_tables::rows::tasks::TaskRow;
use renexus_tables::schema::planning::tasks;
use renexus_wire::event::Event;
use serde_json::Value;

use super::entry::{FILE, PROJECT, TASK};
use super::{entry, find, put, remove, said};
use crate::db::queries::{files, pages, projects, tasks as task_rows};
use crate::db::{Conn, DatabaseError};

/// Writes what events changed; the rows are read as they are now.
pub fn follow(connection: &mut Conn, events: &[Event]) -> Result<(), DatabaseError> {
    for event in events {
        let text = |pointer: &str| event.data.pointer(pointer).and_then(Value::as_str);
        match event.kind.as_str() {
            "task.created" | "task.updated" | "task.moved" => {
                if let Some(id) = text("/task/id") {
                    task(connection, &event.workspace, id)?;
                }
            }
            "task.deleted" | "task.removed" => {
                if let (Some(id), Some(document)) = (text("/task/id"), text("/task/document")) {
                    remove(connection, TASK, id)?;
                    said::forget_task(connection, (id, document))?;
                }
            }
            "task.restored" => {
                if let (Some(id), Some(document)) = (text("/task/id"), text("/task/document")) {
                    task(connection, &event.workspace, id)?;
                    said::restored(connection, (id, document))?;
                }
            }
            "project.removed" => {
                if let Some(id) = text("/removed") {
                    remove(connection, PROJECT, id)?;
                }
            }
            "project.created" | "project.updated" => {
                if let Some(id) = text("/id") {
                    project(connection, event, id)?;
                }
            }
            "page.created" | "page.updated" => {
                if let Some(row) = text("/id").map(|id| pages::find(connection, id)).transpose()? {
                    row.iter().try_for_each(|row| put(connection, entry::page(row)))?;
                }
            }
            "file.created" | "file.updated" | "file.removed" => {
                if let Some(id) = text("/id") {
                    file(connection, event, id)?;
                }
            }
            "comment.created" | "comment.updated" | "comment.deleted" => {
                if let Some(id) = text("/comment/id") {
                    said::follow(connection, id)?;
                }
            }
            "thread.created" => {
                if let Some(id) = text("/thread/id") {
                    said::begun(connection, id)?;
                }
            }
            "tasks.imported" => imported(connection, event)?,
            _ => {}
        }
    }
    Ok(())
}

fn task(connection: &mut Conn, workspace: &str, id: &str) -> Result<(), DatabaseError> {
    let Some(row) = task_rows::find(connection, workspace, id)? else {
        return remove(connection, TASK, id);
    };
    if find(connection, TASK, id)?.is_some_and(|old| old.resource != row.project) {
        said::moved(connection, &row)?;
    }
    put(connection, entry::task(&row))
}

fn project(connection: &mut Conn, event: &Event, id: &str) -> Result<(), DatabaseError> {
    match projects::find(connection, &event.workspace, id)? {
        Some(row) => put(connection, entry::project(&row, event.at.naive_utc())),
        None => remove(connection, PROJECT, id),
    }
}

fn file(connection: &mut Conn, event: &Event, id: &str) -> Result<(), DatabaseError> {
    match files::find(connection, &event.workspace, id)? {
        Some(row) => put(connection, entry::file(&row, event.at.naive_utc())),
        None => remove(connection, FILE, id),
    }
}

/// An import tells of many tasks by the first and the last of their numbers.
fn imported(connection: &mut Conn, event: &Event) -> Result<(), DatabaseError> {
    let number = |field: &str| event.data.get(field).and_then(Value::as_i64);
    let project = event.data.get("project").and_then(Value::as_str);
    let (Some(project), Some(first), Some(last)) = (project, number("first"), number("last"))
    else {
        return Ok(());
    };
    let brought = tasks::project.eq(project).and(tasks::number.between(first, last));
    let rows: Vec<TaskRow> =
        tasks::table.filter(brought).select(TaskRow::as_select()).load(connection)?;
    rows.iter().try_for_each(|row| put(connection, entry::task(row)))
}
