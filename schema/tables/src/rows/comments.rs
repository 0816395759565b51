//! Conversations: threads, what was said in them, and what was put below.

use chrono::NaiveDateTime;
use diesel::{AsChangeset, Identifiable, Insertable, Queryable, Selectable};

use crate::schema::comments::{comment_bodies, comments, reactions, threads};

/// A conversation at a place.
#[derive(
    Clone, Debug, PartialEq, Eq, Queryable, Selectable, Insertable, Identifiable, AsChangeset,
)]
#[diesel(table_name = threads, treat_none_as_null = true)]
pub struct ThreadRow {
    /// Its id.
    pub id: String,
    /// The workspace.
    pub workspace: String,
    /// task or document.
    pub place_kind: String,
    /// The id of the task or the document.
    pub place: String,
    /// Where the marked text begins: a relative position of Yjs in base64.
    pub anchor_start: Option<String>,
    /// Where it ends.
    pub anchor_end: Option<String>,
    /// The text that was marked.
    pub quote: Option<String>,
    /// How many comments it has, deleted ones included.
    pub comments: i64,
    /// Grows by one with each change of the thread itself.
    pub version: i64,
    /// Who began it.
    pub created_by: String,
    /// When.
    pub created_at: NaiveDateTime,
    /// Who resolved it.
    pub resolved_by: Option<String>,
    /// When.
    pub resolved_at: Option<NaiveDateTime>,
}

/// Something that was said.
#[derive(
    Clone, Debug, PartialEq, Eq, Queryable, Selectable, Insertable, Identifiable, AsChangeset,
)]
#[diesel(table_name = comments, treat_none_as_null = true)]
pub struct CommentRow {
    /// Its id.
    pub id: String,
    /// The conversation.
    pub thread: String,
    /// Who said it.
    pub author: String,
    /// What was said; empty once it is deleted.
    pub body: String,
    /// Grows by one with each change.
    pub version: i64,
    /// When it was said.
    pub created_at: NaiveDateTime,
    /// When it was changed last.
    pub edited_at: Option<NaiveDateTime>,
    /// Who deleted it.
    pub deleted_by: Option<String>,
    /// When.
    pub deleted_at: Option<NaiveDateTime>,
}

/// What a comment said before.
#[derive(Clone, Debug, PartialEq, Eq, Queryable, Selectable, Insertable)]
#[diesel(table_name = comment_bodies)]
pub struct BodyRow {
    /// Its id.
    pub id: String,
    /// The comment.
    pub comment: String,
    /// What it said.
    pub body: String,
    /// Who replaced or deleted it.
    pub replaced_by: String,
    /// When.
    pub replaced_at: NaiveDateTime,
}

/// An emoji that somebody put below a comment.
#[derive(Clone, Debug, PartialEq, Eq, Queryable, Selectable, Insertable)]
#[diesel(table_name = reactions)]
pub struct ReactionRow {
    /// The comment.
    pub comment: String,
    /// The emoji.
    pub emoji: String,
    /// Who put it there.
    pub person: String,
    /// When.
    pub created_at: NaiveDateTime,
}
