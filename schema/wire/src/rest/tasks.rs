//! Tasks: made, changed, moved.

use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::days::day;
use super::given::given;
use super::planning::MAX_ID;
use crate::limits::{Limited, Limits};
use crate::task::Priority;

/// Characters of a title.
pub const MAX_TITLE: usize = 300;
/// Characters of a first description; later it is a document, and bounded as such.
pub const MAX_DESCRIPTION: usize = 20_000;
/// Most people who work on one task.
pub const MAX_ASSIGNEES: usize = 20;
/// Most labels of one task.
pub const MAX_LABELS: usize = 30;
/// Most points of an estimate.
pub const MAX_ESTIMATE: i32 = 1_000;
/// Most tasks that one bulk edit changes.
pub const MAX_BULK: usize = 200;

/// Asks for a new task.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewTask {
    /// The project, by id or key.
    #[schema(
        min_length = 1,
        max_length = 64,
        pattern = r"^[^\x00-\x1f\x7f-\x9f]*[^\s\x00-\x1f\x7f-\x9f][^\x00-\x1f\x7f-\x9f]*$"
    )]
    pub project: String,
    /// What it is called.
    #[schema(
        min_length = 1,
        max_length = 300,
        pattern = r"^[^\x00-\x1f\x7f-\x9f]*[^\s\x00-\x1f\x7f-\x9f][^\x00-\x1f\x7f-\x9f]*$"
    )]
    pub title: String,
    /// The first text of its description.
    #[serde(default)]
    #[schema(max_length = 20000)]
    pub description: String,
    /// The id of its status; the project's first open one when missing.
    #[schema(
        min_length = 1,
        max_length = 64,
        pattern = r"^[^\x00-\x1f\x7f-\x9f]*[^\s\x00-\x1f\x7f-\x9f][^\x00-\x1f\x7f-\x9f]*$"
    )]
    pub status: Option<String>,
    /// How much it presses.
    #[serde(default)]
    pub priority: Priority,
    /// How much work it is.
    #[serde(default, deserialize_with = "crate::number::small")]
    #[schema(minimum = 0, maximum = 1000)]
    pub estimate: Option<i32>,
    /// When work should begin.
    pub start: Option<NaiveDate>,
    /// When it is due.
    pub due: Option<NaiveDate>,
    /// The task that it is part of, by id or key.
    #[schema(
        min_length = 1,
        max_length = 64,
        pattern = r"^[^\x00-\x1f\x7f-\x9f]*[^\s\x00-\x1f\x7f-\x9f][^\x00-\x1f\x7f-\x9f]*$"
    )]
    pub parent: Option<String>,
    /// The id of its cycle.
    #[schema(
        min_length = 1,
        max_length = 64,
        pattern = r"^[^\x00-\x1f\x7f-\x9f]*[^\s\x00-\x1f\x7f-\x9f][^\x00-\x1f\x7f-\x9f]*$"
    )]
    pub cycle: Option<String>,
    /// The id of its milestone.
    #[schema(
        min_length = 1,
        max_length = 64,
        pattern = r"^[^\x00-\x1f\x7f-\x9f]*[^\s\x00-\x1f\x7f-\x9f][^\x00-\x1f\x7f-\x9f]*$"
    )]
    pub milestone: Option<String>,
    /// The ids of those who work on it.
    #[serde(default)]
    #[schema(max_items = 20)]
    pub assignees: Vec<String>,
    /// The ids of its labels.
    #[serde(default)]
    #[schema(max_items = 30)]
    pub labels: Vec<String>,
}

impl Limited for NewTask {
    fn limits(&self, found: &mut Limits) {
        found.line("project", &self.project, MAX_ID);
        found.line("title", &self.title, MAX_TITLE);
        found.text("description", &self.description, MAX_DESCRIPTION);
        estimate(found, self.estimate);
        day(found, "start", self.start);
        day(found, "due", self.due);
        found.optional_line("status", self.status.as_deref(), MAX_ID);
        found.optional_line("parent", self.parent.as_deref(), MAX_ID);
        found.optional_line("cycle", self.cycle.as_deref(), MAX_ID);
        found.optional_line("milestone", self.milestone.as_deref(), MAX_ID);
        ids(found, "assignees", Some(&self.assignees), MAX_ASSIGNEES);
        ids(found, "labels", Some(&self.labels), MAX_LABELS);
    }
}

fn estimate(found: &mut Limits, estimate: Option<i32>) {
    if let Some(points) = estimate {
        found.number("estimate", points.into(), (0, MAX_ESTIMATE.into()));
    }
}

fn ids(found: &mut Limits, field: &str, ids: Option<&Vec<String>>, most: usize) {
    let Some(ids) = ids else { return };
    found.list(field, ids, most);
    for id in ids.iter().take(most) {
        found.line(field, id, MAX_ID);
    }
}

