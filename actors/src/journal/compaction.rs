//! Folding a journal into a checkpoint, away from the document that is being edited.
//!
//! The state is built again from what is on disk, so the editing document is
//! never held up, and every checkpoint proves that its journal can be read.

use std::sync::Arc;

use thiserror::Error;

use crate::ports::{DocumentInfo, DocumentStore, StoreError};
use crate::replica::{Replica, ReplicaError};

/// Why a checkpoint was not taken; the journal is still complete.
#[derive(Debug, Error)]
pub(super) enum CompactionError {
    #[error(transparent)]
    Store(#[from] StoreError),
    #[error(transparent)]
    Replica(#[from] ReplicaError),
    #[error("the blocking pool is gone")]
    Cancelled,
}

/// Reads checkpoint and journal, and writes one checkpoint in their place.
pub(super) async fn compact(
    store: Arc<dyn DocumentStore>,
    document: Arc<DocumentInfo>,
) -> Result<(), CompactionError> {
    let stored = store.load(Arc::clone(&document)).await?;
    if stored.tail.is_empty() {
        return Ok(());
    }
    let head = stored.head;
    let (state, offenders) = tokio::task::spawn_blocking(move || {
        let restored = Replica::restore(&stored)?;
        let state = restored.replica.state()?;
        Ok::<_, ReplicaError>((state, restored.offenders))
    })
    .await
    .map_err(|_| CompactionError::Cancelled)??;
    // What is pruned without being part of the state must be kept elsewhere first.
    for offender in offenders {
        store.quarantine(Arc::clone(&document), offender.reason, offender.update).await?;
    }
    store.checkpoint(document, head, state).await?;
    Ok(())
}
