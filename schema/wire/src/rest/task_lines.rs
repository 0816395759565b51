//! What hangs on a task: links to others, and what became of its fields.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::planning::MAX_ID;
use crate::limits::{Limited, Limits};
use crate::task::LinkKind;

/// Says how a task stands to another.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewTaskLink {
    /// What this task does to the other.
    pub kind: LinkKind,
    /// The other, by id or key.
    #[schema(
        min_length = 1,
        max_length = 64,
        pattern = r"^[^\x00-\x1f\x7f-\x9f]*[^\s\x00-\x1f\x7f-\x9f][^\x00-\x1f\x7f-\x9f]*$"
    )]
    pub task: String,
}

impl Limited for NewTaskLink {
    fn limits(&self, found: &mut Limits) {
        found.line("task", &self.task, MAX_ID);
    }
}

/// How one task stands to another.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[cfg_attr(feature = "graphql", derive(async_graphql::SimpleObject))]
pub struct TaskLinkView {
    /// The id of the task that does it.
    #[cfg_attr(feature = "graphql", graphql(name = "sourceId"))]
    pub source: String,
    /// What it does.
    pub kind: LinkKind,
    /// The id of the task that it is done to.
    #[cfg_attr(feature = "graphql", graphql(name = "targetId"))]
    pub target: String,
    /// Who said so.
    #[cfg_attr(feature = "graphql", graphql(name = "createdById"))]
    pub created_by: String,
    /// When.
    pub created_at: DateTime<Utc>,
}

/// One field of a task that changed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[cfg_attr(feature = "graphql", derive(async_graphql::SimpleObject), graphql(name = "TaskHistory"))]
pub struct HistoryView {
    /// Its id.
    pub id: String,
    /// Who changed it.
    #[cfg_attr(feature = "graphql", graphql(name = "actorId"))]
    pub actor: String,
    /// When.
    pub at: DateTime<Utc>,
    /// The field.
    pub field: String,
    /// What it was; for people and labels the one that left.
    pub before: Option<String>,
    /// What it became; for people and labels the one that came.
    pub after: Option<String>,
}