/// Changes a task; what is missing stays, `null` empties. The last writer of a field wins,
/// unless `If-Match` says which version was meant.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct TaskChange {
    /// What it is called.
    #[schema(
        min_length = 1,
        max_length = 300,
        pattern = r"^[^\x00-\x1f\x7f-\x9f]*[^\s\x00-\x1f\x7f-\x9f][^\x00-\x1f\x7f-\x9f]*$"
    )]
    pub title: Option<String>,
    /// The id of its status; it goes to the end of that column.
    #[schema(
        min_length = 1,
        max_length = 64,
        pattern = r"^[^\x00-\x1f\x7f-\x9f]*[^\s\x00-\x1f\x7f-\x9f][^\x00-\x1f\x7f-\x9f]*$"
    )]
    pub status: Option<String>,
    /// How much it presses.
    pub priority: Option<Priority>,
    /// How much work it is.
    #[serde(default, deserialize_with = "given", skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<i32>, minimum = 0, maximum = 1000)]
    pub estimate: Option<Option<i32>>,
    /// When work should begin.
    #[serde(default, deserialize_with = "given", skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<NaiveDate>)]
    pub start: Option<Option<NaiveDate>>,
    /// When it is due.
    #[serde(default, deserialize_with = "given", skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<NaiveDate>)]
    pub due: Option<Option<NaiveDate>>,
    /// The task that it is part of, by id or key.
    #[serde(default, deserialize_with = "given", skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<String>, min_length = 1, max_length = 64, pattern = r"^[^\x00-\x1f\x7f-\x9f]*[^\s\x00-\x1f\x7f-\x9f][^\x00-\x1f\x7f-\x9f]*$")]
    pub parent: Option<Option<String>>,
    /// The id of its cycle.
    #[serde(default, deserialize_with = "given", skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<String>, min_length = 1, max_length = 64, pattern = r"^[^\x00-\x1f\x7f-\x9f]*[^\s\x00-\x1f\x7f-\x9f][^\x00-\x1f\x7f-\x9f]*$")]
    pub cycle: Option<Option<String>>,
    /// The id of its milestone.
    #[serde(default, deserialize_with = "given", skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<String>, min_length = 1, max_length = 64, pattern = r"^[^\x00-\x1f\x7f-\x9f]*[^\s\x00-\x1f\x7f-\x9f][^\x00-\x1f\x7f-\x9f]*$")]
    pub milestone: Option<Option<String>>,
    /// The ids of all who work on it.
    #[schema(max_items = 20)]
    pub assignees: Option<Vec<String>>,
    /// The ids of people who come to it.
    #[serde(default)]
    #[schema(max_items = 20)]
    pub add_assignees: Vec<String>,
    /// The ids of people who leave it.
    #[serde(default)]
    #[schema(max_items = 20)]
    pub remove_assignees: Vec<String>,
    /// The ids of all its labels.
    #[schema(max_items = 30)]
    pub labels: Option<Vec<String>>,
    /// The ids of labels that come to it.
    #[serde(default)]
    #[schema(max_items = 30)]
    pub add_labels: Vec<String>,
    /// The ids of labels that leave it.
    #[serde(default)]
    #[schema(max_items = 30)]
    pub remove_labels: Vec<String>,
    /// Whether it is put away.
    pub archived: Option<bool>,
}

impl Limited for TaskChange {
    fn limits(&self, found: &mut Limits) {
        found.optional_line("title", self.title.as_deref(), MAX_TITLE);
        estimate(found, self.estimate.flatten());
        day(found, "start", self.start.flatten());
        day(found, "due", self.due.flatten());
        let inner = |field: &'static str, id: &Option<Option<String>>, found: &mut Limits| {
            found.optional_line(field, id.as_ref().and_then(|id| id.as_deref()), MAX_ID);
        };
        found.optional_line("status", self.status.as_deref(), MAX_ID);
        inner("parent", &self.parent, found);
        inner("cycle", &self.cycle, found);
        inner("milestone", &self.milestone, found);
        ids(found, "assignees", self.assignees.as_ref(), MAX_ASSIGNEES);
        ids(found, "add_assignees", Some(&self.add_assignees), MAX_ASSIGNEES);
        ids(found, "remove_assignees", Some(&self.remove_assignees), MAX_ASSIGNEES);
        ids(found, "labels", self.labels.as_ref(), MAX_LABELS);
        ids(found, "add_labels", Some(&self.add_labels), MAX_LABELS);
        ids(found, "remove_labels", Some(&self.remove_labels), MAX_LABELS);
    }
}

