//! What happened, and what is to be told of it.

use chrono::NaiveDateTime;
use diesel::{Insertable, Queryable, Selectable};

use crate::schema::{events, idempotency_keys, outbox};

/// One line of a workspace's log.
#[derive(Clone, Debug, PartialEq, Eq, Queryable, Selectable, Insertable)]
#[diesel(table_name = events)]
pub struct EventRow {
    /// The workspace.
    pub workspace: String,
    /// Its number, without holes.
    pub seq: i64,
    /// What happened, like `task.updated`.
    pub kind: String,
    /// Who did it.
    pub actor: Option<String>,
    /// When.
    pub at: NaiveDateTime,
    /// The particulars as JSON.
    pub data: String,
}

/// The answer to a request that may be sent twice.
#[derive(Clone, Debug, PartialEq, Eq, Queryable, Selectable, Insertable)]
#[diesel(table_name = idempotency_keys)]
pub struct IdempotencyRow {
    /// Who asked.
    pub caller: String,
    /// The key that was sent.
    pub key: String,
    /// SHA-256 of the request.
    pub fingerprint: String,
    /// The status of the answer; 0 while there is none.
    pub status: i32,
    /// Headers of the answer as JSON.
    pub headers: String,
    /// The body of the answer.
    pub body: Vec<u8>,
    /// When it was asked.
    pub created_at: NaiveDateTime,
}

/// A mail that is to be sent, or was.
#[derive(Clone, Debug, PartialEq, Eq, Queryable, Selectable, Insertable)]
#[diesel(table_name = outbox)]
pub struct MailRow {
    /// Its id.
    pub id: String,
    /// To whom.
    pub recipient: String,
    /// Its subject.
    pub subject: String,
    /// Its text.
    pub body: String,
    /// When it was written.
    pub created_at: NaiveDateTime,
    /// When it was handed on.
    pub sent_at: Option<NaiveDateTime>,
    /// How often that failed.
    pub attempts: i32,
    /// When it is tried next.
    pub next_at: NaiveDateTime,
    /// Why it failed last.
    pub problem: Option<String>,
    /// The same text as HTML.
    pub html: Option<String>,
}
