//! Tasks that are deleted: into the trash, back, or gone.
//!
//! A deleted task has no row among the tasks any more, so nothing finds it; the trash keeps what it
//! was. Its document and its conversations stay where they are, and are closed with it.

use std::collections::BTreeSet;

use chrono::TimeDelta;
use renexus_tables::rows::planning::ProjectRow;
use renexus_tables::rows::tasks::{HistoryRow, LinkRow, TaskRow, TrashedTaskRow};
use renexus_wire::rest::task_lines::{HistoryView, TaskLinkView};
use renexus_wire::rest::tasks::TaskView;
use renexus_wire::rest::trash::TrashedTaskView;
use renexus_wire::task::LinkKind;
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use super::statuses::first;
use super::{history, linking, projects, tasks, telling};
use crate::db::DatabaseError;
use crate::db::queries::tasks::marks::{self, Marks};
use crate::db::queries::tasks::{self as rows, history as history_rows, links};
use crate::db::queries::{statuses, trash};
use crate::domain::{Change, DomainError, Expected, View};
use crate::tasks::folding::fold;

/// Most changes of a task that the trash keeps; of more, the oldest.
const MAX_HISTORY: i64 = 10_000;

/// What the trash keeps of a task.
#[derive(Debug, Serialize, Deserialize)]
struct Kept {
    task: TaskView,
    history: Vec<HistoryView>,
    links: Vec<TaskLinkView>,
    /// The ids of the tasks that were part of it.
    children: Vec<String>,
}

/// Deletes a task; it can be restored for a while.
pub fn delete(
    tx: &mut Change<'_>,
    key: &str,
    expected: Expected,
    grace: TimeDelta,
) -> Result<TrashedTaskView, DomainError> {
    let found = tasks::to_write(tx, key)?;
    let task = tasks::told(tx, found.row.clone(), &found.project)?;
    expected.check(task.version, &task)?;
    let kept = Kept {
        history: history_rows::of(tx.connection, &task.id, None, MAX_HISTORY)?
            .into_iter()
            .map(history::view)
            .collect(),
        links: links::of(tx.connection, &task.id)?.into_iter().map(linking::view).collect(),
        children: rows::children(tx.connection, &task.id)?,
        task,
    };
    let row = TrashedTaskRow {
        id: found.row.id,
        workspace: found.row.workspace,
        project: found.row.project,
        number: found.row.number,
        title: found.row.title,
        document: found.row.document,
        content: serde_json::to_string(&kept)?,
        deleted_by: tx.person.id.clone(),
        deleted_at: tx.now,
        delete_after: tx.now + grace,
    };
    trash::put(tx.connection, &row)?;
    let told = view(row, &found.project.key);
    let gone = json!({ "id": told.id, "key": told.key, "document": kept.task.document });
    tx.event(
        "task.deleted",
        &json!({
            "project": told.project, "task": gone, "children": kept.children,
            "delete_after": told.delete_after,
        }),
    )?;
    Ok(told)
}

/// Deletes several tasks: all of them, or none.
pub fn delete_all(
    tx: &mut Change<'_>,
    keys: &[String],
    grace: TimeDelta,
) -> Result<Vec<TrashedTaskView>, DomainError> {
    keys.iter().map(|key| delete(tx, key, Expected(None), grace)).collect()
}

/// Up to `most` deleted tasks behind an id, of projects that the person may read, or of one of them.
pub fn list(
    look: &mut View<'_>,
    project: Option<&str>,
    after: Option<&str>,
    most: i64,
) -> Result<Vec<TrashedTaskView>, DomainError> {
    let all = match project {
        Some(key) => vec![projects::to_read(look, key)?],
        None => projects::readable(look)?.into_iter().map(|(row, _)| row).collect(),
    };
    let keys = telling::keys(&all);
    let ids: Vec<_> = keys.keys().cloned().collect();
    let found = trash::list(look.connection, &ids, (after, look.now), most)?;
    let told = found.into_iter().map(|row| {
        let key = keys.get(&row.project).cloned().unwrap_or_default();
        view(row, &key)
    });
    Ok(told.collect())
}

/// Up to `most` deleted tasks behind an id with all that the trash keeps of them, each behind its id.
pub fn whole(
    look: &mut View<'_>,
    after: Option<&str>,
    most: i64,
) -> Result<Vec<(String, Value)>, DomainError> {
    let all = projects::readable(look)?;
    let ids: Vec<_> = all.into_iter().map(|(row, _)| row.id).collect();
    let found = trash::list(look.connection, &ids, (after, look.now), most)?;
    let told = found.into_iter().map(|row| {
        let content: Value = serde_json::from_str(&row.content)?;
        let whole = json!({
            "deleted_by": row.deleted_by, "deleted_at": row.deleted_at.and_utc(),
            "delete_after": row.delete_after.and_utc(), "content": content,
        });
        Ok((row.id, whole))
    });
    told.collect()
}

/// A deleted task that can be restored, and its project; for those who may not know of it there is none.
fn find(view: &mut View<'_>, id: &str) -> Result<(TrashedTaskRow, ProjectRow), DomainError> {
    let unknown = || DomainError::NotFound("task");
    let row = trash::find(view.connection, &view.workspace.id, id)?;
    let row = row.filter(|row| row.delete_after > view.now).ok_or_else(unknown)?;
    match projects::reach(view, &row.project) {
        Err(DomainError::NotFound(_)) => Err(unknown()),
        reached => Ok((row, reached?.0)),
    }
}

