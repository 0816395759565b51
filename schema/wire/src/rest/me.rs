//! What a person does with their own account.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::accounts::{MAX_HANDLE, MAX_NAME, MAX_PASSWORD, MAX_SECRET, limit_password};
use crate::limits::{Limited, Limits};
use crate::number::whole;
use crate::patch::present;
use crate::scope::Scope;

/// Characters of the address of a picture.
pub const MAX_AVATAR: usize = 512;
/// Seconds that a key works at most: ten years.
pub const MAX_KEY_SECONDS: i64 = 10 * 366 * 24 * 3_600;

/// Changes a profile; what is missing stays.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ProfileChange {
    /// The name that others see.
    #[schema(
        min_length = 1,
        max_length = 80,
        pattern = r"^[^\x00-\x1f\x7f-\x9f]*[^\s\x00-\x1f\x7f-\x9f][^\x00-\x1f\x7f-\x9f]*$"
    )]
    pub name: Option<String>,
    /// The short name for mentions.
    #[schema(min_length = 2, max_length = 32, pattern = "^[a-z0-9]+(-[a-z0-9]+)*$")]
    pub handle: Option<String>,
    /// Where the picture is: an address of this server, or https; null takes it away.
    #[serde(default, deserialize_with = "present", skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<String>, max_length = 512,
        pattern = r"^(/(?!/)|https://)[^\x00-\x1f\x7f-\x9f]*$")]
    pub avatar: Option<Option<String>>,
}

impl Limited for ProfileChange {
    fn limits(&self, found: &mut Limits) {
        found.optional_line("name", self.name.as_deref(), MAX_NAME);
        if let Some(handle) = &self.handle {
            found.slug("handle", handle, MAX_HANDLE);
        }
        if let Some(Some(avatar)) = &self.avatar {
            found.line("avatar", avatar, MAX_AVATAR);
            let own = avatar.starts_with('/') && !avatar.starts_with("//");
            if !own && !avatar.starts_with("https://") {
                found.wrong("avatar", "it needs to begin with / or https://");
            }
        }
    }
}

/// Changes a password.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct PasswordChange {
    /// The password until now.
    #[schema(max_length = 256, pattern = r"^[^\x00]*$")]
    pub current: String,
    /// The password from now on.
    #[schema(min_length = 10, max_length = 256, pattern = r"^[^\x00]*$")]
    pub new: String,
}

impl Limited for PasswordChange {
    fn limits(&self, found: &mut Limits) {
        found.text("current", &self.current, MAX_PASSWORD);
        limit_password(found, "new", &self.new);
    }
}

/// Says that a password is forgotten.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Forgotten {
    /// The address of the account.
    #[schema(
        min_length = 4,
        max_length = 254,
        pattern = r#"^[^\s@<>(),;:"\[\]\\\x00-\x1f\x7f-\x9f]+@[^\s@.<>(),;:"\[\]\\\x00-\x1f\x7f-\x9f][^\s@<>(),;:"\[\]\\\x00-\x1f\x7f-\x9f]+$"#
    )]
    pub email: String,
}

impl Limited for Forgotten {
    fn limits(&self, found: &mut Limits) {
        found.email("email", &self.email);
    }
}

/// Replaces a forgotten password.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct PasswordReset {
    /// The secret of the mail.
    #[schema(
        min_length = 1,
        max_length = 128,
        pattern = r"^[^\x00-\x1f\x7f-\x9f]*[^\s\x00-\x1f\x7f-\x9f][^\x00-\x1f\x7f-\x9f]*$"
    )]
    pub secret: String,
    /// The password from now on.
    #[schema(min_length = 10, max_length = 256, pattern = r"^[^\x00]*$")]
    pub password: String,
}

impl Limited for PasswordReset {
    fn limits(&self, found: &mut Limits) {
        found.line("secret", &self.secret, MAX_SECRET);
        limit_password(found, "password", &self.password);
    }
}

/// Confirms something that matters.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Confirmation {
    /// The password.
    #[schema(max_length = 256, pattern = r"^[^\x00]*$")]
    pub password: String,
}

impl Limited for Confirmation {
    fn limits(&self, found: &mut Limits) {
        found.text("password", &self.password, MAX_PASSWORD);
    }
}

