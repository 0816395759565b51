//! Boards, groups, and what came of an import.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::planning::{ProjectView, StatusView};
use super::tasks::TaskView;

/// A board: columns with their first cards.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct BoardView {
    /// The project.
    pub project: ProjectView,
    /// The number of the workspace's last event that the board knows of: resume from here.
    pub seq: i64,
    /// The columns from left to right.
    pub columns: Vec<ColumnView>,
}

/// One column of a board.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct ColumnView {
    /// The status.
    pub status: StatusView,
    /// How many tasks the filter finds in it.
    pub count: i64,
    /// The first of them, from top to bottom.
    pub tasks: Vec<TaskView>,
    /// Pass as `after` to the list of tasks, sorted by rank and with this status, to read on.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub next: Option<String>,
}

/// One group of a list.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[cfg_attr(feature = "graphql", derive(async_graphql::SimpleObject), graphql(name = "TaskGroup"))]
pub struct GroupView {
    /// What its tasks have in common: an id or a word; nothing for those that lack it.
    pub key: Option<String>,
    /// How many there are.
    pub count: i64,
}

/// The groups of a list.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct GroupsView {
    /// The groups, in the order of their keys; the one without a key last.
    pub items: Vec<GroupView>,
}

/// What came of an import, or would come of it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct ImportView {
    /// How the table was read: csv, linear, jira or github.
    pub source: String,
    /// How many tasks it brought.
    pub tasks: usize,
    /// The number of the first one; missing when nothing was written.
    pub first: Option<i64>,
    /// The number of the last one.
    pub last: Option<i64>,
    /// Names of statuses that were made.
    pub new_statuses: Vec<String>,
    /// Names of labels that were made.
    pub new_labels: Vec<String>,
    /// Names of cycles that were made.
    pub new_cycles: Vec<String>,
    /// Names of milestones that were made.
    pub new_milestones: Vec<String>,
    /// People whom nobody here is called like; their tasks are nobody's.
    pub unknown_people: Vec<String>,
    /// Keys of other tasks that are not in the table; nothing is linked to them.
    pub unknown_tasks: Vec<String>,
    /// Words for priorities that mean nothing here; their tasks have none.
    pub unknown_priorities: Vec<String>,
    /// Columns that mean nothing here.
    pub ignored_columns: Vec<String>,
}
