//! One line of a workspace's log, as sockets, subscriptions and webhooks carry it.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use serde_json::Value;
use utoipa::ToSchema;

use crate::id::DocumentId;

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

/// What the names of workspace channels on the Hocuspocus socket begin with.
pub const CHANNEL: &str = "workspace/";

/// The workspace whose channel a document name stands for; `None` for documents.
pub fn workspace_of(name: &DocumentId) -> Option<&str> {
    name.as_str().strip_prefix(CHANNEL).filter(|workspace| !workspace.is_empty())
}

/// Whether no document may have this name: sockets take it for a channel.
pub fn is_reserved(name: &DocumentId) -> bool {
    name.as_str().starts_with(CHANNEL)
}

/// What a client of a channel may say: "I have every event up to here".
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Resume {
    /// The number of the last event that it has.
    pub resume: i64,
}

/// What the server says when it cannot bring somebody up to date: "load everything anew".
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Reset {
    /// Always true.
    pub reset: bool,
    /// The events after this number follow.
    pub seq: i64,
}

impl Reset {
    /// A reset to this number.
    pub fn to(seq: i64) -> Self {
        Self { reset: true, seq }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_channel_is_named_after_its_workspace() {
        let name = |name: &str| DocumentId::parse(name).unwrap();
        assert_eq!(workspace_of(&name("workspace/w1")), Some("w1"));
        assert_eq!(workspace_of(&name("workspace/")), None);
        assert_eq!(workspace_of(&name("workspaces/w1")), None);
    }

    #[test]
    fn a_client_says_nothing_but_resume() {
        assert_eq!(serde_json::from_str::<Resume>(r#"{"resume":7}"#).unwrap().resume, 7);
        assert!(serde_json::from_str::<Resume>(r#"{"resume":7,"type":"task.updated"}"#).is_err());
        let reset = serde_json::to_string(&Reset::to(812)).unwrap();
        assert_eq!(reset, r#"{"reset":true,"seq":812}"#);
    }
}
