//! Why something was not done with a file.

use thiserror::Error;

use crate::db::DatabaseError;
use crate::domain::DomainError;
use crate::files::FileError;
use crate::files::blobs::BlobError;

/// Why something was not done with a file.
#[derive(Debug, Error)]
pub enum FilingError {
    /// The workspace does not allow it.
    #[error(transparent)]
    Domain(#[from] DomainError),
    /// The file cannot be taken or given.
    #[error(transparent)]
    File(#[from] FileError),
    /// The upload goes on elsewhere.
    #[error("the upload goes on at {0}")]
    Offset(i64),
    /// Enough comes in at the moment.
    #[error("{0} files come in at the moment, no more are taken at once")]
    Busy(usize),
}

impl From<BlobError> for FilingError {
    fn from(error: BlobError) -> Self {
        Self::File(error.into())
    }
}

impl From<DatabaseError> for FilingError {
    fn from(error: DatabaseError) -> Self {
        Self::Domain(error.into())
    }
}
