//! Who acts, and through what.

use renexus_wire::id::TokenId;

use super::action::{Action, Need};

/// What a key may be used for; each scope includes those before it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Scope {
    /// Read what the person may read.
    Read,
    /// Change what the person may change.
    Write,
    /// Administer what the person may administer: members, invitations, people.
    Admin,
}

impl Scope {
    /// Every scope, the least first.
    pub const ALL: [Self; 3] = [Self::Read, Self::Write, Self::Admin];

    /// The scope in a word, as the database keeps it.
    pub fn word(self) -> &'static str {
        match self {
            Self::Read => "read",
            Self::Write => "write",
            Self::Admin => "admin",
        }
    }

    /// The scope with this word.
    pub fn find(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|scope| scope.word() == word)
    }
}

/// How a person came in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Via {
    /// By logging in; the id of the login.
    Login(TokenId),
    /// By a key of a program; the id of the key.
    Key(String),
}

/// A person who was recognised.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Person {
    /// The person's id.
    pub id: String,
    /// How they came in.
    pub via: Via,
    /// How far what they came with reaches.
    pub scope: Scope,
    /// SHA-256 of the secret of a link that they came with.
    pub link: Option<String>,
}

impl Person {
    /// Whether what the person came with reaches as far as the action.
    pub fn reaches(&self, action: Action) -> bool {
        let administers = match action.need() {
            Need::Administrator => true,
            Need::RoleOrAdministrator(role) | Need::Role(role) => {
                action.changes() && role >= renexus_wire::role::Role::Admin
            }
            Need::Level(_) => false,
        };
        let least = match (administers, action.changes()) {
            (true, _) => Scope::Admin,
            (false, true) => Scope::Write,
            (false, false) => Scope::Read,
        };
        self.scope >= least
    }

    /// The login; none for keys, which may not change the person's own account.
    pub fn login(&self) -> Option<&TokenId> {
        match &self.via {
            Via::Login(login) => Some(login),
            Via::Key(_) => None,
        }
    }
}