/// Changes many tasks in the same way.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct BulkChange {
    /// The tasks, by id or key.
    #[schema(min_items = 1, max_items = 200)]
    pub tasks: Vec<String>,
    /// What becomes of each.
    pub change: TaskChange,
}

impl Limited for BulkChange {
    fn limits(&self, found: &mut Limits) {
        if self.tasks.is_empty() {
            found.wrong("tasks", "it is empty");
        }
        ids(found, "tasks", Some(&self.tasks), MAX_BULK);
        self.change.limits(found);
    }
}

/// Drops a task somewhere on a board. The server chooses the rank: right behind `after` if that
/// task is still in the column, else right before `before`, else at the end.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Move {
    /// The project, by id or key; its own when missing. In another one it gets a new number.
    #[schema(
        min_length = 1,
        max_length = 64,
        pattern = r"^[^\x00-\x1f\x7f-\x9f]*[^\s\x00-\x1f\x7f-\x9f][^\x00-\x1f\x7f-\x9f]*$"
    )]
    pub project: Option<String>,
    /// The id of the status; its own when missing, or the project's first open one in another project.
    #[schema(
        min_length = 1,
        max_length = 64,
        pattern = r"^[^\x00-\x1f\x7f-\x9f]*[^\s\x00-\x1f\x7f-\x9f][^\x00-\x1f\x7f-\x9f]*$"
    )]
    pub status: Option<String>,
    /// The task that it was dropped behind, by id or key.
    #[schema(
        min_length = 1,
        max_length = 64,
        pattern = r"^[^\x00-\x1f\x7f-\x9f]*[^\s\x00-\x1f\x7f-\x9f][^\x00-\x1f\x7f-\x9f]*$"
    )]
    pub after: Option<String>,
    /// The task that it was dropped before, by id or key.
    #[schema(
        min_length = 1,
        max_length = 64,
        pattern = r"^[^\x00-\x1f\x7f-\x9f]*[^\s\x00-\x1f\x7f-\x9f][^\x00-\x1f\x7f-\x9f]*$"
    )]
    pub before: Option<String>,
}

impl Limited for Move {
    fn limits(&self, found: &mut Limits) {
        found.optional_line("project", self.project.as_deref(), MAX_ID);
        found.optional_line("status", self.status.as_deref(), MAX_ID);
        found.optional_line("after", self.after.as_deref(), MAX_ID);
        found.optional_line("before", self.before.as_deref(), MAX_ID);
    }
}

/// A task.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[cfg_attr(feature = "graphql", derive(async_graphql::SimpleObject))]
pub struct TaskView {
    /// Its id.
    pub id: String,
    /// Its name, such as `REN-42`.
    pub key: String,
    /// The id of its project.
    #[cfg_attr(feature = "graphql", graphql(name = "projectId"))]
    pub project: String,
    /// Its number there.
    pub number: i64,
    /// What it is called.
    pub title: String,
    /// The id of the document that describes it.
    #[cfg_attr(feature = "graphql", graphql(name = "documentId"))]
    pub document: String,
    /// The id of its status.
    #[cfg_attr(feature = "graphql", graphql(name = "statusId"))]
    pub status: String,
    /// Its place in the column of that status; ranks sort bytewise, equal ones by id.
    pub rank: String,
    /// How much it presses.
    pub priority: Priority,
    /// How much work it is.
    pub estimate: Option<i32>,
    /// When work should begin.
    pub start: Option<NaiveDate>,
    /// When it is due.
    pub due: Option<NaiveDate>,
    /// The id of the task that it is part of.
    #[cfg_attr(feature = "graphql", graphql(name = "parentId"))]
    pub parent: Option<String>,
    /// The id of its cycle.
    #[cfg_attr(feature = "graphql", graphql(name = "cycleId"))]
    pub cycle: Option<String>,
    /// The id of its milestone.
    #[cfg_attr(feature = "graphql", graphql(name = "milestoneId"))]
    pub milestone: Option<String>,
    /// The ids of those who work on it, in their order.
    #[cfg_attr(feature = "graphql", graphql(name = "assigneeIds"))]
    pub assignees: Vec<String>,
    /// The ids of its labels, in their order.
    #[cfg_attr(feature = "graphql", graphql(name = "labelIds"))]
    pub labels: Vec<String>,
    /// Grows by one with each change; also in `ETag`.
    pub version: i64,
    /// Who made it.
    #[cfg_attr(feature = "graphql", graphql(name = "createdById"))]
    pub created_by: String,
    /// When.
    pub created_at: DateTime<Utc>,
    /// When it last changed.
    pub updated_at: DateTime<Utc>,
    /// When work on it began.
    pub started_at: Option<DateTime<Utc>>,
    /// When it was done or given up.
    pub completed_at: Option<DateTime<Utc>>,
    /// Since when it is put away.
    pub archived_at: Option<DateTime<Utc>>,
}
