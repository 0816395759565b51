//! Documents as they were.

use chrono::NaiveDateTime;
use diesel::{Identifiable, Insertable, Queryable, Selectable};

use crate::schema::versions::{version_writers, versions, versions_due};

/// A version of a document, without what it holds.
#[derive(Clone, Debug, PartialEq, Eq, Queryable, Selectable, Identifiable, Insertable)]
#[diesel(table_name = versions)]
pub struct VersionRow {
    /// Its id; later ones are greater.
    pub id: String,
    /// The workspace.
    pub workspace: String,
    /// The id of the document.
    pub document: String,
    /// How much of the journal it covers.
    pub seq: i64,
    /// What somebody called it.
    pub name: Option<String>,
    /// Who.
    pub named_by: Option<String>,
    /// Who asked for it; none where the server took it by itself.
    pub taken_by: Option<String>,
    /// Who wrote since the version before: a list of ids as JSON.
    pub authors: String,
    /// Whether others wrote as well, who have no account.
    pub guests: bool,
    /// Words that the version before does not have.
    pub words_added: i64,
    /// Words of the version before that it does not have.
    pub words_removed: i64,
    /// Bytes of its state, unpacked.
    pub size: i64,
    /// When it was taken.
    pub taken_at: NaiveDateTime,
}

/// A document that was edited since its newest version.
#[derive(Clone, Debug, PartialEq, Eq, Queryable, Selectable, Identifiable, Insertable)]
#[diesel(table_name = versions_due, primary_key(document))]
pub struct VersionDueRow {
    /// The id of the document.
    pub document: String,
    /// When first.
    pub first_at: NaiveDateTime,
    /// When last.
    pub last_at: NaiveDateTime,
}

/// Somebody who wrote in a document since its newest version.
#[derive(Clone, Debug, PartialEq, Eq, Queryable, Selectable, Identifiable, Insertable)]
#[diesel(table_name = version_writers, primary_key(document, person))]
pub struct VersionWriterRow {
    /// The id of the document.
    pub document: String,
    /// The person; empty for whoever has no account.
    pub person: String,
    /// When last.
    pub last_at: NaiveDateTime,
}
