//! The bodies of the REST API: those of documents and tokens here, the others by resource.

pub mod accounts;
pub mod asking;
pub mod assistant;
pub mod boards;
pub mod catalogue;
pub mod comments;
mod days;
pub mod files;
mod given;
pub mod insight;
pub mod invitations;
pub mod me;
pub mod notices;
pub mod page;
pub mod pages;
pub mod planning;
pub mod search;
pub mod sharing;
pub mod suggestions;
pub mod task_lines;
pub mod tasks;
pub mod trash;
pub mod versions;
pub mod webhooks;
pub mod workspaces;

use std::collections::BTreeMap;

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::access::{Level, WorkspaceGrant};

/// An error, as RFC 9457 describes it (`application/problem+json`).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Problem {
    /// A stable word for the kind of error, under `/problems/`.
    #[serde(rename = "type")]
    pub kind: String,
    /// The kind in words.
    pub title: String,
    /// The HTTP status.
    pub status: u16,
    /// What was wrong this time, naming the field and the limit.
    pub detail: String,
    /// What is there now, when a change was based on something older.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub current: Option<serde_json::Value>,
}

/// Asks for a new document.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewDocument {
    /// The id to use; a UUIDv7 is made when missing.
    pub id: Option<String>,
    /// The workspace that the document belongs to.
    pub workspace: Option<String>,
}

/// A document, without its content.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[cfg_attr(feature = "graphql", derive(async_graphql::SimpleObject), graphql(name = "Document"))]
pub struct DocumentView {
    /// Its id.
    pub id: String,
    /// The workspace that it belongs to.
    #[cfg_attr(feature = "graphql", graphql(name = "workspaceId"))]
    pub workspace: Option<String>,
    /// How many updates it has recorded.
    pub seq: i64,
    /// When it was created.
    pub created_at: DateTime<Utc>,
}

/// One page of documents, in the order of their ids.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct DocumentPage {
    /// The documents of this page.
    pub items: Vec<DocumentView>,
    /// Pass as `after` to read the next page; missing on the last one.
    pub next: Option<String>,
}

/// What applying an update did; sent after the journal has committed it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Applied {
    /// The position of the document after the update.
    pub seq: i64,
    /// Whether the update brought anything new.
    pub changed: bool,
}

/// Asks for a token.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewToken {
    /// The person that the token stands for.
    pub subject: String,
    /// The name that others see.
    pub name: Option<String>,
    /// Levels by document id; `*` is every document.
    #[serde(default)]
    pub documents: BTreeMap<String, Level>,
    /// A level for a whole workspace.
    pub workspace: Option<WorkspaceGrant>,
    /// How long it is valid, in seconds.
    #[serde(default, deserialize_with = "crate::number::small")]
    pub ttl_seconds: Option<u64>,
}

/// A new token; it is shown once and kept nowhere.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct TokenView {
    /// The JWT.
    pub token: String,
    /// Its id, for revoking it.
    pub id: String,
    /// When it ends.
    pub expires_at: DateTime<Utc>,
}

/// Asks for a document in the way of y-sweet.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct YSweetNewDocument {
    /// The id to use; one is made when missing.
    #[serde(rename = "docId")]
    pub doc_id: Option<String>,
}

/// The answer to [`YSweetNewDocument`].
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct YSweetDocument {
    /// The id of the document.
    #[serde(rename = "docId")]
    pub doc_id: String,
}

/// What a y-sweet client token may do.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "kebab-case")]
pub enum YSweetAuthorization {
    /// Read and write.
    Full,
    /// Read.
    ReadOnly,
}

/// Asks for a y-sweet client token.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct YSweetAuthRequest {
    /// What the token may do; as much as the one who asks when missing.
    pub authorization: Option<YSweetAuthorization>,
    /// The person that the token stands for.
    #[serde(rename = "userId")]
    pub user_id: Option<String>,
    /// How long it is valid, in seconds.
    #[serde(rename = "validForSeconds", default, deserialize_with = "crate::number::small")]
    pub valid_for_seconds: Option<u64>,
}

/// A y-sweet client token: what `@y-sweet/client` needs to connect.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct YSweetClientToken {
    /// The websocket address, to which the client appends the document id.
    pub url: String,
    /// The address of the document's REST calls.
    pub base_url: String,
    /// The document.
    pub doc_id: String,
    /// The token.
    pub token: String,
    /// What it may do.
    pub authorization: YSweetAuthorization,
}
