//! Who acts, and through what.

use renexus_wire::id::TokenId;
use renexus_wire::role::Role;
use renexus_wire::scope::Scope;

use super::action::{Action, Need};

/// How a person came in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Via {
    /// By logging in; the id of the login.
    Login(TokenId),
    /// By a key of a program; the id of the key.
    Key(String),
    /// Not at all: the server looks for them at what they may read.
    Absent,
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
    /// A person who is not there, for finding out what they may read.
    pub fn in_absence(id: &str) -> Self {
        Self { id: id.to_owned(), via: Via::Absent, scope: Scope::Read, link: None }
    }

    /// Whoever has a link, by the SHA-256 of its secret, and no account: nobody, who looks.
    pub fn visitor(link: &str) -> Self {
        Self { link: Some(link.to_owned()), ..Self::in_absence("") }
    }

    /// Whether what the person came with reaches as far as the action.
    pub fn reaches(&self, action: Action) -> bool {
        let administers = match action.need() {
            Need::Administrator => true,
            Need::RoleOrAdministrator(role) | Need::Role(role) => {
                action.changes() && role >= Role::Admin
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
            Via::Key(_) | Via::Absent => None,
        }
    }
}
