//! What can be found.

use chrono::NaiveDateTime;
use diesel::{Identifiable, Insertable, Queryable, Selectable};

use crate::schema::search::{search_chunks, search_entries, search_spellings, search_stale};

/// Something that can be found.
#[derive(Clone, Debug, PartialEq, Eq, Queryable, Selectable, Identifiable)]
#[diesel(table_name = search_entries, primary_key(key))]
pub struct SearchEntryRow {
    /// The key of its words.
    pub key: i64,
    /// The workspace.
    pub workspace: String,
    /// What it is, in a word.
    pub kind: String,
    /// Its id.
    pub subject: String,
    /// What kind of resource decides who may read it.
    pub resource_kind: String,
    /// The id of that resource.
    pub resource: String,
    /// The document that its text comes from.
    pub document: Option<String>,
    /// Its title.
    pub title: String,
    /// Its text.
    pub body: String,
    /// How far the document was when its text was read.
    pub position: i64,
    /// When it was written here last.
    pub updated_at: NaiveDateTime,
}

/// The same before it has a key.
#[derive(Clone, Debug, PartialEq, Eq, Insertable)]
#[diesel(table_name = search_entries)]
pub struct NewSearchEntryRow {
    /// The workspace.
    pub workspace: String,
    /// What it is, in a word.
    pub kind: &'static str,
    /// Its id.
    pub subject: String,
    /// What kind of resource decides who may read it.
    pub resource_kind: &'static str,
    /// The id of that resource.
    pub resource: String,
    /// The document that its text comes from.
    pub document: Option<String>,
    /// Its title.
    pub title: String,
    /// Its text.
    pub body: String,
    /// How far the document was when its text was read.
    pub position: i64,
    /// When it was written here last.
    pub updated_at: NaiveDateTime,
}

/// A word in use beside itself, or itself without a letter.
#[derive(Clone, Debug, PartialEq, Eq, Insertable)]
#[diesel(table_name = search_spellings)]
pub struct SpellingRow {
    /// The word, or the word without a letter.
    pub deleted: String,
    /// The word.
    pub term: String,
}

/// A piece of an entry, with what it means, before it has a key.
#[derive(Clone, Debug, PartialEq, Insertable)]
#[diesel(table_name = search_chunks)]
pub struct NewChunkRow {
    /// The workspace.
    pub workspace: String,
    /// The key of the entry.
    pub entry: i64,
    /// The text.
    pub text: String,
    /// Which model says what it means.
    pub model: String,
    /// How many numbers the meaning has.
    pub dimensions: i32,
    /// The meaning.
    pub vector: Vec<u8>,
}

/// An entry whose text has to be asked about.
#[derive(Clone, Debug, PartialEq, Eq, Insertable)]
#[diesel(table_name = search_stale)]
pub struct StaleRow {
    /// The key of the entry.
    pub entry: i64,
    /// The workspace.
    pub workspace: String,
}
