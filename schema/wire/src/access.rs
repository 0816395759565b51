//! Who may do what: levels, and the grant that a token carries.

use std::collections::BTreeMap;
use std::fmt;
use std::str::FromStr;

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use thiserror::Error;
use utoipa::ToSchema;

use crate::id::{DocumentId, TokenId};

/// The key that stands for every document in a grant.
pub const EVERY_DOCUMENT: &str = "*";

/// What a person may do with a document; each level includes those before it.
#[derive(
    Clone,
    Copy,
    Debug,
    Default,
    PartialEq,
    Eq,
    PartialOrd,
    Ord,
    Hash,
    Serialize,
    Deserialize,
    ToSchema,
)]
#[serde(rename_all = "lowercase")]
#[cfg_attr(feature = "graphql", derive(async_graphql::Enum))]
pub enum Level {
    /// Nothing; the document might as well not exist.
    #[default]
    None,
    /// Read the content and see who is there.
    Read,
    /// Read, and comment beside the content.
    Comment,
    /// Change the content.
    Write,
    /// Change, share and delete.
    Manage,
}

impl Level {
    /// Every level, the least first.
    pub const ALL: [Self; 5] = [Self::None, Self::Read, Self::Comment, Self::Write, Self::Manage];

    /// Whether updates of this person are accepted.
    pub fn may_write(self) -> bool {
        self >= Self::Write
    }

    /// The level's lower-case name.
    pub fn name(self) -> &'static str {
        match self {
            Self::None => "none",
            Self::Read => "read",
            Self::Comment => "comment",
            Self::Write => "write",
            Self::Manage => "manage",
        }
    }
}

impl fmt::Display for Level {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

/// A word that names no level.
#[derive(Clone, Debug, Error, PartialEq, Eq)]
#[error("`{0}` is not a level; use none, read, comment, write or manage")]
pub struct UnknownLevel(String);

impl FromStr for Level {
    type Err = UnknownLevel;

    fn from_str(word: &str) -> Result<Self, Self::Err> {
        Self::ALL
            .into_iter()
            .find(|level| level.name() == word)
            .ok_or_else(|| UnknownLevel(word.to_owned()))
    }
}

/// A level for all documents of one workspace.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct WorkspaceGrant {
    /// The workspace.
    pub id: String,
    /// What is allowed in its documents.
    pub level: Level,
}

/// What a verified token says about its bearer.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Grant {
    /// The person; `None` is an anonymous visitor without an identity to protect.
    pub subject: Option<String>,
    /// The name that others see.
    pub name: Option<String>,
    /// Levels by document id, or by [`EVERY_DOCUMENT`].
    pub documents: BTreeMap<String, Level>,
    /// A level in a whole workspace.
    pub workspace: Option<WorkspaceGrant>,
    /// The token, and those that it was derived from; revoking any of them ends it.
    pub tokens: Vec<TokenId>,
    /// The login that the token belongs to. It is set for people: their rights are asked of the
    /// workspace, and not read from the token.
    pub login: Option<TokenId>,
    /// When the grant ends.
    pub expires: Option<DateTime<Utc>>,
}

impl Grant {
    /// The level in a document that belongs to `workspace`: the highest that any part of the grant gives.
    pub fn level(&self, document: &DocumentId, workspace: Option<&str>) -> Level {
        let named = self.documents.get(document.as_str()).copied().unwrap_or_default();
        let shared = self
            .workspace
            .as_ref()
            .filter(|grant| workspace == Some(grant.id.as_str()))
            .map(|grant| grant.level)
            .unwrap_or_default();
        named.max(self.everywhere()).max(shared)
    }

    /// The level that holds for every document of the server.
    pub fn everywhere(&self) -> Level {
        self.documents.get(EVERY_DOCUMENT).copied().unwrap_or_default()
    }

    /// Whether opening an unknown document may create it.
    pub fn may_create(&self) -> bool {
        self.everywhere().may_write()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn grant() -> Grant {
        Grant {
            documents: BTreeMap::from([("a".into(), Level::Write), ("*".into(), Level::Read)]),
            workspace: Some(WorkspaceGrant { id: "w".into(), level: Level::Manage }),
            ..Grant::default()
        }
    }

    #[test]
    fn the_highest_part_of_a_grant_decides() {
        let (a, b) = (DocumentId::parse("a").unwrap(), DocumentId::parse("b").unwrap());
        assert_eq!(grant().level(&a, None), Level::Write);
        assert_eq!(grant().level(&b, None), Level::Read);
        assert_eq!(grant().level(&b, Some("w")), Level::Manage);
        assert_eq!(grant().level(&b, Some("other")), Level::Read);
        assert_eq!(Grant::default().level(&a, Some("w")), Level::None);
    }

    #[test]
    fn only_writing_everywhere_may_create() {
        assert!(!grant().may_create());
        let everywhere =
            Grant { documents: BTreeMap::from([("*".into(), Level::Write)]), ..Grant::default() };
        assert!(everywhere.may_create());
    }

    #[test]
    fn levels_are_read_by_name() {
        assert_eq!("comment".parse(), Ok(Level::Comment));
        assert!("owner".parse::<Level>().is_err());
        assert!(Level::Comment < Level::Write && !Level::Comment.may_write());
    }
}
