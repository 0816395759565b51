//! Why a change or a look was refused.

use serde_json::Value;
use thiserror::Error;

use crate::db::DatabaseError;

/// Why a change or a look was refused; nothing was changed then.
#[derive(Debug, Error)]
pub enum DomainError {
    /// The database could not do it.
    #[error(transparent)]
    Database(#[from] DatabaseError),
    /// There is no such thing, or the person may not know of it.
    #[error("there is no such {0}")]
    NotFound(&'static str),
    /// The person's role, level or key does not reach so far.
    #[error("{0}")]
    Forbidden(String),
    /// The person may not act any more.
    #[error("the account is deactivated")]
    Deactivated,
    /// A name is in use.
    #[error("{field}: `{value}` is taken")]
    Taken {
        /// The field.
        field: &'static str,
        /// What it should have been.
        value: String,
    },
    /// A field cannot be used.
    #[error("{field}: {reason}")]
    Invalid {
        /// The field.
        field: String,
        /// Why not.
        reason: String,
    },
    /// The change is based on something older than what is there.
    #[error("it was changed meanwhile; `current` is what is there")]
    Stale {
        /// What is there.
        current: Value,
    },
    /// The state of things does not allow it now.
    #[error("{0}")]
    Conflict(&'static str),
    /// A value cannot be written as JSON.
    #[error("value cannot be written as JSON: {0}")]
    Json(#[from] serde_json::Error),
}

impl From<diesel::result::Error> for DomainError {
    fn from(error: diesel::result::Error) -> Self {
        Self::Database(error.into())
    }
}

impl DomainError {
    /// A field that cannot be used, and why.
    pub fn invalid(field: impl Into<String>, reason: impl ToString) -> Self {
        Self::Invalid { field: field.into(), reason: reason.to_string() }
    }

    /// Turns the violation of a unique column into a taken name.
    pub fn taken(field: &'static str, value: &str) -> impl FnOnce(diesel::result::Error) -> Self {
        use diesel::result::{DatabaseErrorKind, Error};
        let value = value.to_owned();
        move |error| match error {
            Error::DatabaseError(DatabaseErrorKind::UniqueViolation, _) => {
                Self::Taken { field, value }
            }
            other => other.into(),
        }
    }
}
