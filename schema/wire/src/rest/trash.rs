//! Tasks that were deleted and can be restored.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::planning::MAX_ID;
use super::tasks::MAX_BULK;
use crate::limits::{Limited, Limits};

/// Deletes several tasks: all of them, or none.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct TasksToDelete {
    /// The tasks, by id or key.
    #[schema(min_items = 1, max_items = 200)]
    pub tasks: Vec<String>,
}

impl Limited for TasksToDelete {
    fn limits(&self, found: &mut Limits) {
        if self.tasks.is_empty() {
            found.wrong("tasks", "it is empty");
        }
        found.list("tasks", &self.tasks, MAX_BULK);
        for task in self.tasks.iter().take(MAX_BULK) {
            found.line("tasks", task, MAX_ID);
        }
    }
}

/// A task in the trash.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[cfg_attr(feature = "graphql", derive(async_graphql::SimpleObject), graphql(name = "TrashedTask"))]
pub struct TrashedTaskView {
    /// Its id.
    pub id: String,
    /// Its name, such as `REN-42`; it gets it back.
    pub key: String,
    /// The id of its project.
    #[cfg_attr(feature = "graphql", graphql(name = "projectId"))]
    pub project: String,
    /// What it was called.
    pub title: String,
    /// Who deleted it.
    #[cfg_attr(feature = "graphql", graphql(name = "deletedById"))]
    pub deleted_by: String,
    /// When.
    pub deleted_at: DateTime<Utc>,
    /// Until when it can be restored.
    pub delete_after: DateTime<Utc>,
}
