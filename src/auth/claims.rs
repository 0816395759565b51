//! What a token says.

use std::collections::BTreeMap;

use chrono::{DateTime, Utc};
use renexus_wire::access::{Grant, Level, WorkspaceGrant};
use renexus_wire::id::TokenId;
use serde::{Deserialize, Serialize};

/// The claims of a Renexus token (RFC 7519).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Claims {
    /// The person.
    pub(super) sub: String,
    /// The name that others see.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) name: Option<String>,
    /// Who the token is for.
    pub(super) aud: String,
    /// When it ends, in seconds since 1970.
    pub(super) exp: i64,
    /// Before when it does not count.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) nbf: Option<i64>,
    /// When it was made.
    #[serde(default)]
    pub(super) iat: i64,
    /// Its id, for revoking it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) jti: Option<TokenId>,
    /// The tokens that it was derived from.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub(super) via: Vec<TokenId>,
    /// The login, in access tokens of people; it tells them from document tokens.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) login: Option<TokenId>,
    /// Levels by document id; `*` is every document.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub(super) documents: BTreeMap<String, Level>,
    /// A level for a whole workspace.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) workspace: Option<WorkspaceGrant>,
}

impl From<Claims> for Grant {
    fn from(claims: Claims) -> Self {
        Self {
            subject: Some(claims.sub),
            name: claims.name,
            documents: claims.documents,
            workspace: claims.workspace,
            tokens: claims.jti.into_iter().chain(claims.via).chain(claims.login.clone()).collect(),
            login: claims.login,
            expires: DateTime::from_timestamp(claims.exp, 0),
        }
    }
}

/// What a new token is to say; the rest comes from the authority.
#[derive(Clone, Debug, Default)]
pub struct NewClaims {
    /// The person.
    pub subject: String,
    /// The name that others see.
    pub name: Option<String>,
    /// Levels by document id; `*` is every document.
    pub documents: BTreeMap<String, Level>,
    /// A level for a whole workspace.
    pub workspace: Option<WorkspaceGrant>,
    /// The tokens that it is derived from; it ends with any of them.
    pub via: Vec<TokenId>,
    /// The login, in access tokens of people.
    pub login: Option<TokenId>,
    /// When it ends.
    pub expires: DateTime<Utc>,
}
