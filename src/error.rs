//! Errors as HTTP tells them: the only place that turns an error into a status.
//!
//! Every answer is a problem document (RFC 9457).

use std::time::Duration;

use actix::MailboxError;
use actix_http::ws::HandshakeError;
use actix_web::http::StatusCode;
use actix_web::http::header::{CONTENT_RANGE, ContentType, RETRY_AFTER};
use actix_web::{HttpResponse, ResponseError};
use renexus_actors::document::PatchError;
use renexus_actors::ports::{Refusal, StoreError};
use renexus_actors::registry::OpenError;
use renexus_actors::replica::ReplicaError;
use renexus_wire::id::InvalidDocumentId;
use renexus_wire::rest::Problem;
use thiserror::Error;

use self::statuses::{FULL, of_account, of_assistant, of_domain, of_filing, of_version};
use crate::accounts::AccountError;
use crate::accounts::secret::NoRandomness;
use crate::assistant::AssistantError;
use crate::auth::MintError;
use crate::db::DatabaseError;
use crate::domain::DomainError;
use crate::exporting::ExportError;
use crate::files::FileError;
use crate::files::blobs::BlobError;
use crate::filing::FilingError;
use crate::versions::VersionError;

mod statuses;

/// The media type of problem documents.
pub(crate) const PROBLEM_JSON: &str = "application/problem+json";
/// Seconds after which an overloaded or stopping server may be asked again.
const RETRY_AFTER_SECONDS: &str = "2";

