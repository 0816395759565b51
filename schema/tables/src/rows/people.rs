//! People, and what proves who they are.

use chrono::NaiveDateTime;
use diesel::{Insertable, Queryable, Selectable};

use crate::schema::{api_keys, logins, one_time_tokens, people, recovery_codes, spent_tokens};

/// A person who can log in.
#[derive(Clone, Debug, PartialEq, Eq, Queryable, Selectable, Insertable)]
#[diesel(table_name = people)]
pub struct PersonRow {
    /// Its id.
    pub id: String,
    /// The address, lower-case.
    pub email: String,
    /// The name that others see.
    pub name: String,
    /// The short name for mentions, lower-case.
    pub handle: String,
    /// Where the picture is.
    pub avatar: Option<String>,
    /// The password as argon2id in PHC form.
    pub password_hash: String,
    /// The secret of the second factor in base32; set while it is on.
    pub totp_secret: Option<String>,
    /// The last time step of a code that was taken.
    pub totp_step: i64,
    /// Whether the person administers the server.
    pub is_admin: bool,
    /// Grows by one with each change of the profile.
    pub version: i64,
    /// When the person registered.
    pub created_at: NaiveDateTime,
    /// When the address was shown to be theirs.
    pub verified_at: Option<NaiveDateTime>,
    /// Since when the person may not log in.
    pub deactivated_at: Option<NaiveDateTime>,
}

/// What a refresh token continues.
#[derive(Clone, Debug, PartialEq, Eq, Queryable, Selectable, Insertable)]
#[diesel(table_name = logins)]
pub struct LoginRow {
    /// Its id.
    pub id: String,
    /// Whose it is.
    pub person: String,
    /// SHA-256 of the current token.
    pub token_hash: String,
    /// SHA-256 of the token before.
    pub former_hash: Option<String>,
    /// What makes the current token out of the one before.
    pub successor_salt: Option<String>,
    /// When the token changed last.
    pub rotated_at: Option<NaiveDateTime>,
    /// The program that logged in.
    pub user_agent: String,
    /// Where it came from.
    pub address: String,
    /// When it began.
    pub created_at: NaiveDateTime,
    /// When it was continued last.
    pub used_at: NaiveDateTime,
    /// When it ends unused.
    pub expires_at: NaiveDateTime,
    /// When it was ended.
    pub ended_at: Option<NaiveDateTime>,
}

/// A refresh token that was used up.
#[derive(Clone, Debug, PartialEq, Eq, Queryable, Selectable, Insertable)]
#[diesel(table_name = spent_tokens)]
pub struct SpentTokenRow {
    /// SHA-256 of the token.
    pub hash: String,
    /// What it continued.
    pub login: String,
    /// When it was used up.
    pub spent_at: NaiveDateTime,
}

/// A secret that works once.
#[derive(Clone, Debug, PartialEq, Eq, Queryable, Selectable, Insertable)]
#[diesel(table_name = one_time_tokens)]
pub struct OneTimeTokenRow {
    /// SHA-256 of the secret.
    pub hash: String,
    /// What it is for.
    pub kind: String,
    /// Whose it is.
    pub person: Option<String>,
    /// When it was made.
    pub created_at: NaiveDateTime,
    /// When it ends.
    pub expires_at: NaiveDateTime,
}

/// A code that stands in for the second factor, once.
#[derive(Clone, Debug, PartialEq, Eq, Queryable, Selectable, Insertable)]
#[diesel(table_name = recovery_codes)]
pub struct RecoveryCodeRow {
    /// Whose it is.
    pub person: String,
    /// SHA-256 of the code.
    pub hash: String,
}

/// A key of a program that acts as a person.
#[derive(Clone, Debug, PartialEq, Eq, Queryable, Selectable, Insertable)]
#[diesel(table_name = api_keys)]
pub struct ApiKeyRow {
    /// Its id.
    pub id: String,
    /// Whom it acts as.
    pub person: String,
    /// What it is for.
    pub name: String,
    /// SHA-256 of the key.
    pub hash: String,
    /// What it may do: words with spaces between.
    pub scopes: String,
    /// When it was made.
    pub created_at: NaiveDateTime,
    /// When it ends.
    pub expires_at: Option<NaiveDateTime>,
    /// When it was used last.
    pub used_at: Option<NaiveDateTime>,
    /// When it was taken back.
    pub ended_at: Option<NaiveDateTime>,
}
