//! Why there is no archive.

use thiserror::Error;

use crate::db::DatabaseError;
use crate::domain::DomainError;
use crate::filing::FilingError;

/// Why there is no archive.
#[derive(Debug, Error)]
pub enum ExportError {
    /// It is not allowed, or what it would hold cannot be read.
    #[error(transparent)]
    Domain(#[from] DomainError),
    /// The file cannot be written.
    #[error("the archive cannot be written: {0}")]
    File(#[from] std::io::Error),
    /// It grows beyond its bound.
    #[error("the archive is larger than {0} bytes")]
    TooLarge(u64),
    /// The bytes of a file cannot be read.
    #[error("a file cannot be read: {0}")]
    Bytes(#[from] FilingError),
    /// The server stops.
    #[error("server is stopping")]
    Stopping,
}

impl From<DatabaseError> for ExportError {
    fn from(error: DatabaseError) -> Self {
        Self::Domain(error.into())
    }
}

impl From<serde_json::Error> for ExportError {
    fn from(error: serde_json::Error) -> Self {
        Self::Domain(error.into())
    }
}
