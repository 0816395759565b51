//! Rows as Diesel reads and writes them: those of the engine here, the others by topic.

pub mod assistant;
pub mod comments;
pub mod events;
pub mod files;
pub mod insight;
pub mod notices;
pub mod pages;
pub mod people;
pub mod planning;
pub mod search;
pub mod tasks;
pub mod versions;
pub mod webhooks;
pub mod workspaces;

use chrono::NaiveDateTime;
use diesel::{Identifiable, Insertable, Queryable, Selectable};

use crate::schema::{checkpoints, documents, journal, ledger, quarantine, revocations, settled};

/// A document and how far its journal reaches.
#[derive(Clone, Debug, PartialEq, Eq, Queryable, Selectable, Identifiable, Insertable)]
#[diesel(table_name = documents, primary_key(key))]
pub struct DocumentRow {
    /// The short key that journal and checkpoint rows carry.
    pub key: i64,
    /// The public id.
    pub id: String,
    /// The workspace that it belongs to.
    pub workspace: Option<String>,
    /// The position of the last recorded update.
    pub head: i64,
    /// When it was created.
    pub created_at: NaiveDateTime,
    /// When it was deleted; the row stays, so that the id is not given twice.
    pub deleted_at: Option<NaiveDateTime>,
    /// Checksum of the row.
    pub sum: i64,
}

/// A document to insert; its key comes from the database.
#[derive(Clone, Debug, Insertable)]
#[diesel(table_name = documents)]
pub struct NewDocumentRow<'a> {
    /// The public id.
    pub id: &'a str,
    /// The workspace that it belongs to.
    pub workspace: Option<&'a str>,
    /// The position of the last recorded update.
    pub head: i64,
    /// When it was created.
    pub created_at: NaiveDateTime,
    /// Checksum of the row; set once the key is known.
    pub sum: i64,
}

/// Updates of one document that were committed together.
#[derive(Clone, Debug, PartialEq, Eq, Queryable, Selectable, Insertable)]
#[diesel(table_name = journal)]
pub struct JournalRow {
    /// The document's key.
    pub document: i64,
    /// The position of the last update in the body.
    pub seq: i64,
    /// How many updates the body holds.
    pub count: i64,
    /// The updates, each behind its length.
    pub body: Vec<u8>,
    /// Checksum of the row.
    pub sum: i64,
}

/// The whole state of a document up to a position.
#[derive(Clone, Debug, PartialEq, Eq, Queryable, Selectable, Insertable)]
#[diesel(table_name = checkpoints)]
pub struct CheckpointRow {
    /// The document's key.
    pub document: i64,
    /// The position that the state covers.
    pub seq: i64,
    /// The state as one update.
    pub body: Vec<u8>,
    /// Checksum of the row.
    pub sum: i64,
}

/// An update that made the CRDT library fail.
#[derive(Clone, Debug, PartialEq, Eq, Insertable)]
#[diesel(table_name = quarantine)]
pub struct NewQuarantineRow {
    /// The document's key.
    pub document: i64,
    /// What the library said.
    pub reason: String,
    /// The update.
    pub body: Vec<u8>,
    /// When it arrived.
    pub created_at: NaiveDateTime,
}

/// A token that was taken back.
#[derive(Clone, Debug, PartialEq, Eq, Queryable, Selectable, Insertable)]
#[diesel(table_name = revocations)]
pub struct RevocationRow {
    /// The `jti` of the token.
    pub token: String,
    /// When the token would have ended; the row may go then.
    pub expires_at: NaiveDateTime,
    /// When it was taken back.
    pub revoked_at: NaiveDateTime,
}

/// How much was ever committed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Queryable, Selectable, Insertable)]
#[diesel(table_name = ledger)]
pub struct LedgerRow {
    /// Always 1.
    pub key: i32,
    /// Committed transactions that changed a document.
    pub commits: i64,
    /// Documents ever made.
    pub documents: i64,
    /// Checksum of the row.
    pub sum: i64,
}

/// How much of the write-ahead log stands in the tables.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Queryable, Selectable, Insertable)]
#[diesel(table_name = settled)]
pub struct SettledRow {
    /// Always 1.
    pub key: i32,
    /// The last frame whose updates all stand in the tables.
    pub frame: i64,
    /// Checksum of the row.
    pub sum: i64,
}
