//! Projects, and what their tasks are planned into.

use chrono::{NaiveDate, NaiveDateTime};
use diesel::{AsChangeset, Identifiable, Insertable, Queryable, Selectable};

use crate::schema::planning::{cycles, labels, milestones, projects, statuses, task_views};

/// A project with its tasks.
#[derive(
    Clone, Debug, PartialEq, Eq, Queryable, Selectable, Insertable, Identifiable, AsChangeset,
)]
#[diesel(table_name = projects, treat_none_as_null = true)]
pub struct ProjectRow {
    /// Its id.
    pub id: String,
    /// The workspace.
    pub workspace: String,
    /// What the names of its tasks begin with.
    pub key: String,
    /// Its name.
    pub name: String,
    /// What it is about.
    pub about: String,
    /// Whether only admins and those who are named see it.
    pub is_closed: bool,
    /// The number of the next task.
    pub next_number: i64,
    /// Grows by one with each change of the project itself.
    pub version: i64,
    /// Who started it.
    pub created_by: String,
    /// When.
    pub created_at: NaiveDateTime,
    /// Since when it is only read.
    pub archived_at: Option<NaiveDateTime>,
    /// Until when a deletion can be undone.
    pub delete_after: Option<NaiveDateTime>,
}

/// A column of a board.
#[derive(
    Clone, Debug, PartialEq, Eq, Queryable, Selectable, Insertable, Identifiable, AsChangeset,
)]
#[diesel(table_name = statuses)]
pub struct StatusRow {
    /// Its id.
    pub id: String,
    /// The project.
    pub project: String,
    /// Its name.
    pub name: String,
    /// The name without regard to case.
    pub folded: String,
    /// backlog, unstarted, started, done or cancelled.
    pub category: String,
    /// Its place from the left, counted from 0.
    pub position: i32,
    /// Grows by one with each change.
    pub version: i64,
    /// When it was made.
    pub created_at: NaiveDateTime,
}

/// A stretch of time that tasks are planned into.
#[derive(
    Clone, Debug, PartialEq, Eq, Queryable, Selectable, Insertable, Identifiable, AsChangeset,
)]
#[diesel(table_name = cycles)]
pub struct CycleRow {
    /// Its id.
    pub id: String,
    /// The project.
    pub project: String,
    /// Its name.
    pub name: String,
    /// The name without regard to case.
    pub folded: String,
    /// Its first day.
    pub starts_on: NaiveDate,
    /// Its last day.
    pub ends_on: NaiveDate,
    /// Grows by one with each change.
    pub version: i64,
    /// When it was made.
    pub created_at: NaiveDateTime,
}

/// A point on the way of a project.
#[derive(
    Clone, Debug, PartialEq, Eq, Queryable, Selectable, Insertable, Identifiable, AsChangeset,
)]
#[diesel(table_name = milestones, treat_none_as_null = true)]
pub struct MilestoneRow {
    /// Its id.
    pub id: String,
    /// The project.
    pub project: String,
    /// Its name.
    pub name: String,
    /// The name without regard to case.
    pub folded: String,
    /// What it means.
    pub about: String,
    /// When it should be reached.
    pub due_on: Option<NaiveDate>,
    /// When it was reached.
    pub reached_at: Option<NaiveDateTime>,
    /// Grows by one with each change.
    pub version: i64,
    /// When it was made.
    pub created_at: NaiveDateTime,
}

/// A word that tasks are marked with.
#[derive(
    Clone, Debug, PartialEq, Eq, Queryable, Selectable, Insertable, Identifiable, AsChangeset,
)]
#[diesel(table_name = labels)]
pub struct LabelRow {
    /// Its id.
    pub id: String,
    /// The workspace.
    pub workspace: String,
    /// The word.
    pub name: String,
    /// The word without regard to case.
    pub folded: String,
    /// Its color, as `#rrggbb`.
    pub color: String,
    /// Grows by one with each change.
    pub version: i64,
    /// When it was made.
    pub created_at: NaiveDateTime,
}

/// A list that was kept.
#[derive(
    Clone, Debug, PartialEq, Eq, Queryable, Selectable, Insertable, Identifiable, AsChangeset,
)]
#[diesel(table_name = task_views, treat_none_as_null = true)]
pub struct ViewRow {
    /// Its id.
    pub id: String,
    /// The workspace.
    pub workspace: String,
    /// The project that it shows; all of them when missing.
    pub project: Option<String>,
    /// Whose it is.
    pub owner: String,
    /// Its name.
    pub name: String,
    /// Whether the whole workspace sees it.
    pub is_shared: bool,
    /// What it is narrowed down to.
    pub filter: String,
    /// What it is sorted by.
    pub sort: String,
    /// What it is grouped by.
    pub grouping: Option<String>,
    /// list or board.
    pub layout: String,
    /// Grows by one with each change.
    pub version: i64,
    /// When it was made.
    pub created_at: NaiveDateTime,
}
