//! Registering, logging in, and what a person says of themselves.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::limits::{Limited, Limits};

/// Characters of a person's name.
pub const MAX_NAME: usize = 80;
/// Characters of the short name for mentions.
pub const MAX_HANDLE: usize = 32;
/// Characters of a password: at least, so that it takes a while to guess.
pub const MIN_PASSWORD: usize = 10;
/// Characters of a password: at most, so that hashing stays cheap to bound.
pub const MAX_PASSWORD: usize = 256;
/// Characters of the secrets that links and mails carry.
pub const MAX_SECRET: usize = 128;

/// Passwords have a least and a most length.
pub fn limit_password(found: &mut Limits, field: &str, password: &str) {
    found.text(field, password, MAX_PASSWORD);
    let length = password.chars().count();
    if length < MIN_PASSWORD {
        let reason = format!("it has {length} characters, at least {MIN_PASSWORD} are needed");
        found.wrong(field, reason);
    }
}

/// Registers a person.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Registration {
    /// The address to log in with.
    #[schema(
        min_length = 4,
        max_length = 254,
        pattern = r#"^[^\s@<>(),;:"\[\]\\\x00-\x1f\x7f-\x9f]+@[^\s@.<>(),;:"\[\]\\\x00-\x1f\x7f-\x9f][^\s@<>(),;:"\[\]\\\x00-\x1f\x7f-\x9f]+$"#
    )]
    pub email: String,
    /// The name that others see.
    #[schema(
        min_length = 1,
        max_length = 80,
        pattern = r"^[^\x00-\x1f\x7f-\x9f]*[^\s\x00-\x1f\x7f-\x9f][^\x00-\x1f\x7f-\x9f]*$"
    )]
    pub name: String,
    /// The short name for mentions; made from the name when missing.
    #[schema(min_length = 2, max_length = 32, pattern = "^[a-z0-9]+(-[a-z0-9]+)*$")]
    pub handle: Option<String>,
    /// The password.
    #[schema(min_length = 10, max_length = 256, pattern = r"^[^\x00]*$")]
    pub password: String,
    /// The secret of an invitation, or of the link that the server printed at its first start.
    #[schema(
        min_length = 1,
        max_length = 128,
        pattern = r"^[^\x00-\x1f\x7f-\x9f]*[^\s\x00-\x1f\x7f-\x9f][^\x00-\x1f\x7f-\x9f]*$"
    )]
    pub invitation: Option<String>,
}

impl Limited for Registration {
    fn limits(&self, found: &mut Limits) {
        found.email("email", &self.email);
        found.line("name", &self.name, MAX_NAME);
        if let Some(handle) = &self.handle {
            found.slug("handle", handle, MAX_HANDLE);
        }
        limit_password(found, "password", &self.password);
        found.optional_line("invitation", self.invitation.as_deref(), MAX_SECRET);
    }
}

/// Logs a person in.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Credentials {
    /// The address.
    #[schema(
        min_length = 4,
        max_length = 254,
        pattern = r#"^[^\s@<>(),;:"\[\]\\\x00-\x1f\x7f-\x9f]+@[^\s@.<>(),;:"\[\]\\\x00-\x1f\x7f-\x9f][^\s@<>(),;:"\[\]\\\x00-\x1f\x7f-\x9f]+$"#
    )]
    pub email: String,
    /// The password.
    #[schema(max_length = 256, pattern = r"^[^\x00]*$")]
    pub password: String,
    /// A code of the second factor, or a recovery code; needed when the person turned it on.
    #[schema(
        min_length = 1,
        max_length = 32,
        pattern = r"^[^\x00-\x1f\x7f-\x9f]*[^\s\x00-\x1f\x7f-\x9f][^\x00-\x1f\x7f-\x9f]*$"
    )]
    pub code: Option<String>,
}

impl Limited for Credentials {
    fn limits(&self, found: &mut Limits) {
        found.email("email", &self.email);
        found.text("password", &self.password, MAX_PASSWORD);
        found.optional_line("code", self.code.as_deref(), 32);
    }
}

/// A person, as they see themselves.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[cfg_attr(feature = "graphql", derive(async_graphql::SimpleObject), graphql(name = "Profile"))]
pub struct ProfileView {
    /// The person's id.
    pub id: String,
    /// The address.
    pub email: String,
    /// Whether the address was shown to be theirs.
    pub verified: bool,
    /// The name that others see.
    pub name: String,
    /// The short name for mentions.
    pub handle: String,
    /// Where the picture is.
    pub avatar: Option<String>,
    /// Whether the person administers the server.
    pub administrator: bool,
    /// Whether a second factor is needed to log in.
    pub totp: bool,
    /// Grows by one with each change of the profile; also in `ETag`.
    pub version: i64,
    /// When the person registered.
    pub created_at: DateTime<Utc>,
}

/// What a person gets who registers, logs in or continues; the refresh token is in a cookie.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct AccessView {
    /// The access token: a bearer for REST and sockets.
    pub access_token: String,
    /// When it ends.
    pub expires_at: DateTime<Utc>,
    /// The person.
    pub person: ProfileView,
}
