//! Projects, and what their tasks are planned into: statuses, cycles, milestones, labels, views.

use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::days::day;
use super::given::given;
use crate::limits::{Limited, Limits};
use crate::task::Category;

/// Characters of a name.
pub const MAX_NAME: usize = 80;
/// Characters of a text that says what something is about.
pub const MAX_ABOUT: usize = 2_000;
/// Characters of a project's key.
pub const MAX_KEY: usize = 10;
/// Characters of a filter, in which some take several bytes.
pub const MAX_FILTER: usize = 1_000;
/// Characters of an id.
pub const MAX_ID: usize = 64;
/// Most columns of a board.
pub const MAX_STATUSES: usize = 30;

/// Asks for a new project. It begins with the statuses Backlog, To do, In progress, Done and Cancelled.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewProject {
    /// What the names of its tasks begin with: `REN` makes `REN-1`.
    #[schema(min_length = 2, max_length = 10, pattern = "^[A-Z][A-Z0-9]+$")]
    pub key: String,
    /// Its name.
    #[schema(
        min_length = 1,
        max_length = 80,
        pattern = r"^[^\x00-\x1f\x7f-\x9f]*[^\s\x00-\x1f\x7f-\x9f][^\x00-\x1f\x7f-\x9f]*$"
    )]
    pub name: String,
    /// What it is about.
    #[serde(default)]
    #[schema(max_length = 2000)]
    pub about: String,
    /// Whether only admins and those who are named see it.
    #[serde(default)]
    pub closed: bool,
}

impl Limited for NewProject {
    fn limits(&self, found: &mut Limits) {
        key(found, &self.key);
        found.line("name", &self.name, MAX_NAME);
        found.text("about", &self.about, MAX_ABOUT);
    }
}

fn key(found: &mut Limits, key: &str) {
    let plain = |letter: char| letter.is_ascii_uppercase() || letter.is_ascii_digit();
    let begins = key.starts_with(|letter: char| letter.is_ascii_uppercase());
    if !(2..=MAX_KEY).contains(&key.len()) || !begins || !key.chars().all(plain) {
        found.wrong(
            "key",
            format!("it needs 2 to {MAX_KEY} letters A to Z and digits, a letter first"),
        );
    }
}

/// Changes a project; what is missing stays.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ProjectChange {
    /// What the names of its tasks begin with.
    #[schema(min_length = 2, max_length = 10, pattern = "^[A-Z][A-Z0-9]+$")]
    pub key: Option<String>,
    /// Its name.
    #[schema(
        min_length = 1,
        max_length = 80,
        pattern = r"^[^\x00-\x1f\x7f-\x9f]*[^\s\x00-\x1f\x7f-\x9f][^\x00-\x1f\x7f-\x9f]*$"
    )]
    pub name: Option<String>,
    /// What it is about.
    #[schema(max_length = 2000)]
    pub about: Option<String>,
    /// Whether only admins and those who are named see it.
    pub closed: Option<bool>,
    /// Whether it is put away and only read.
    pub archived: Option<bool>,
}

impl Limited for ProjectChange {
    fn limits(&self, found: &mut Limits) {
        if let Some(new) = &self.key {
            key(found, new);
        }
        found.optional_line("name", self.name.as_deref(), MAX_NAME);
        found.text("about", self.about.as_deref().unwrap_or_default(), MAX_ABOUT);
    }
}

/// A project.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[cfg_attr(feature = "graphql", derive(async_graphql::SimpleObject))]
pub struct ProjectView {
    /// Its id.
    pub id: String,
    /// What the names of its tasks begin with.
    pub key: String,
    /// Its name.
    pub name: String,
    /// What it is about.
    pub about: String,
    /// Whether only admins and those who are named see it.
    pub closed: bool,
    /// Grows by one with each change of the project itself; also in `ETag`.
    pub version: i64,
    /// Who started it.
    #[cfg_attr(feature = "graphql", graphql(name = "createdById"))]
    pub created_by: String,
    /// When.
    pub created_at: DateTime<Utc>,
    /// Since when it is only read.
    pub archived_at: Option<DateTime<Utc>>,
    /// Until when its deletion can be undone.
    pub delete_after: Option<DateTime<Utc>>,
}

/// Asks for a new column.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewStatus {
    /// Its name.
    #[schema(
        min_length = 1,
        max_length = 80,
        pattern = r"^[^\x00-\x1f\x7f-\x9f]*[^\s\x00-\x1f\x7f-\x9f][^\x00-\x1f\x7f-\x9f]*$"
    )]
    pub name: String,
    /// What it means.
    pub category: Category,
    /// Its place from the left, counted from 0; the last one when missing.
    #[serde(default, deserialize_with = "crate::number::small")]
    #[schema(minimum = 0, maximum = 29)]
    pub position: Option<u32>,
}

/// A place among the columns of a board.
fn place(found: &mut Limits, position: Option<u32>) {
    let last = i64::try_from(MAX_STATUSES - 1).unwrap_or(i64::MAX);
    found.number("position", position.map_or(0, i64::from), (0, last));
}

impl Limited for NewStatus {
    fn limits(&self, found: &mut Limits) {
        found.line("name", &self.name, MAX_NAME);
        place(found, self.position);
    }
}

