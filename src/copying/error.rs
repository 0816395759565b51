//! Why an installation was not copied.

use std::path::PathBuf;

use thiserror::Error;

use crate::db::DatabaseError;
use crate::files::blobs::BlobError;
use crate::wal::WalError;

/// Why an installation was not copied.
#[derive(Debug, Error)]
pub enum CopyError {
    /// A database cannot be read or written.
    #[error(transparent)]
    Database(#[from] DatabaseError),
    /// A file cannot be read or written.
    #[error("{path}: {source}")]
    File {
        /// The file.
        path: PathBuf,
        /// Why not.
        source: std::io::Error,
    },
    /// A blob cannot be read or written.
    #[error("blob `{key}`: {source}")]
    Blob {
        /// Its key.
        key: String,
        /// Why not.
        source: BlobError,
    },
    /// Bytes of an archive are not what was written.
    #[error("{path}: `{part}` is not what was written")]
    Damaged {
        /// The archive.
        path: PathBuf,
        /// The part of it.
        part: String,
    },
    /// A file is no archive of ours.
    #[error("{path}: it is no backup of Renexus: {reason}")]
    Foreign {
        /// The file.
        path: PathBuf,
        /// Why not.
        reason: String,
    },
    /// Tables of another version.
    #[error(
        "it was made by Renexus {made} with other tables than those of {here}; \
         restore it with that version, then start this one on what was restored"
    )]
    Version {
        /// The version that made it.
        made: String,
        /// This version.
        here: String,
    },
    /// What should be written to holds something.
    #[error("{0} is not empty; nothing was changed")]
    NotEmpty(String),
    /// Something that cannot be.
    #[error("{0}")]
    Broken(String),
}

impl CopyError {
    /// A file could not be read or written.
    pub(super) fn file(path: &std::path::Path) -> impl FnOnce(std::io::Error) -> Self {
        let path = path.to_owned();
        move |source| Self::File { path, source }
    }
}

impl From<diesel::result::Error> for CopyError {
    fn from(error: diesel::result::Error) -> Self {
        Self::Database(error.into())
    }
}

impl From<WalError> for CopyError {
    fn from(error: WalError) -> Self {
        Self::Database(error.into())
    }
}
