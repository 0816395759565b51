//! Why a file is not taken or not given.

use thiserror::Error;

use super::blobs::BlobError;

/// Why a file is not taken or not given.
#[derive(Debug, Error)]
pub enum FileError {
    /// The bytes cannot be kept or read.
    #[error(transparent)]
    Blob(#[from] BlobError),
    /// There is more than is allowed.
    #[error("file is larger than {0} bytes")]
    TooLarge(u64),
    /// The sender stopped before the end.
    #[error("the body ended after {0} bytes, before it was complete")]
    Cut(u64),
    /// The range lies outside of the file.
    #[error("the range does not lie within {0} bytes")]
    Range(u64),
    /// The name cannot be one.
    #[error("name: {0}")]
    Name(&'static str),
    /// There is no small picture of it.
    #[error("no thumbnail: {0}")]
    Picture(String),
}
