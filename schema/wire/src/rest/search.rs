//! What was found.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::notice::PlaceKind;

/// How what was found was looked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "lowercase")]
#[cfg_attr(feature = "graphql", derive(async_graphql::Enum), graphql(name = "SearchedBy"))]
pub enum SearchedBy {
    /// By words, and by what they mean.
    Meaning,
    /// By words alone: so it was asked, or the server has no model that tells meanings.
    Words,
    /// By words alone, for the assistant is off in the workspace.
    Off,
    /// By words alone, for the workspace used its tokens of today.
    Spent,
    /// By words alone, for the model service is away or too slow.
    Away,
}

/// How to look for something.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "lowercase")]
#[cfg_attr(feature = "graphql", derive(async_graphql::Enum), graphql(name = "SearchMode"))]
pub enum SearchMode {
    /// By words, and by what they mean where a model tells it.
    #[default]
    Auto,
    /// By words alone.
    Words,
}

/// One page of what was found.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct SearchPage {
    /// What stands on this page.
    pub items: Vec<SearchHit>,
    /// Pass as `after` to read the next page; missing on the last one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub next: Option<String>,
    /// How it was looked for.
    pub by: SearchedBy,
}

/// Something that was found.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[cfg_attr(feature = "graphql", derive(async_graphql::SimpleObject), graphql(name = "SearchHit"))]
pub struct SearchHit {
    /// task, project, document, file or comment.
    pub kind: String,
    /// Its id.
    pub id: String,
    /// The name of a task, such as `REN-42`, or of the task that a comment is about.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub key: Option<String>,
    /// The project that this task belongs to.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "graphql", graphql(name = "projectId"))]
    pub project: Option<String>,
    /// The document that holds the text; a comment has none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "graphql", graphql(name = "documentId"))]
    pub document: Option<String>,
    /// What a comment is about: a task or a document.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub place_kind: Option<PlaceKind>,
    /// The id of that.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "graphql", graphql(name = "placeId"))]
    pub place: Option<String>,
    /// The conversation of a comment.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "graphql", graphql(name = "threadId"))]
    pub thread: Option<String>,
    /// Its title; that of a document is its first line, that of a comment the title of its place.
    pub title: MarkedText,
    /// A piece of its text; missing when there is none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub snippet: Option<MarkedText>,
    /// When what was found was last read.
    pub updated_at: DateTime<Utc>,
}

/// Plain text (not HTML), and the places in it that were sought.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[cfg_attr(feature = "graphql", derive(async_graphql::SimpleObject), graphql(name = "MarkedText"))]
pub struct MarkedText {
    /// The text; `…` stands where something was left out.
    pub text: String,
    /// The places, in order.
    pub ranges: Vec<TextRange>,
}

/// A place in a text, in UTF-16 code units.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[cfg_attr(feature = "graphql", derive(async_graphql::SimpleObject), graphql(name = "TextRange"))]
pub struct TextRange {
    /// Where it begins.
    pub start: usize,
    /// Where it ends; the unit there is outside.
    pub end: usize,
}
