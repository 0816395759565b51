//! Why the database could not do what was asked.

use renexus_actors::ports::StoreError;
use thiserror::Error;

use crate::wal::WalError;

/// Why a job on the database failed.
#[derive(Debug, Error)]
pub enum DatabaseError {
    /// Stored bytes are not what was written.
    #[error("damaged: {0}")]
    Damaged(String),
    /// The document was deleted.
    #[error("document was deleted")]
    Deleted,
    /// The engine reported an error.
    #[error(transparent)]
    Engine(#[from] diesel::result::Error),
    /// The database cannot be opened.
    #[error("cannot open {path}: {reason}")]
    Open {
        /// The file.
        path: String,
        /// What went wrong.
        reason: String,
    },
    /// A file beside the database cannot be read or written.
    #[error(transparent)]
    File(#[from] std::io::Error),
    /// The write-ahead log in front of the tables failed.
    #[error(transparent)]
    Log(WalError),
    /// Too many jobs wait.
    #[error("database has {0} jobs waiting, at most so many are allowed")]
    Overloaded(usize),
    /// The thread that owns the connection is gone, or the job panicked.
    #[error("database job did not finish")]
    Unfinished,
}

impl From<WalError> for DatabaseError {
    fn from(error: WalError) -> Self {
        match error {
            WalError::Damaged(what) => Self::Damaged(what),
            other => Self::Log(other),
        }
    }
}

impl From<DatabaseError> for StoreError {
    fn from(error: DatabaseError) -> Self {
        match error {
            DatabaseError::Damaged(what) => Self::Damaged(what),
            DatabaseError::Deleted => Self::Deleted,
            other if other.is_corruption() => Self::Damaged(other.to_string()),
            other => Self::Failing(other.to_string()),
        }
    }
}

impl DatabaseError {
    /// Whether the file itself is broken; SQLite tells it by its words only.
    pub fn is_corruption(&self) -> bool {
        let Self::Engine(error) = self else { return false };
        let words = error.to_string();
        words.contains("malformed") || words.contains("not a database")
    }

    /// Whether the same may go well in a moment: too much waits, or the server is away.
    pub fn is_passing(&self) -> bool {
        use diesel::result::{DatabaseErrorKind, Error};
        match self {
            Self::Overloaded(_) | Self::Open { .. } => true,
            Self::Engine(Error::DatabaseError(kind, _)) => matches!(
                kind,
                DatabaseErrorKind::ClosedConnection | DatabaseErrorKind::UnableToSendCommand
            ),
            _ => false,
        }
    }

    /// Whether something that a row refers to is gone: somebody else took it away meanwhile.
    pub fn is_dangling(&self) -> bool {
        use diesel::result::{DatabaseErrorKind, Error};
        let Self::Engine(Error::DatabaseError(kind, _)) = self else { return false };
        matches!(kind, DatabaseErrorKind::ForeignKeyViolation)
    }
}
