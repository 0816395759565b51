//! How tasks went through their projects.

use std::collections::HashSet;

use chrono::{NaiveDate, NaiveDateTime};
use diesel::prelude::*;
use renexus_tables::schema::planning::{statuses, task_assignees, task_labels, tasks};

use crate::db::{Conn, DatabaseError};

/// A task on its way.
#[derive(Clone, Debug, PartialEq, Eq, Queryable)]
pub struct Passing {
    /// The task.
    pub id: String,
    /// Its project.
    pub project: String,
    /// Its number there.
    pub number: i64,
    /// What it is called.
    pub title: String,
    /// The category of its status.
    pub category: String,
    /// 0 none to 4 urgent.
    pub priority: i32,
    /// How much work it is.
    pub estimate: Option<i32>,
    /// When it is due.
    pub due_on: Option<NaiveDate>,
    /// Its cycle.
    pub cycle: Option<String>,
    /// When it was made.
    pub created_at: NaiveDateTime,
    /// When work began.
    pub started_at: Option<NaiveDateTime>,
    /// When it was done or cancelled.
    pub completed_at: Option<NaiveDateTime>,
    /// Since when it is put away.
    pub archived_at: Option<NaiveDateTime>,
}

/// The newest tasks of some projects, up to `most`, the newest first.
pub fn of(
    connection: &mut Conn,
    projects: &[String],
    most: i64,
) -> Result<Vec<Passing>, DatabaseError> {
    Ok(tasks::table
        .inner_join(statuses::table.on(statuses::id.eq(tasks::status)))
        .filter(tasks::project.eq_any(projects))
        .order((tasks::created_at.desc(), tasks::id.desc()))
        .limit(most)
        .select((
            tasks::id,
            tasks::project,
            tasks::number,
            tasks::title,
            statuses::category,
            tasks::priority,
            tasks::estimate,
            tasks::due_on,
            tasks::cycle,
            tasks::created_at,
            tasks::started_at,
            tasks::completed_at,
            tasks::archived_at,
        ))
        .load(connection)?)
}

/// Those of some tasks that are done.
pub fn done_among(connection: &mut Conn, ids: &[String]) -> Result<HashSet<String>, DatabaseError> {
    let done: Vec<String> = tasks::table
        .inner_join(statuses::table.on(statuses::id.eq(tasks::status)))
        .filter(tasks::id.eq_any(ids).and(statuses::category.eq("done")))
        .select(tasks::id)
        .load(connection)?;
    Ok(done.into_iter().collect())
}

/// How many tasks of some projects were done behind one instant and until another.
pub fn done_between(
    connection: &mut Conn,
    projects: &[String],
    (from, until): (NaiveDateTime, NaiveDateTime),
) -> Result<i64, DatabaseError> {
    Ok(tasks::table
        .inner_join(statuses::table.on(statuses::id.eq(tasks::status)))
        .filter(tasks::project.eq_any(projects).and(statuses::category.eq("done")))
        .filter(tasks::completed_at.gt(from).and(tasks::completed_at.le(until)))
        .count()
        .get_result(connection)?)
}

/// Who works on the tasks of a project: task and person.
pub fn assignees(
    connection: &mut Conn,
    project: &str,
) -> Result<Vec<(String, String)>, DatabaseError> {
    Ok(task_assignees::table
        .inner_join(tasks::table.on(tasks::id.eq(task_assignees::task)))
        .filter(tasks::project.eq(project))
        .order((task_assignees::task, task_assignees::person))
        .select((task_assignees::task, task_assignees::person))
        .load(connection)?)
}

/// What the tasks of a project are marked with: task and label.
pub fn labels(
    connection: &mut Conn,
    project: &str,
) -> Result<Vec<(String, String)>, DatabaseError> {
    Ok(task_labels::table
        .inner_join(tasks::table.on(tasks::id.eq(task_labels::task)))
        .filter(tasks::project.eq(project))
        .order((task_labels::task, task_labels::label))
        .select((task_labels::task, task_labels::label))
        .load(connection)?)
}
