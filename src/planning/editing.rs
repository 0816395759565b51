//! Changes of tasks, field by field, one task or many.

use std::collections::BTreeSet;

use renexus_tables::rows::planning::ProjectRow;
use renexus_tables::rows::tasks::{HistoryRow, TaskRow};
use renexus_wire::id::fresh;
use renexus_wire::rest::tasks::{BulkChange, MAX_ASSIGNEES, MAX_LABELS, TaskChange, TaskView};
use renexus_wire::task::Priority;

use super::statuses::among;
use super::tasks::{self, end_of, entered};
use super::telling;
use crate::db::queries::statuses;
use crate::db::queries::tasks::marks::{self, Marks};
use crate::db::queries::tasks::{self as rows, history};
use crate::domain::{Change, DomainError, Expected};
use crate::tasks::folding::fold;
use crate::tasks::history::{TaskState, changes};

/// Changes one task.
pub fn change(
    tx: &mut Change<'_>,
    key: &str,
    expected: Expected,
    wanted: TaskChange,
) -> Result<TaskView, DomainError> {
    let found = tasks::to_write(tx, key)?;
    let before = tasks::told(tx, found.row.clone(), &found.project)?;
    expected.check(before.version, &before)?;
    apply(tx, found.row, &found.project, wanted)
}

/// Changes many tasks in the same way: all of them, or none.
pub fn bulk(tx: &mut Change<'_>, wanted: BulkChange) -> Result<Vec<TaskView>, DomainError> {
    let mut changed = Vec::with_capacity(wanted.tasks.len());
    for key in &wanted.tasks {
        changed.push(change(tx, key, Expected(None), wanted.change.clone())?);
    }
    Ok(changed)
}

fn apply(
    tx: &mut Change<'_>,
    before: TaskRow,
    project: &ProjectRow,
    wanted: TaskChange,
) -> Result<TaskView, DomainError> {
    let had = tasks::marks_of(tx, &before.id)?;
    let has = Marks { assignees: people(tx, &had, &wanted)?, labels: labels(tx, &had, &wanted)? };
    let row = fields(tx, before.clone(), project, wanted)?;
    write(tx, (before, &had), (row, has), project)
}

/// Writes a task that changed with its history, and tells it. Nothing happens when nothing changed.
pub fn write(
    tx: &mut Change<'_>,
    (before, had): (TaskRow, &Marks),
    (mut row, has): (TaskRow, Marks),
    project: &ProjectRow,
) -> Result<TaskView, DomainError> {
    let changed = changes(&state(&before, had), &state(&row, &has));
    if changed.is_empty() {
        return Ok(telling::view(before, has, &project.key));
    }
    row.version += 1;
    row.updated_at = tx.now;
    rows::update(tx.connection, &row)?;
    marks::change(tx.connection, &row.id, (had, &has))?;
    let mut names: Vec<_> = changed.iter().map(|change| change.field).collect();
    names.dedup();
    let lines = changed.into_iter().map(|change| HistoryRow {
        id: fresh(),
        task: row.id.clone(),
        actor: tx.person.id.clone(),
        at: tx.now,
        field: change.field.to_owned(),
        before: change.before,
        after: change.after,
    });
    let lines: Vec<_> = lines.collect();
    history::insert(tx.connection, &lines)?;
    let told = telling::view(row, has, &project.key);
    telling::updated(tx, &told, &names)?;
    Ok(told)
}

fn fields(
    tx: &mut Change<'_>,
    mut row: TaskRow,
    project: &ProjectRow,
    wanted: TaskChange,
) -> Result<TaskRow, DomainError> {
    if let Some(title) = wanted.title {
        row.title = tasks::one_line(&title);
        row.folded = fold(&row.title);
    }
    row.priority = wanted.priority.map_or(row.priority, Priority::number);
    row.estimate = wanted.estimate.unwrap_or(row.estimate);
    row.starts_on = wanted.start.unwrap_or(row.starts_on);
    row.due_on = wanted.due.unwrap_or(row.due_on);
    if let Some(cycle) = wanted.cycle {
        row.cycle = tasks::in_project(tx, "cycle", cycle, project)?;
    }
    if let Some(milestone) = wanted.milestone {
        row.milestone = tasks::in_project(tx, "milestone", milestone, project)?;
    }
    if let Some(parent) = wanted.parent {
        row.parent = match parent {
            Some(key) => Some(tasks::parent(tx, &row.id, &key)?),
            None => None,
        };
    }
    if let Some(archived) = wanted.archived {
        row.archived_at = archived.then_some(row.archived_at.unwrap_or(tx.now));
    }
    if let Some(status) = wanted.status.filter(|status| *status != row.status) {
        let all = statuses::of_project(tx.connection, &project.id)?;
        let status = among(&all, &status)?;
        row.rank = end_of(tx, &status.id, &row.id)?.to_string();
        row.status = status.id.clone();
        row = entered(row, status, tx.now);
    }
    Ok(row)
}

fn people(
    tx: &mut Change<'_>,
    had: &Marks,
    wanted: &TaskChange,
) -> Result<BTreeSet<String>, DomainError> {
    let all = wanted.assignees.as_ref().map(|all| all.iter().cloned().collect());
    let has = members(&had.assignees, all, (&wanted.add_assignees, &wanted.remove_assignees));
    if has.len() > MAX_ASSIGNEES {
        let reason = format!("a task has at most {MAX_ASSIGNEES}");
        return Err(DomainError::invalid("assignees", reason));
    }
    // Somebody who left the workspace stays until they are taken away.
    tasks::people(tx, has.difference(&had.assignees).cloned().collect())?;
    Ok(has)
}

fn labels(
    tx: &mut Change<'_>,
    had: &Marks,
    wanted: &TaskChange,
) -> Result<BTreeSet<String>, DomainError> {
    let all = wanted.labels.as_ref().map(|all| all.iter().cloned().collect());
    let has = members(&had.labels, all, (&wanted.add_labels, &wanted.remove_labels));
    if has.len() > MAX_LABELS {
        let reason = format!("a task has at most {MAX_LABELS}");
        return Err(DomainError::invalid("labels", reason));
    }
    tasks::labels(tx, has.difference(&had.labels).cloned().collect())?;
    Ok(has)
}

/// All that are wanted, or those that were there, and then those that come and go.
fn members(
    had: &BTreeSet<String>,
    all: Option<BTreeSet<String>>,
    (add, remove): (&[String], &[String]),
) -> BTreeSet<String> {
    let mut has = all.unwrap_or_else(|| had.clone());
    has.extend(add.iter().cloned());
    has.retain(|one| !remove.contains(one));
    has
}

/// A task as its history sees it.
fn state(row: &TaskRow, marks: &Marks) -> TaskState {
    TaskState {
        project: row.project.clone(),
        number: row.number,
        title: row.title.clone(),
        status: row.status.clone(),
        priority: Priority::from_number(row.priority),
        estimate: row.estimate,
        start: row.starts_on,
        due: row.due_on,
        parent: row.parent.clone(),
        cycle: row.cycle.clone(),
        milestone: row.milestone.clone(),
        assignees: marks.assignees.clone(),
        labels: marks.labels.clone(),
        archived: row.archived_at.is_some(),
    }
}
