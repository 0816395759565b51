//! One server per data folder.

use std::fs::{DirBuilder, File, OpenOptions, TryLockError};
use std::io;
use std::os::unix::fs::{DirBuilderExt, OpenOptionsExt};
use std::path::{Path, PathBuf};

use thiserror::Error;

const LOCK_FILE: &str = "renexus.lock";

/// Why the folder cannot be taken.
#[derive(Debug, Error)]
pub(crate) enum LockError {
    /// Somebody else uses it.
    #[error(
        "{0}: another renexus uses this data folder; stop it first, or use the REST API of the running one"
    )]
    Taken(PathBuf),
    /// The lock file cannot be made.
    #[error("{path}: {source}")]
    File {
        /// The lock file.
        path: PathBuf,
        /// What went wrong.
        source: io::Error,
    },
}

/// Holds a data folder until it is dropped, or the process ends.
#[derive(Debug)]
pub(crate) struct DataLock {
    _file: File,
}

impl DataLock {
    /// Takes a folder, creating it when missing.
    pub(crate) fn take(folder: &Path) -> Result<Self, LockError> {
        let path = folder.join(LOCK_FILE);
        let failed = |source| LockError::File { path: path.clone(), source };
        DirBuilder::new().recursive(true).mode(0o700).create(folder).map_err(failed)?;
        let file = OpenOptions::new()
            .write(true)
            .create(true)
            .truncate(false)
            .mode(0o600)
            .open(&path)
            .map_err(failed)?;
        match file.try_lock() {
            Ok(()) => Ok(Self { _file: file }),
            Err(TryLockError::WouldBlock) => Err(LockError::Taken(folder.into())),
            Err(TryLockError::Error(source)) => Err(failed(source)),
        }
    }
}