/// Changes a column; what is missing stays.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct StatusChange {
    /// Its name.
    #[schema(
        min_length = 1,
        max_length = 80,
        pattern = r"^[^\x00-\x1f\x7f-\x9f]*[^\s\x00-\x1f\x7f-\x9f][^\x00-\x1f\x7f-\x9f]*$"
    )]
    pub name: Option<String>,
    /// What it means.
    pub category: Option<Category>,
    /// Its place from the left, counted from 0.
    #[serde(default, deserialize_with = "crate::number::small")]
    #[schema(minimum = 0, maximum = 29)]
    pub position: Option<u32>,
}

impl Limited for StatusChange {
    fn limits(&self, found: &mut Limits) {
        found.optional_line("name", self.name.as_deref(), MAX_NAME);
        place(found, self.position);
    }
}

/// A column of a board.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[cfg_attr(feature = "graphql", derive(async_graphql::SimpleObject), graphql(name = "Status"))]
pub struct StatusView {
    /// Its id.
    pub id: String,
    /// The project.
    #[cfg_attr(feature = "graphql", graphql(name = "projectId"))]
    pub project: String,
    /// Its name.
    pub name: String,
    /// What it means.
    pub category: Category,
    /// Its place from the left, counted from 0.
    pub position: i32,
    /// Grows by one with each change; also in `ETag`.
    pub version: i64,
}

/// Asks for a new cycle.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewCycle {
    /// Its name.
    #[schema(
        min_length = 1,
        max_length = 80,
        pattern = r"^[^\x00-\x1f\x7f-\x9f]*[^\s\x00-\x1f\x7f-\x9f][^\x00-\x1f\x7f-\x9f]*$"
    )]
    pub name: String,
    /// Its first day.
    pub start: NaiveDate,
    /// Its last day.
    pub end: NaiveDate,
}

impl Limited for NewCycle {
    fn limits(&self, found: &mut Limits) {
        found.line("name", &self.name, MAX_NAME);
        day(found, "start", Some(self.start));
        day(found, "end", Some(self.end));
    }
}

/// Changes a cycle; what is missing stays.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct CycleChange {
    /// Its name.
    #[schema(
        min_length = 1,
        max_length = 80,
        pattern = r"^[^\x00-\x1f\x7f-\x9f]*[^\s\x00-\x1f\x7f-\x9f][^\x00-\x1f\x7f-\x9f]*$"
    )]
    pub name: Option<String>,
    /// Its first day.
    pub start: Option<NaiveDate>,
    /// Its last day.
    pub end: Option<NaiveDate>,
}

impl Limited for CycleChange {
    fn limits(&self, found: &mut Limits) {
        found.optional_line("name", self.name.as_deref(), MAX_NAME);
        day(found, "start", self.start);
        day(found, "end", self.end);
    }
}

/// A stretch of time that tasks are planned into.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[cfg_attr(feature = "graphql", derive(async_graphql::SimpleObject), graphql(name = "Cycle"))]
pub struct CycleView {
    /// Its id.
    pub id: String,
    /// The project.
    #[cfg_attr(feature = "graphql", graphql(name = "projectId"))]
    pub project: String,
    /// Its name.
    pub name: String,
    /// Its first day.
    pub start: NaiveDate,
    /// Its last day.
    pub end: NaiveDate,
    /// Grows by one with each change; also in `ETag`.
    pub version: i64,
}

/// Asks for a new milestone.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewMilestone {
    /// Its name.
    #[schema(
        min_length = 1,
        max_length = 80,
        pattern = r"^[^\x00-\x1f\x7f-\x9f]*[^\s\x00-\x1f\x7f-\x9f][^\x00-\x1f\x7f-\x9f]*$"
    )]
    pub name: String,
    /// What it means.
    #[serde(default)]
    #[schema(max_length = 2000)]
    pub about: String,
    /// When it should be reached.
    pub due: Option<NaiveDate>,
}

impl Limited for NewMilestone {
    fn limits(&self, found: &mut Limits) {
        found.line("name", &self.name, MAX_NAME);
        found.text("about", &self.about, MAX_ABOUT);
        day(found, "due", self.due);
    }
}

/// Changes a milestone; what is missing stays, `null` empties.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct MilestoneChange {
    /// Its name.
    #[schema(
        min_length = 1,
        max_length = 80,
        pattern = r"^[^\x00-\x1f\x7f-\x9f]*[^\s\x00-\x1f\x7f-\x9f][^\x00-\x1f\x7f-\x9f]*$"
    )]
    pub name: Option<String>,
    /// What it means.
    #[schema(max_length = 2000)]
    pub about: Option<String>,
    /// When it should be reached.
    #[serde(default, deserialize_with = "given", skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<NaiveDate>)]
    pub due: Option<Option<NaiveDate>>,
    /// Whether it was reached.
    pub reached: Option<bool>,
}

impl Limited for MilestoneChange {
    fn limits(&self, found: &mut Limits) {
        found.optional_line("name", self.name.as_deref(), MAX_NAME);
        found.text("about", self.about.as_deref().unwrap_or_default(), MAX_ABOUT);
        day(found, "due", self.due.flatten());
    }
}

/// A point on the way of a project.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[cfg_attr(feature = "graphql", derive(async_graphql::SimpleObject), graphql(name = "Milestone"))]
pub struct MilestoneView {
    /// Its id.
    pub id: String,
    /// The project.
    #[cfg_attr(feature = "graphql", graphql(name = "projectId"))]
    pub project: String,
    /// Its name.
    pub name: String,
    /// What it means.
    pub about: String,
    /// When it should be reached.
    pub due: Option<NaiveDate>,
    /// When it was reached.
    pub reached_at: Option<DateTime<Utc>>,
    /// Grows by one with each change; also in `ETag`.
    pub version: i64,
}
