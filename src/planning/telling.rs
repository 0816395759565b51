//! How tasks are told: in answers, and in events.

use std::collections::HashMap;

use renexus_tables::rows::planning::ProjectRow;
use renexus_tables::rows::tasks::TaskRow;
use renexus_wire::rest::tasks::TaskView;
use renexus_wire::task::Priority;
use serde_json::json;

use crate::db::Conn;
use crate::db::queries::tasks::marks::{self, Marks};
use crate::domain::{Change, DomainError};

/// The keys of projects by their ids.
pub type Keys = HashMap<String, String>;

/// The keys of several projects.
pub fn keys<'a>(projects: impl IntoIterator<Item = &'a ProjectRow>) -> Keys {
    projects.into_iter().map(|project| (project.id.clone(), project.key.clone())).collect()
}

/// Several tasks, with their people and labels: two queries, however many there are.
pub fn views(
    connection: &mut Conn,
    rows: Vec<TaskRow>,
    keys: &Keys,
) -> Result<Vec<TaskView>, DomainError> {
    if rows.is_empty() {
        return Ok(Vec::new());
    }
    let ids: Vec<_> = rows.iter().map(|row| row.id.clone()).collect();
    let mut marks = marks::of(connection, &ids)?;
    let told = rows.into_iter().map(|row| {
        let marks = marks.remove(&row.id).unwrap_or_default();
        let key = keys.get(&row.project).map_or("", String::as_str);
        view(row, marks, key)
    });
    Ok(told.collect())
}

/// One task.
pub fn view(row: TaskRow, marks: Marks, key: &str) -> TaskView {
    TaskView {
        key: format!("{key}-{}", row.number),
        id: row.id,
        project: row.project,
        number: row.number,
        title: row.title,
        document: row.document,
        status: row.status,
        rank: row.rank,
        priority: Priority::from_number(row.priority),
        estimate: row.estimate,
        start: row.starts_on,
        due: row.due_on,
        parent: row.parent,
        cycle: row.cycle,
        milestone: row.milestone,
        assignees: marks.assignees.into_iter().collect(),
        labels: marks.labels.into_iter().collect(),
        version: row.version,
        created_by: row.created_by,
        created_at: row.created_at.and_utc(),
        updated_at: row.updated_at.and_utc(),
        started_at: row.started_at.map(|at| at.and_utc()),
        completed_at: row.completed_at.map(|at| at.and_utc()),
        archived_at: row.archived_at.map(|at| at.and_utc()),
    }
}

/// Tells that a task changed: the whole card, so that a board needs nothing else, and which fields are new.
pub fn updated(
    tx: &mut Change<'_>,
    task: &TaskView,
    changed: &[&'static str],
) -> Result<(), DomainError> {
    let project = task.project.clone();
    tx.event("task.updated", &json!({ "project": project, "task": task, "changed": changed }))
}
