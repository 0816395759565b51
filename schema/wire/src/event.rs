//! One line of a workspace's log, as sockets, subscriptions and webhooks carry it.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use serde_json::Value;
use utoipa::ToSchema;

/// Something that happened in a workspace. `seq` grows by one per workspace, without holes.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Event {
    /// The workspace.
    pub workspace: String,
    /// Its number in the workspace.
    pub seq: i64,
    /// What happened: a thing and a past participle, like `task.updated`.
    #[serde(rename = "type")]
    pub kind: String,
    /// The person who did it; none for the server itself.
    pub actor: Option<String>,
    /// When.
    pub at: DateTime<Utc>,
    /// The particulars: ids, and what a view needs to patch itself.
    pub data: Value,
}