/// A secret for an authenticator; nothing is on before a code of it was shown.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct TotpOffer {
    /// The secret in base32.
    pub secret: String,
    /// The same as an `otpauth:` address, for a QR code.
    pub url: String,
}

/// Turns the second factor on.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct TotpStart {
    /// The secret that was offered.
    #[schema(min_length = 32, max_length = 32, pattern = "^[A-Z2-7]{32}$")]
    pub secret: String,
    /// A code of it.
    #[schema(
        min_length = 1,
        max_length = 32,
        pattern = r"^[^\x00-\x1f\x7f-\x9f]*[^\s\x00-\x1f\x7f-\x9f][^\x00-\x1f\x7f-\x9f]*$"
    )]
    pub code: String,
    /// The password.
    #[schema(max_length = 256, pattern = r"^[^\x00]*$")]
    pub password: String,
}

impl Limited for TotpStart {
    fn limits(&self, found: &mut Limits) {
        let base32 = |c: char| c.is_ascii_uppercase() || ('2'..='7').contains(&c);
        if self.secret.len() != 32 || !self.secret.chars().all(base32) {
            found.wrong("secret", "it is not the base32 that was offered");
        }
        found.line("code", &self.code, 32);
        found.text("password", &self.password, MAX_PASSWORD);
    }
}

/// Codes that stand in for the second factor, each once; they are shown once and kept nowhere.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct RecoveryCodes {
    /// The codes.
    pub codes: Vec<String>,
}

/// A login that runs.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct SessionView {
    /// Its id.
    pub id: String,
    /// Whether it is the one that asks.
    pub current: bool,
    /// The program, as it called itself.
    pub user_agent: String,
    /// The network address that it was continued from last.
    pub address: String,
    /// When it began.
    pub created_at: DateTime<Utc>,
    /// When it was continued last.
    pub used_at: DateTime<Utc>,
    /// When it ends unused.
    pub expires_at: DateTime<Utc>,
}

/// Asks for a key of a program.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewKey {
    /// What it is for.
    #[schema(
        min_length = 1,
        max_length = 80,
        pattern = r"^[^\x00-\x1f\x7f-\x9f]*[^\s\x00-\x1f\x7f-\x9f][^\x00-\x1f\x7f-\x9f]*$"
    )]
    pub name: String,
    /// What it may do.
    pub scope: Scope,
    /// How long it works, in seconds; until it is taken back when missing.
    #[serde(default, deserialize_with = "whole", skip_serializing_if = "Option::is_none")]
    #[schema(minimum = 1, maximum = 316224000)]
    pub seconds: Option<i64>,
}

impl Limited for NewKey {
    fn limits(&self, found: &mut Limits) {
        found.line("name", &self.name, MAX_NAME);
        found.number("seconds", self.seconds.unwrap_or(1), (1, MAX_KEY_SECONDS));
    }
}

/// A key of a program.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct KeyView {
    /// Its id.
    pub id: String,
    /// What it is for.
    pub name: String,
    /// What it may do.
    pub scope: Scope,
    /// When it was made.
    pub created_at: DateTime<Utc>,
    /// When it ends.
    pub expires_at: Option<DateTime<Utc>>,
    /// When it was used last, to the minute.
    pub used_at: Option<DateTime<Utc>>,
}

/// A new key; it is shown once and kept nowhere.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct KeyMade {
    /// What is known of it.
    pub info: KeyView,
    /// The key: a bearer that begins with `rnx_`.
    pub key: String,
}

/// A person, as administrators of the server see them.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct PersonView {
    /// The person's id.
    pub id: String,
    /// The address.
    pub email: String,
    /// The name that others see.
    pub name: String,
    /// The short name for mentions.
    pub handle: String,
    /// Whether the person administers the server.
    pub administrator: bool,
    /// Whether a second factor is needed to log in.
    pub totp: bool,
    /// When the person registered.
    pub created_at: DateTime<Utc>,
    /// Since when the person is kept out.
    pub deactivated_at: Option<DateTime<Utc>>,
}

/// Changes what a person is on the server.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct PersonChange {
    /// Whether the person administers the server.
    pub administrator: Option<bool>,
    /// Whether the person may act.
    pub active: Option<bool>,
}

impl Limited for PersonChange {
    fn limits(&self, _: &mut Limits) {}
}
