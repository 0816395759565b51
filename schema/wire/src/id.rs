//! Names of things, as newtypes.

use std::borrow::Borrow;
use std::fmt;
use std::sync::Arc;

use serde::{Deserialize, Serialize};
use thiserror::Error;
use uuid::Uuid;

/// Longest document id in bytes; it is part of every Hocuspocus frame and of one index.
pub const MAX_DOCUMENT_ID_BYTES: usize = 255;

/// Why a document id is refused.
#[derive(Clone, Debug, Error, PartialEq, Eq)]
pub enum InvalidDocumentId {
    /// The id has no characters.
    #[error("document id is empty")]
    Empty,
    /// The id is longer than [`MAX_DOCUMENT_ID_BYTES`].
    #[error("document id has {0} bytes, at most {MAX_DOCUMENT_ID_BYTES} are allowed")]
    TooLong(usize),
    /// The id holds a control character.
    #[error("document id holds a control character")]
    Control,
    /// `*` stands for every document in tokens.
    #[error("document id must not be `*`")]
    Star,
}

/// The name of a document: 1 to 255 bytes of UTF-8 without control characters.
///
/// Apps choose their own ids (a room name in y-websocket); Renexus makes UUIDv7
/// ones when asked to. Cloning is cheap.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct DocumentId(Arc<str>);

impl DocumentId {
    /// Checks and wraps a name.
    pub fn parse(name: &str) -> Result<Self, InvalidDocumentId> {
        if name.is_empty() {
            return Err(InvalidDocumentId::Empty);
        }
        if name.len() > MAX_DOCUMENT_ID_BYTES {
            return Err(InvalidDocumentId::TooLong(name.len()));
        }
        if name.chars().any(char::is_control) {
            return Err(InvalidDocumentId::Control);
        }
        if name == "*" {
            return Err(InvalidDocumentId::Star);
        }
        Ok(Self(name.into()))
    }

    /// A new, time-ordered id.
    pub fn generate() -> Self {
        Self(Uuid::now_v7().to_string().into())
    }

    /// The name as text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for DocumentId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl Borrow<str> for DocumentId {
    fn borrow(&self) -> &str {
        &self.0
    }
}

/// A new, time-ordered id (UUIDv7) as text, for rows of any kind.
pub fn fresh() -> String {
    Uuid::now_v7().to_string()
}

/// One connection of one person, for as long as its socket is open.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct SessionId(pub u64);

/// One seat of a session in one document; a session may hold several.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct MemberId {
    /// The connection that the seat belongs to.
    pub session: SessionId,
    /// Which of its seats, counted from 0 in the order of opening.
    pub seat: u32,
}

/// The `jti` of a token; what a revocation names.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct TokenId(pub String);

impl TokenId {
    /// A new, time-ordered id.
    pub fn generate() -> Self {
        Self(Uuid::now_v7().to_string())
    }
}

impl fmt::Display for TokenId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_of_apps_are_kept_and_unusable_ones_refused() {
        assert_eq!(
            DocumentId::parse("notes/2026 ✓").map(|id| id.to_string()).as_deref(),
            Ok("notes/2026 ✓")
        );
        assert_eq!(DocumentId::parse(""), Err(InvalidDocumentId::Empty));
        assert_eq!(DocumentId::parse("*"), Err(InvalidDocumentId::Star));
        assert_eq!(DocumentId::parse("a\0b"), Err(InvalidDocumentId::Control));
        assert_eq!(DocumentId::parse(&"x".repeat(256)), Err(InvalidDocumentId::TooLong(256)));
    }
}
