//! Files, what refers to them, and uploads.

use chrono::NaiveDateTime;
use diesel::{AsChangeset, Insertable, Queryable, Selectable};

use crate::schema::files::{blob_removals, file_references, files, upload_pieces, uploads};

/// A file, without its bytes.
#[derive(Clone, Debug, PartialEq, Eq, Queryable, Selectable, Insertable, AsChangeset)]
#[diesel(table_name = files, treat_none_as_null = true)]
pub struct FileRow {
    /// Its id; that of its blob, too.
    pub id: String,
    /// The workspace.
    pub workspace: String,
    /// The name that people see.
    pub name: String,
    /// What people say about it.
    pub description: String,
    /// What it is, told from its bytes.
    pub media_type: String,
    /// How many bytes it has.
    pub size: i64,
    /// SHA-256 of its bytes in hexadecimal.
    pub sha256: String,
    /// Pixels across, if it is a picture.
    pub width: Option<i32>,
    /// Pixels down, if it is a picture.
    pub height: Option<i32>,
    /// Whether small pictures can be made of it: none, possible or broken.
    pub picture: String,
    /// Whether it is closed to all but those who are named.
    pub restricted: bool,
    /// Grows by one with each change.
    pub version: i64,
    /// Who brought it.
    pub created_by: Option<String>,
    /// When its bytes were complete.
    pub created_at: NaiveDateTime,
    /// Since when nothing refers to it.
    pub unused_since: Option<NaiveDateTime>,
}

/// That something uses a file.
#[derive(Clone, Debug, PartialEq, Eq, Queryable, Selectable, Insertable)]
#[diesel(table_name = file_references)]
pub struct FileReferenceRow {
    /// The file.
    pub file: String,
    /// task, document or comment.
    pub kind: String,
    /// The id of what uses it.
    pub target: String,
    /// Who attached it.
    pub created_by: Option<String>,
    /// When.
    pub created_at: NaiveDateTime,
}

/// A file that comes in several requests.
#[derive(Clone, Debug, PartialEq, Eq, Queryable, Selectable, Insertable)]
#[diesel(table_name = uploads)]
pub struct UploadRow {
    /// Its id; the file gets the same.
    pub id: String,
    /// The workspace.
    pub workspace: String,
    /// Who brings it.
    pub person: String,
    /// The name of the file.
    pub name: String,
    /// What people say about it.
    pub description: String,
    /// How many bytes there will be.
    pub size: i64,
    /// How many of them are here.
    pub received: i64,
    /// Whether the file is there.
    pub done: bool,
    /// When it was announced.
    pub created_at: NaiveDateTime,
    /// When it is given up.
    pub expires_at: NaiveDateTime,
}

/// Some bytes of an upload.
#[derive(Clone, Debug, PartialEq, Eq, Queryable, Selectable, Insertable)]
#[diesel(table_name = upload_pieces)]
pub struct UploadPieceRow {
    /// The upload.
    pub upload: String,
    /// Where in the file they begin.
    pub start: i64,
    /// How many they are.
    pub length: i64,
    /// The word of their blob.
    pub piece: String,
}

/// A blob that goes once it is due.
#[derive(Clone, Debug, PartialEq, Eq, Queryable, Selectable, Insertable)]
#[diesel(table_name = blob_removals)]
pub struct BlobRemovalRow {
    /// Its key.
    pub blob_key: String,
    /// When it may go.
    pub due: NaiveDateTime,
}
