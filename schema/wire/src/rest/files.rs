//! Files, and what refers to them.

use std::collections::BTreeMap;
use std::fmt;
use std::str::FromStr;

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use thiserror::Error;
use utoipa::ToSchema;

use crate::limits::{Limited, Limits};

/// Characters of a file's name; file systems take no more bytes than that.
pub const MAX_NAME: usize = 255;
/// Characters of what people say about a file.
pub const MAX_DESCRIPTION: usize = 2_000;
/// Characters of the id of what uses a file.
pub const MAX_TARGET: usize = 64;
/// Things that may use one file.
pub const MAX_REFERENCES: usize = 100;

/// What can use a file.
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize, ToSchema,
)]
#[serde(rename_all = "lowercase")]
#[cfg_attr(feature = "graphql", derive(async_graphql::Enum))]
pub enum ReferenceKind {
    /// A task.
    Task,
    /// A document.
    Document,
    /// A comment.
    Comment,
}

impl ReferenceKind {
    /// Every kind.
    pub const ALL: [Self; 3] = [Self::Task, Self::Document, Self::Comment];

    /// The kind in a word, as the database keeps it.
    pub fn word(self) -> &'static str {
        match self {
            Self::Task => "task",
            Self::Document => "document",
            Self::Comment => "comment",
        }
    }
}

impl fmt::Display for ReferenceKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.word())
    }
}

/// A word that names nothing that can use a file.
#[derive(Clone, Debug, Error, PartialEq, Eq)]
#[error("`{0}` cannot use a file; use task, document or comment")]
pub struct UnknownReferenceKind(String);

impl FromStr for ReferenceKind {
    type Err = UnknownReferenceKind;

    fn from_str(word: &str) -> Result<Self, Self::Err> {
        Self::ALL
            .into_iter()
            .find(|kind| kind.word() == word)
            .ok_or_else(|| UnknownReferenceKind(word.to_owned()))
    }
}

/// Something that uses a file.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[cfg_attr(
    feature = "graphql",
    derive(async_graphql::SimpleObject),
    graphql(name = "FileReference")
)]
pub struct FileReferenceView {
    /// What it is.
    pub kind: ReferenceKind,
    /// Its id.
    pub id: String,
}

/// A file, without its bytes.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[cfg_attr(feature = "graphql", derive(async_graphql::SimpleObject), graphql(name = "File"))]
pub struct FileView {
    /// Its id.
    pub id: String,
    /// The id of its workspace.
    #[cfg_attr(feature = "graphql", graphql(name = "workspaceId"))]
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
    /// Whether small pictures of it can be had.
    pub thumbnails: bool,
    /// Whether it is closed to all but admins, who brought it, and those who are named.
    pub restricted: bool,
    /// What uses it; without any of these it is removed after a while.
    pub references: Vec<FileReferenceView>,
    /// Grows by one with each change; also in `ETag`.
    pub version: i64,
    /// Who brought it.
    #[cfg_attr(feature = "graphql", graphql(name = "createdById"))]
    pub created_by: Option<String>,
    /// When it was complete.
    pub created_at: DateTime<Utc>,
}

/// Changes what is said of a file; what is missing stays.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct FileChange {
    /// The name that people see.
    #[schema(min_length = 1, max_length = 255)]
    pub name: Option<String>,
    /// What people say about it.
    #[schema(max_length = 2000)]
    pub description: Option<String>,
    /// Whether it is closed to all but admins, who brought it, and those who are named.
    pub restricted: Option<bool>,
}

impl Limited for FileChange {
    fn limits(&self, found: &mut Limits) {
        found.optional_line("name", self.name.as_deref(), MAX_NAME);
        if let Some(description) = &self.description {
            found.text("description", description, MAX_DESCRIPTION);
        }
    }
}

/// A file that is being brought.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct UploadView {
    /// Its id; the file gets the same.
    pub id: String,
    /// How many bytes are here.
    pub received: i64,
    /// How many there will be.
    pub size: i64,
    /// When it is given up.
    pub expires_at: DateTime<Utc>,
    /// The request that brings all bytes that are missing; there is none when all are here.
    pub target: Option<UploadTarget>,
}

/// A request that brings the bytes of an upload as its body.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct UploadTarget {
    /// Its method.
    pub method: String,
    /// Its address; relative to the server when it begins with a slash.
    pub url: String,
    /// Its headers.
    pub headers: BTreeMap<String, String>,
    /// Whether it goes to the store itself: without a token, all bytes at once, and `complete` makes a file of them.
    pub direct: bool,
    /// When the address ends. `GET` on the upload gives a fresh one.
    pub expires_at: DateTime<Utc>,
}

/// An address at which a file can be had without a token, for a while.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct FileLink {
    /// The address; relative to the server when it begins with a slash.
    pub url: String,
    /// When it ends.
    pub expires_at: DateTime<Utc>,
}