/// Lets a task go for good with the next sweep, before its time.
pub fn give_up(tx: &mut Change<'_>, id: &str) -> Result<(), DomainError> {
    let (row, _) = find(tx, id)?;
    projects::to_manage(tx, &row.project)?;
    let now = tx.now;
    Ok(trash::keep_until(tx.connection, &row.id, now)?)
}

/// Restores a task: what it was, with its history, its place, and the links whose other ends are there.
pub fn restore(tx: &mut Change<'_>, id: &str) -> Result<TaskView, DomainError> {
    let (row, _) = find(tx, id)?;
    let project = projects::to_write(tx, &row.project)?;
    let kept: Kept = serde_json::from_str(&row.content)
        .map_err(|error| DatabaseError::Damaged(format!("deleted task `{id}`: {error}")))?;
    let Kept { task, history, links: linked, children } = kept;
    let marks = Marks {
        assignees: marks::members_among(
            tx.connection,
            &project.workspace,
            &task.assignees.iter().cloned().collect(),
        )?,
        labels: marks::labels_among(
            tx.connection,
            &project.workspace,
            &task.labels.iter().cloned().collect(),
        )?,
    };
    let parent = task.parent.clone();
    let mut back = again(tx, task, &project)?;
    trash::take(tx.connection, &back.id)?;
    rows::insert(tx.connection, std::slice::from_ref(&back))?;
    let children = rows::adopt(tx.connection, &back.id, &children)?;
    // What it was part of may be gone, or be part of it by now.
    if let Some(parent) = parent.and_then(|key| tasks::parent(tx, &back.id, &key).ok()) {
        rows::set_parent(tx.connection, &back.id, &parent)?;
        back.parent = Some(parent);
    }
    marks::change(tx.connection, &back.id, (&Marks::default(), &marks))?;
    let lines: Vec<_> = history.into_iter().map(|line| line_again(line, &back.id)).collect();
    for part in lines.chunks(1_000) {
        history_rows::insert(tx.connection, part)?;
    }
    link_again(tx, linked, &back.id)?;
    let told = telling::view(back, marks, &project.key);
    tx.event(
        "task.restored",
        &json!({ "project": project.id, "task": told, "children": children }),
    )?;
    Ok(told)
}

/// The row of a task that comes back; what it was planned into may be gone.
fn again(
    tx: &mut Change<'_>,
    task: TaskView,
    project: &ProjectRow,
) -> Result<TaskRow, DomainError> {
    let all = statuses::of_project(tx.connection, &project.id)?;
    let status = match all.iter().find(|status| status.id == task.status) {
        Some(status) => status,
        None => first(&all)?,
    };
    let there = |planned: Result<Option<String>, DomainError>| planned.ok().flatten();
    let row = TaskRow {
        folded: fold(&task.title),
        id: task.id,
        workspace: project.workspace.clone(),
        project: project.id.clone(),
        number: task.number,
        title: task.title,
        document: task.document,
        status: status.id.clone(),
        rank: task.rank,
        priority: task.priority.number(),
        estimate: task.estimate,
        starts_on: task.start,
        due_on: task.due,
        parent: None,
        cycle: there(tasks::in_project(tx, "cycle", task.cycle, project)),
        milestone: there(tasks::in_project(tx, "milestone", task.milestone, project)),
        version: task.version + 1,
        created_by: task.created_by,
        created_at: task.created_at.naive_utc(),
        updated_at: tx.now,
        started_at: task.started_at.map(|at| at.naive_utc()),
        completed_at: task.completed_at.map(|at| at.naive_utc()),
        archived_at: task.archived_at.map(|at| at.naive_utc()),
    };
    Ok(tasks::entered(row, status, tx.now))
}

fn line_again(line: HistoryView, task: &str) -> HistoryRow {
    HistoryRow {
        id: line.id,
        task: task.to_owned(),
        actor: line.actor,
        at: line.at.naive_utc(),
        field: line.field,
        before: line.before,
        after: line.after,
    }
}

/// Links a task as it was, where that makes no circle.
fn link_again(
    tx: &mut Change<'_>,
    linked: Vec<TaskLinkView>,
    task: &str,
) -> Result<(), DomainError> {
    let workspace = tx.workspace.id.clone();
    let mut seen = BTreeSet::new();
    for link in linked {
        let other = if link.source == task { &link.target } else { &link.source };
        let is_there = rows::find(tx.connection, &workspace, other)?.is_some();
        let circle =
            link.kind == LinkKind::Blocks && linking::blocks(tx, &link.target, &link.source)?;
        let ends = (link.source.clone(), link.kind.word(), link.target.clone());
        if !is_there || circle || !seen.insert(ends) {
            continue;
        }
        let row = LinkRow {
            source: link.source,
            kind: link.kind.word().to_owned(),
            target: link.target,
            created_by: link.created_by,
            created_at: link.created_at.naive_utc(),
        };
        links::insert(tx.connection, std::slice::from_ref(&row))?;
    }
    Ok(())
}

fn view(row: TrashedTaskRow, key: &str) -> TrashedTaskView {
    TrashedTaskView {
        key: format!("{key}-{}", row.number),
        id: row.id,
        project: row.project,
        title: row.title,
        deleted_by: row.deleted_by,
        deleted_at: row.deleted_at.and_utc(),
        delete_after: row.delete_after.and_utc(),
    }
}
