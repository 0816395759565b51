//! Status, kind and title of what the layers below refused.

use actix_web::http::StatusCode;
use renexus_actors::assistant::Trouble;

use crate::accounts::AccountError;
use crate::assistant::AssistantError;
use crate::db::DatabaseError;
use crate::domain::DomainError;
use crate::files::FileError;
use crate::files::blobs::BlobError;
use crate::filing::FilingError;
use crate::versions::VersionError;

/// There is no room left for what should be written.
pub(super) const FULL: (StatusCode, &str, &str) =
    (StatusCode::SERVICE_UNAVAILABLE, "full", "No room left");

/// What the domain refused.
pub(super) fn of_domain(error: &DomainError) -> (StatusCode, &'static str, &'static str) {
    match error {
        DomainError::NotFound(_) => (StatusCode::NOT_FOUND, "not-found", "No such thing"),
        DomainError::Forbidden(_) => (StatusCode::FORBIDDEN, "forbidden", "Not allowed"),
        DomainError::Deactivated => {
            (StatusCode::UNAUTHORIZED, "unauthorized", "A valid token is needed")
        }
        DomainError::Taken { .. } => (StatusCode::CONFLICT, "taken", "The name is taken"),
        DomainError::Invalid { .. } => {
            (StatusCode::BAD_REQUEST, "invalid", "The request is invalid")
        }
        DomainError::Stale { .. } => {
            (StatusCode::PRECONDITION_FAILED, "stale", "It was changed meanwhile")
        }
        DomainError::Conflict(_) => (StatusCode::CONFLICT, "conflict", "Not possible now"),
        DomainError::Database(error) if error.is_dangling() => {
            (StatusCode::CONFLICT, "conflict", "Not possible now")
        }
        DomainError::Database(DatabaseError::Damaged(_)) => {
            (StatusCode::INTERNAL_SERVER_ERROR, "damaged", "Stored data is damaged")
        }
        DomainError::Database(error) if error.is_full() => FULL,
        DomainError::Database(error) if error.is_passing() => {
            (StatusCode::SERVICE_UNAVAILABLE, "unavailable", "Try again")
        }
        DomainError::Database(_) | DomainError::Json(_) => {
            (StatusCode::INTERNAL_SERVER_ERROR, "internal", "The server failed")
        }
    }
}

/// What accounts refused.
pub(super) fn of_account(error: &AccountError) -> (StatusCode, &'static str, &'static str) {
    match error {
        AccountError::Wrong => (StatusCode::UNAUTHORIZED, "wrong-credentials", "Not logged in"),
        AccountError::CodeNeeded => (StatusCode::UNAUTHORIZED, "code-needed", "A code is needed"),
        AccountError::Deactivated | AccountError::Over => {
            (StatusCode::UNAUTHORIZED, "unauthorized", "A valid token is needed")
        }
        AccountError::Uninvited | AccountError::LoginNeeded => {
            (StatusCode::FORBIDDEN, "forbidden", "Not allowed")
        }
        AccountError::Void => (StatusCode::NOT_FOUND, "void", "The link does not work"),
        AccountError::Domain(error) => of_domain(error),
        AccountError::Password(_) | AccountError::Randomness(_) | AccountError::Mint(_) => {
            (StatusCode::INTERNAL_SERVER_ERROR, "internal", "The server failed")
        }
    }
}

/// What the assistant refused.
pub(super) fn of_assistant(error: &AssistantError) -> (StatusCode, &'static str, &'static str) {
    match error {
        AssistantError::Domain(error) => of_domain(error),
        AssistantError::Unavailable
        | AssistantError::Off
        | AssistantError::Writing(Trouble::Final(_)) => {
            (StatusCode::CONFLICT, "conflict", "Not possible now")
        }
        AssistantError::Quota { .. } | AssistantError::Crowded(_) => {
            (StatusCode::TOO_MANY_REQUESTS, "too-many", "Too many requests")
        }
        AssistantError::Full(_) | AssistantError::Writing(_) => {
            (StatusCode::SERVICE_UNAVAILABLE, "unavailable", "Try again")
        }
    }
}

/// What could not be done with a version; the rest of it is told as what it was before.
pub(super) fn of_version(error: &VersionError) -> (StatusCode, &'static str, &'static str) {
    match error {
        VersionError::Domain(error) => of_domain(error),
        VersionError::Irreversible(_) => (StatusCode::CONFLICT, "conflict", "Not possible now"),
        VersionError::Store(_) | VersionError::Replica(_) | VersionError::Unfinished(_) => {
            (StatusCode::INTERNAL_SERVER_ERROR, "internal", "The server failed")
        }
    }
}

/// What files refused.
pub(super) fn of_filing(error: &FilingError) -> (StatusCode, &'static str, &'static str) {
    match error {
        FilingError::Domain(error) => of_domain(error),
        FilingError::Offset(_) => (StatusCode::CONFLICT, "offset", "It goes on elsewhere"),
        FilingError::Busy(_) => (StatusCode::SERVICE_UNAVAILABLE, "unavailable", "Try again"),
        FilingError::File(error) => match error {
            FileError::TooLarge(_) => {
                (StatusCode::PAYLOAD_TOO_LARGE, "too-large", "The body is too large")
            }
            FileError::Cut(_) => (StatusCode::BAD_REQUEST, "cut", "The body ended early"),
            FileError::Range(_) => {
                (StatusCode::RANGE_NOT_SATISFIABLE, "range", "The range is outside of the file")
            }
            FileError::Name(_) => (StatusCode::BAD_REQUEST, "invalid", "The request is invalid"),
            FileError::Picture(_) => {
                (StatusCode::UNPROCESSABLE_ENTITY, "no-picture", "There is no picture of it")
            }
            FileError::Blob(BlobError::Missing(_)) => {
                (StatusCode::INTERNAL_SERVER_ERROR, "damaged", "Stored data is damaged")
            }
            FileError::Blob(BlobError::Failing(_)) => {
                (StatusCode::SERVICE_UNAVAILABLE, "unavailable", "Try again")
            }
            FileError::Blob(BlobError::Key(_)) => {
                (StatusCode::INTERNAL_SERVER_ERROR, "internal", "The server failed")
            }
        },
    }
}
