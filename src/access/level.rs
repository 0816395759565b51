//! The level that somebody has in a resource.

use renexus_wire::access::Level;
use renexus_wire::role::Role;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// What levels are given in.
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize, ToSchema,
)]
#[serde(rename_all = "lowercase")]
pub enum ResourceKind {
    /// A project with its tasks.
    Project,
    /// A document.
    Document,
    /// A file.
    File,
}

impl ResourceKind {
    /// Every kind.
    pub const ALL: [Self; 3] = [Self::Project, Self::Document, Self::File];

    /// The kind in a word, as the database keeps it.
    pub fn word(self) -> &'static str {
        match self {
            Self::Project => "project",
            Self::Document => "document",
            Self::File => "file",
        }
    }

    /// The kind with this word.
    pub fn find(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.word() == word)
    }

    /// The level that a role gives in a resource that is open to the workspace.
    pub fn of_role(self, role: Role) -> Level {
        match role {
            Role::Owner | Role::Admin => Level::Manage,
            Role::Member => Level::Write,
            Role::Guest => Level::None,
        }
    }
}

/// Whom an entry gives a level to.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Subject {
    /// One person, by id.
    Person(String),
    /// Everybody with this role or a higher one.
    Role(Role),
    /// Whoever has the link with this secret, by its SHA-256.
    Link(String),
}

/// A level that was given in one resource.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entry {
    /// To whom.
    pub subject: Subject,
    /// How far.
    pub level: Level,
}

/// Who asks for a level.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Asker {
    /// The person; none for somebody who came with a link alone.
    pub person: Option<String>,
    /// The role in the workspace of the resource.
    pub role: Option<Role>,
    /// SHA-256 of the secret of the link that they came with.
    pub link: Option<String>,
}

/// The highest level that the role's default or any entry gives.
pub fn effective(asker: &Asker, by_default: Level, entries: &[Entry]) -> Level {
    let meant = |subject: &Subject| match subject {
        Subject::Person(person) => asker.person.as_ref() == Some(person),
        Subject::Role(least) => asker.role.is_some_and(|role| role >= *least),
        Subject::Link(hash) => asker.link.as_ref() == Some(hash),
    };
    let given = entries.iter().filter(|entry| meant(&entry.subject)).map(|entry| entry.level);
    given.fold(by_default, Level::max)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_highest_of_all_that_is_given_counts() {
        let entries = [
            Entry { subject: Subject::Person("ada".into()), level: Level::Comment },
            Entry { subject: Subject::Role(Role::Guest), level: Level::Read },
            Entry { subject: Subject::Role(Role::Admin), level: Level::Manage },
            Entry { subject: Subject::Link("hash".into()), level: Level::Write },
        ];
        let ask = |person: &str, role, link: Option<&str>| {
            let link = link.map(str::to_owned);
            let asker = Asker { person: Some(person.into()), role, link };
            effective(&asker, Level::None, &entries)
        };
        assert_eq!(ask("eve", None, None), Level::None);
        assert_eq!(ask("eve", Some(Role::Guest), None), Level::Read);
        assert_eq!(ask("ada", Some(Role::Guest), None), Level::Comment);
        assert_eq!(ask("ada", None, Some("hash")), Level::Write);
        assert_eq!(ask("eve", Some(Role::Owner), Some("other")), Level::Manage);
        let member = Asker { person: Some("eve".into()), role: Some(Role::Member), link: None };
        assert_eq!(effective(&member, Level::Write, &entries), Level::Write);
    }
}
