//! Why something is not done with a version.

use renexus_actors::ports::StoreError;
use renexus_actors::replica::ReplicaError;
use renexus_actors::replica::reverting::Irreversible;
use thiserror::Error;

use crate::db::DatabaseError;
use crate::domain::DomainError;

/// Why a version was not taken, shown or restored.
#[derive(Debug, Error)]
pub enum VersionError {
    /// It is not allowed, or there is no such thing.
    #[error(transparent)]
    Domain(#[from] DomainError),
    /// The document cannot be read.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// The document cannot be built.
    #[error(transparent)]
    Replica(#[from] ReplicaError),
    /// The document cannot become what it was.
    #[error("the version cannot be restored: {0}")]
    Irreversible(Irreversible),
    /// The work was not done to its end.
    #[error("{0}")]
    Unfinished(String),
}

impl From<DatabaseError> for VersionError {
    fn from(error: DatabaseError) -> Self {
        Self::Domain(error.into())
    }
}

impl From<tokio::task::JoinError> for VersionError {
    fn from(error: tokio::task::JoinError) -> Self {
        Self::Unfinished(error.to_string())
    }
}

impl From<Irreversible> for VersionError {
    fn from(error: Irreversible) -> Self {
        match error {
            Irreversible::Replica(error) => Self::Replica(error),
            other => Self::Irreversible(other),
        }
    }
}
