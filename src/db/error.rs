//! Why the database could not do what was asked.

use renexus_actors::ports::StoreError;
use thiserror::Error;

use crate::wal::WalError;

/// How PostgreSQL begins to tell that it ended a statement for the sake of others.
const ENDED: [&str; 2] = ["canceling statement due to", "deadlock detected"];

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

    /// Whether the same may go well in a moment: too much waits, the server is away, or it ended a statement that
    /// waited for others. Of the last the driver tells the words alone.
    pub fn is_passing(&self) -> bool {
        use diesel::result::{DatabaseErrorKind, Error};
        match self {
            Self::Overloaded(_) | Self::Open { .. } => true,
            // Another connection is opened for the next one who asks.
            Self::Engine(Error::BrokenTransactionManager) => true,
            Self::Engine(Error::DatabaseError(kind, told)) => match kind {
                DatabaseErrorKind::ClosedConnection
                | DatabaseErrorKind::UnableToSendCommand
                | DatabaseErrorKind::ReadOnlyTransaction
                | DatabaseErrorKind::SerializationFailure => true,
                _ => ENDED.iter().any(|words| told.message().starts_with(words)),
            },
            _ => false,
        }
    }

    /// Whether there is no room left where it is kept; SQLite and PostgreSQL tell it by their words only.
    pub fn is_full(&self) -> bool {
        match self {
            Self::Log(WalError::File(error)) | Self::File(error) => {
                error.kind() == std::io::ErrorKind::StorageFull
            }
            Self::Engine(error) => {
                let words = error.to_string();
                words.contains("disk is full") || words.contains("No space left on device")
            }
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
