//! Tasks, what hangs on them, and what became of them.

use chrono::{NaiveDate, NaiveDateTime};
use diesel::{AsChangeset, Identifiable, Insertable, Queryable, Selectable};

use crate::schema::planning::{
    task_assignees, task_history, task_labels, task_links, tasks, trashed_tasks,
};

/// A task.
#[derive(
    Clone, Debug, PartialEq, Eq, Queryable, Selectable, Insertable, Identifiable, AsChangeset,
)]
#[diesel(table_name = tasks, treat_none_as_null = true)]
pub struct TaskRow {
    /// Its id.
    pub id: String,
    /// The workspace.
    pub workspace: String,
    /// The project.
    pub project: String,
    /// Its number there.
    pub number: i64,
    /// What it is called.
    pub title: String,
    /// The title without regard to case.
    pub folded: String,
    /// The id of the document that describes it.
    pub document: String,
    /// The id of its status.
    pub status: String,
    /// Its place in the column of that status.
    pub rank: String,
    /// 0 none to 4 urgent.
    pub priority: i32,
    /// How much work it is.
    pub estimate: Option<i32>,
    /// When work should begin.
    pub starts_on: Option<NaiveDate>,
    /// When it is due.
    pub due_on: Option<NaiveDate>,
    /// The id of the task that it is part of.
    pub parent: Option<String>,
    /// The id of its cycle.
    pub cycle: Option<String>,
    /// The id of its milestone.
    pub milestone: Option<String>,
    /// Grows by one with each change.
    pub version: i64,
    /// Who made it.
    pub created_by: String,
    /// When.
    pub created_at: NaiveDateTime,
    /// When it last changed.
    pub updated_at: NaiveDateTime,
    /// When it first entered a status of category `started` or `done`.
    pub started_at: Option<NaiveDateTime>,
    /// When it entered a status of category `done` or `cancelled`, while it is in one.
    pub completed_at: Option<NaiveDateTime>,
    /// Since when it is put away.
    pub archived_at: Option<NaiveDateTime>,
}

/// Who works on a task.
#[derive(Clone, Debug, PartialEq, Eq, Queryable, Selectable, Insertable)]
#[diesel(table_name = task_assignees)]
pub struct AssigneeRow {
    /// The task.
    pub task: String,
    /// The person.
    pub person: String,
}

/// Which label a task is marked with.
#[derive(Clone, Debug, PartialEq, Eq, Queryable, Selectable, Insertable)]
#[diesel(table_name = task_labels)]
pub struct TaskLabelRow {
    /// The task.
    pub task: String,
    /// The label.
    pub label: String,
}

/// How one task stands to another.
#[derive(Clone, Debug, PartialEq, Eq, Queryable, Selectable, Insertable)]
#[diesel(table_name = task_links)]
pub struct LinkRow {
    /// The task that does it.
    pub source: String,
    /// blocks, duplicates or relates.
    pub kind: String,
    /// The task that it is done to.
    pub target: String,
    /// Who said so.
    pub created_by: String,
    /// When.
    pub created_at: NaiveDateTime,
}

/// One field of a task that changed.
#[derive(Clone, Debug, PartialEq, Eq, Queryable, Selectable, Insertable)]
#[diesel(table_name = task_history)]
pub struct HistoryRow {
    /// Its id; ids are in the order of time.
    pub id: String,
    /// The task.
    pub task: String,
    /// Who changed it.
    pub actor: String,
    /// When.
    pub at: NaiveDateTime,
    /// The field.
    pub field: String,
    /// What it was.
    pub before: Option<String>,
    /// What it became.
    pub after: Option<String>,
}

/// A task that was deleted and can be restored.
#[derive(Clone, Debug, PartialEq, Eq, Queryable, Selectable, Insertable)]
#[diesel(table_name = trashed_tasks)]
pub struct TrashedTaskRow {
    /// The id of the task.
    pub id: String,
    /// The workspace.
    pub workspace: String,
    /// The project.
    pub project: String,
    /// Its number there.
    pub number: i64,
    /// What it was called.
    pub title: String,
    /// The id of the document that describes it.
    pub document: String,
    /// The task with its links, its history and the ids of its parts, in JSON.
    pub content: String,
    /// Who deleted it.
    pub deleted_by: String,
    /// When.
    pub deleted_at: NaiveDateTime,
    /// Until when it can be restored.
    pub delete_after: NaiveDateTime,
}
