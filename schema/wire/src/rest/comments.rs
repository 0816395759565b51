//! Conversations on tasks and documents.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::limits::{Limited, Limits};
use crate::notice::PlaceKind;

/// Characters of a comment.
pub const MAX_BODY: usize = 10_000;
/// Characters of the text that a thread is about; a longer one is cut by the client.
pub const MAX_QUOTE: usize = 1_000;
/// Characters of a relative position in base64; it holds an id and a name of a shared type.
pub const MAX_POSITION: usize = 512;
/// Characters of an id of a place; ids of documents may be chosen by apps.
pub const MAX_PLACE: usize = 255;

/// The emoji that can be put below a comment.
pub const EMOJI: [&str; 12] =
    ["👍", "👎", "❤️", "🎉", "😄", "😕", "🚀", "👀", "🙏", "✅", "🔥", "💯"];

/// Where in a document a thread stands: two relative positions of Yjs, encoded and in base64.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "graphql", derive(async_graphql::SimpleObject), graphql(name = "Anchor"))]
pub struct Anchor {
    /// Where the text begins.
    #[schema(min_length = 1, max_length = 512, pattern = "^[A-Za-z0-9+/_=-]+$")]
    pub start: String,
    /// Where it ends.
    #[schema(min_length = 1, max_length = 512, pattern = "^[A-Za-z0-9+/_=-]+$")]
    pub end: String,
}

/// Begins a conversation with its first comment.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewThread {
    /// `task` or `document`.
    pub place_kind: PlaceKind,
    /// The id of the task (or its key, like `REN-42`) or of the document.
    #[schema(
        min_length = 1,
        max_length = 255,
        pattern = r"^[^\x00-\x1f\x7f-\x9f]*[^\s\x00-\x1f\x7f-\x9f][^\x00-\x1f\x7f-\x9f]*$"
    )]
    pub place: String,
    /// Where in the document.
    pub anchor: Option<Anchor>,
    /// The text that it is about.
    #[schema(max_length = 1000, pattern = r"^[^\x00]*$")]
    pub quote: Option<String>,
    /// The first comment.
    #[schema(min_length = 1, max_length = 10000, pattern = r"^[^\x00]*[^\s\x00][^\x00]*$")]
    pub body: String,
}

impl Limited for NewThread {
    fn limits(&self, found: &mut Limits) {
        found.line("place", &self.place, MAX_PLACE);
        if let Some(anchor) = &self.anchor {
            for (field, position) in [("anchor.start", &anchor.start), ("anchor.end", &anchor.end)]
            {
                found.line(field, position, MAX_POSITION);
                let base64 = |c: char| c.is_ascii_alphanumeric() || "+/-_=".contains(c);
                if !position.chars().all(base64) {
                    found.wrong(field, "it is not base64");
                }
            }
        }
        found.text("quote", self.quote.as_deref().unwrap_or_default(), MAX_QUOTE);
        limit_body(found, &self.body);
    }
}

/// Says something in a conversation, or says it anew.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct CommentBody {
    /// The text; `@handle` mentions a person, `REN-42` a task.
    #[schema(min_length = 1, max_length = 10000, pattern = r"^[^\x00]*[^\s\x00][^\x00]*$")]
    pub body: String,
}

impl Limited for CommentBody {
    fn limits(&self, found: &mut Limits) {
        limit_body(found, &self.body);
    }
}

fn limit_body(found: &mut Limits, body: &str) {
    if body.trim().is_empty() {
        found.wrong("body", "it is empty");
    }
    found.text("body", body, MAX_BODY);
}

/// A conversation.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[cfg_attr(feature = "graphql", derive(async_graphql::SimpleObject))]
pub struct ThreadView {
    /// Its id.
    pub id: String,
    /// What it is about.
    pub place_kind: PlaceKind,
    /// The id of that.
    #[cfg_attr(feature = "graphql", graphql(name = "placeId"))]
    pub place: String,
    /// Where in the document.
    pub anchor: Option<Anchor>,
    /// The text that it is about.
    pub quote: Option<String>,
    /// How many comments it has, deleted ones included.
    #[cfg_attr(feature = "graphql", graphql(name = "commentCount"))]
    pub comments: i64,
    /// The first of them.
    #[cfg_attr(feature = "graphql", graphql(skip))]
    pub first: Option<CommentView>,
    /// Grows by one when it is resolved or reopened.
    pub version: i64,
    /// Who began it.
    #[cfg_attr(feature = "graphql", graphql(name = "createdById"))]
    pub created_by: String,
    /// When.
    pub created_at: DateTime<Utc>,
    /// Who resolved it.
    #[cfg_attr(feature = "graphql", graphql(name = "resolvedById"))]
    pub resolved_by: Option<String>,
    /// When.
    pub resolved_at: Option<DateTime<Utc>>,
}

/// Something that was said.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[cfg_attr(feature = "graphql", derive(async_graphql::SimpleObject))]
pub struct CommentView {
    /// Its id.
    pub id: String,
    /// The conversation.
    #[cfg_attr(feature = "graphql", graphql(name = "threadId"))]
    pub thread: String,
    /// Who said it.
    #[cfg_attr(feature = "graphql", graphql(name = "authorId"))]
    pub author: String,
    /// What was said; empty once it is deleted.
    pub body: String,
    /// Who and what is mentioned, in the order of the text.
    pub mentions: Vec<MentionView>,
    /// What people put below it.
    pub reactions: Vec<ReactionView>,
    /// Grows by one with each change.
    pub version: i64,
    /// When it was said.
    pub created_at: DateTime<Utc>,
    /// When it was changed last.
    pub edited_at: Option<DateTime<Utc>>,
    /// Who deleted it.
    #[cfg_attr(feature = "graphql", graphql(name = "deletedById"))]
    pub deleted_by: Option<String>,
    /// When.
    pub deleted_at: Option<DateTime<Utc>>,
}

/// A mention in a text.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[cfg_attr(feature = "graphql", derive(async_graphql::SimpleObject), graphql(name = "Mention"))]
pub struct MentionView {
    /// Where it begins, in UTF-16 code units as JavaScript counts.
    pub start: usize,
    /// Where it ends.
    pub end: usize,
    /// The person's id, where the text names one of the workspace.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "graphql", graphql(name = "personId"))]
    pub person: Option<String>,
    /// The key of a task, as `REN-42`; whether there is one is not said.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "graphql", graphql(name = "taskKey"))]
    pub task: Option<String>,
}

/// One emoji below a comment.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[cfg_attr(feature = "graphql", derive(async_graphql::SimpleObject), graphql(name = "Reaction"))]
pub struct ReactionView {
    /// The emoji.
    pub emoji: String,
    /// The ids of those who put it there, the first ones first.
    #[cfg_attr(feature = "graphql", graphql(name = "personIds"))]
    pub people: Vec<String>,
}

/// What a comment said before.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[cfg_attr(feature = "graphql", derive(async_graphql::SimpleObject), graphql(name = "FormerBody"))]
pub struct FormerBody {
    /// The text.
    pub body: String,
    /// Who replaced or deleted it.
    #[cfg_attr(feature = "graphql", graphql(name = "replacedById"))]
    pub replaced_by: String,
    /// When.
    pub replaced_at: DateTime<Utc>,
}