/// Why a request was not carried out.
#[derive(Debug, Error)]
pub enum ApiError {
    #[error(transparent)]
    Refused(#[from] Refusal),
    #[error("{0}")]
    Forbidden(&'static str),
    #[error(transparent)]
    Open(#[from] OpenError),
    #[error(transparent)]
    Patch(#[from] PatchError),
    #[error(transparent)]
    Replica(#[from] ReplicaError),
    #[error(transparent)]
    Store(#[from] StoreError),
    #[error(transparent)]
    Database(#[from] DatabaseError),
    #[error(transparent)]
    Mint(#[from] MintError),
    #[error(transparent)]
    Domain(#[from] DomainError),
    #[error(transparent)]
    Account(AccountError),
    #[error(transparent)]
    Assistant(AssistantError),
    #[error(transparent)]
    Version(VersionError),
    #[error(transparent)]
    Export(ExportError),
    #[error(transparent)]
    Filing(FilingError),
    #[error("the file is another one than the condition names")]
    AnotherVersion,
    #[error("the body needs to be `{0}`")]
    MediaType(&'static str),
    #[error("answers are `{0}` or `application/json`")]
    NotAcceptable(&'static str),
    #[error("`Tus-Resumable` needs to be 1.0.0")]
    OtherProtocol,
    #[error("{}", fields(.0))]
    Fields(Vec<(String, String)>),
    #[error("`If-Match` is needed, with the `ETag` that the change is based on")]
    VersionNeeded,
    #[error("the `Idempotency-Key` was used for another request")]
    KeyReused,
    #[error("the request with this `Idempotency-Key` is under way, or its answer was not kept")]
    KeyTaken,
    #[error("too many requests; wait {} s", .0.as_secs() + 1)]
    TooMany(Duration),
    #[error("{0}")]
    Spent(String, Duration),
    #[error("{field}: {reason}")]
    Invalid { field: String, reason: String },
    #[error("origin `{0}` is not allowed; see server.allowed_origins")]
    Origin(String),
    #[error("document id is taken: {0}")]
    Taken(String),
    #[error("body is larger than {0} bytes")]
    TooLarge(usize),
    #[error("this address speaks websocket: {0}")]
    Handshake(String),
    #[error("there is nothing at this address")]
    NoRoute,
    #[error("this address does not have that method; see `Allow`")]
    Method,
    #[error("server is stopping")]
    Stopping,
}

impl From<MailboxError> for ApiError {
    fn from(_: MailboxError) -> Self {
        Self::Stopping
    }
}

impl From<AccountError> for ApiError {
    fn from(error: AccountError) -> Self {
        match error {
            AccountError::Domain(error) => Self::Domain(error),
            AccountError::Mint(error) => Self::Mint(error),
            other => Self::Account(other),
        }
    }
}

impl From<AssistantError> for ApiError {
    fn from(error: AssistantError) -> Self {
        match error {
            AssistantError::Domain(error) => Self::Domain(error),
            AssistantError::Quota { wait, .. } => Self::Spent(error.to_string(), wait),
            other => Self::Assistant(other),
        }
    }
}

impl From<VersionError> for ApiError {
    fn from(error: VersionError) -> Self {
        match error {
            VersionError::Domain(error) => Self::Domain(error),
            VersionError::Store(error) => Self::Store(error),
            VersionError::Replica(error) => Self::Replica(error),
            other => Self::Version(other),
        }
    }
}

impl From<ExportError> for ApiError {
    fn from(error: ExportError) -> Self {
        match error {
            ExportError::Domain(error) => Self::Domain(error),
            ExportError::Stopping => Self::Stopping,
            other => Self::Export(other),
        }
    }
}

impl From<FilingError> for ApiError {
    fn from(error: FilingError) -> Self {
        match error {
            FilingError::Domain(error) => Self::Domain(error),
            other => Self::Filing(other),
        }
    }
}

impl From<FileError> for ApiError {
    fn from(error: FileError) -> Self {
        Self::Filing(error.into())
    }
}

impl From<NoRandomness> for ApiError {
    fn from(error: NoRandomness) -> Self {
        Self::Account(error.into())
    }
}

impl From<serde_json::Error> for ApiError {
    fn from(error: serde_json::Error) -> Self {
        Self::Domain(error.into())
    }
}

impl From<InvalidDocumentId> for ApiError {
    fn from(error: InvalidDocumentId) -> Self {
        Self::invalid("id", error)
    }
}

impl From<HandshakeError> for ApiError {
    fn from(error: HandshakeError) -> Self {
        Self::Handshake(error.to_string())
    }
}

impl ApiError {
    /// A part of the request that cannot be used, and why.
    pub(crate) fn invalid(field: impl Into<String>, reason: impl ToString) -> Self {
        Self::Invalid { field: field.into(), reason: reason.to_string() }
    }

    /// The problem as clients read it.
    pub(crate) fn problem(&self) -> Problem {
        let (status, kind, title) = self.parts();
        Problem {
            kind: format!("/problems/{kind}"),
            title: title.into(),
            status: status.as_u16(),
            detail: self.detail(),
            current: self.current(),
        }
    }

    /// What is said of it; where a store of objects stands is nobody's business.
    fn detail(&self) -> String {
        match self {
            Self::Filing(FilingError::File(FileError::Blob(BlobError::Failing(_))))
            | Self::Export(ExportError::Bytes(FilingError::File(FileError::Blob(
                BlobError::Failing(_),
            )))) => "the store of files does not answer as it should; try again".into(),
            Self::Database(error) | Self::Domain(DomainError::Database(error))
                if error.is_full() =>
            {
                "the disk of the server is full; nothing was changed".into()
            }
            // Where the database stands is nobody's business either.
            Self::Database(DatabaseError::Open { .. })
            | Self::Domain(DomainError::Database(DatabaseError::Open { .. }))
            | Self::Store(StoreError::Failing(_))
            | Self::Open(OpenError::Failing(_)) => {
                "the database does not answer as it should; try again".into()
            }
            other => other.to_string(),
        }
    }

    /// Writes what the server could not do into its log.
    pub(crate) fn note(&self) {
        let status = self.status_code();
        if status.is_server_error() {
            log::error!("http.response.status_code" = status.as_u16(); "{self}");
        }
    }

    /// What is there now, for a change that was based on something older.
    fn current(&self) -> Option<serde_json::Value> {
        match self {
            Self::Domain(DomainError::Stale { current }) => Some(current.clone()),
            _ => None,
        }
    }

    /// Status, kind and title.
    fn parts(&self) -> (StatusCode, &'static str, &'static str) {
        match self {
            Self::Domain(error) => of_domain(error),
            Self::Account(error) => of_account(error),
            Self::Assistant(error) => of_assistant(error),
            Self::Version(error) => of_version(error),
            Self::Export(ExportError::TooLarge(_)) => {
                (StatusCode::PAYLOAD_TOO_LARGE, "too-large", "The archive is too large")
            }
            Self::Export(ExportError::Bytes(error)) => of_filing(error),
            Self::Export(_) => (StatusCode::INTERNAL_SERVER_ERROR, "internal", "The server failed"),
            Self::Filing(error) => of_filing(error),
            Self::AnotherVersion => (StatusCode::PRECONDITION_FAILED, "stale", "It is another one"),
            Self::MediaType(_) => {
                (StatusCode::UNSUPPORTED_MEDIA_TYPE, "media-type", "The body is of another kind")
            }
            Self::NotAcceptable(_) => {
                (StatusCode::NOT_ACCEPTABLE, "not-acceptable", "Not in that media type")
            }
            Self::OtherProtocol => {
                (StatusCode::PRECONDITION_FAILED, "protocol", "The protocol is another one")
            }
            Self::Refused(_) => {
                (StatusCode::UNAUTHORIZED, "unauthorized", "A valid token is needed")
            }
            Self::VersionNeeded => {
                (StatusCode::PRECONDITION_REQUIRED, "version-needed", "A version is needed")
            }
            Self::TooMany(_) | Self::Spent(..) => {
                (StatusCode::TOO_MANY_REQUESTS, "too-many", "Too many requests")
            }
            Self::KeyReused => (
                StatusCode::UNPROCESSABLE_ENTITY,
                "key-reused",
                "The key belongs to another request",
            ),
            Self::KeyTaken => (StatusCode::CONFLICT, "key-taken", "The key is in use"),
            Self::Forbidden(_) | Self::Origin(_) => {
                (StatusCode::FORBIDDEN, "forbidden", "Not allowed")
            }
            Self::Open(OpenError::NotFound)
            | Self::Database(DatabaseError::Deleted)
            | Self::Store(StoreError::Deleted) => {
                (StatusCode::NOT_FOUND, "not-found", "No such document")
            }
            Self::NoRoute => (StatusCode::NOT_FOUND, "no-route", "Nothing here"),
            Self::Method => (StatusCode::METHOD_NOT_ALLOWED, "no-method", "Not with this method"),
            Self::Taken(_) => (StatusCode::CONFLICT, "taken", "The id is taken"),
            Self::TooLarge(_) => {
                (StatusCode::PAYLOAD_TOO_LARGE, "too-large", "The body is too large")
            }
            Self::Handshake(_) => (StatusCode::BAD_REQUEST, "websocket", "A websocket is needed"),
            Self::Invalid { .. }
            | Self::Fields(_)
            | Self::Patch(PatchError::Invalid(_))
            | Self::Replica(ReplicaError::StateVector(_)) => {
                (StatusCode::BAD_REQUEST, "invalid", "The request is invalid")
            }
            Self::Patch(PatchError::Missing) => {
                (StatusCode::CONFLICT, "incomplete", "The update lacks its base")
            }
            Self::Patch(PatchError::Moved) => {
                (StatusCode::CONFLICT, "conflict", "The document was edited meanwhile")
            }
            Self::Patch(PatchError::ReadOnly(_)) => {
                (StatusCode::SERVICE_UNAVAILABLE, "read-only", "Not writable now")
            }
            Self::Patch(PatchError::Closing)
            | Self::Open(OpenError::Stopping | OpenError::Overloaded)
            | Self::Stopping => (StatusCode::SERVICE_UNAVAILABLE, "unavailable", "Try again"),
            Self::Open(OpenError::Damaged(_))
            | Self::Store(StoreError::Damaged(_))
            | Self::Database(DatabaseError::Damaged(_)) => {
                (StatusCode::INTERNAL_SERVER_ERROR, "damaged", "Stored data is damaged")
            }
            Self::Open(OpenError::Failing(_)) | Self::Store(StoreError::Failing(_)) => {
                (StatusCode::SERVICE_UNAVAILABLE, "unavailable", "Try again")
            }
            Self::Database(error) if error.is_full() => FULL,
            Self::Database(error) if error.is_passing() => {
                (StatusCode::SERVICE_UNAVAILABLE, "unavailable", "Try again")
            }
            Self::Replica(_) | Self::Database(_) | Self::Mint(_) => {
                (StatusCode::INTERNAL_SERVER_ERROR, "internal", "The server failed")
            }
        }
    }
}

fn fields(wrong: &[(String, String)]) -> String {
    let told = wrong.iter().map(|(field, reason)| format!("{field}: {reason}"));
    told.collect::<Vec<_>>().join("; ")
}

impl ResponseError for ApiError {
    fn status_code(&self) -> StatusCode {
        self.parts().0
    }

    fn error_response(&self) -> HttpResponse {
        let status = self.status_code();
        self.note();
        let mut response = HttpResponse::build(status);
        if status == StatusCode::SERVICE_UNAVAILABLE {
            response.insert_header((RETRY_AFTER, RETRY_AFTER_SECONDS));
        }
        match self {
            Self::Filing(FilingError::File(FileError::Range(size))) => {
                response.insert_header((CONTENT_RANGE, format!("bytes */{size}")));
            }
            Self::Filing(FilingError::Offset(offset)) => {
                response.insert_header(("upload-offset", offset.to_string()));
            }
            Self::OtherProtocol => {
                response.insert_header(("tus-version", "1.0.0"));
            }
            Self::TooMany(wait) | Self::Spent(_, wait) => {
                response.insert_header((RETRY_AFTER, (wait.as_secs() + 1).to_string()));
            }
            _ => {}
        }
        response.insert_header(ContentType(mime())).json(self.problem())
    }
}

fn mime() -> actix_web::mime::Mime {
    PROBLEM_JSON.parse().unwrap_or(actix_web::mime::APPLICATION_JSON)
}
