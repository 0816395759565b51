//! Bringing a document into memory.

use std::sync::Arc;
use std::time::Instant;

use actix::Addr;
use renexus_wire::event::is_reserved;
use renexus_wire::id::DocumentId;

use super::messages::OpenError;
use crate::journal::{JournalActor, Settle};
use crate::ports::{DocumentInfo, DocumentStore, Measure, Meter, StoredDocument};
use crate::replica::{Replica, Restored};

/// A document that was read and restored.
pub(super) struct Opened {
    pub(super) info: Arc<DocumentInfo>,
    pub(super) stored: StoredDocument,
    pub(super) restored: Restored,
}

/// Finds or creates a document, reads it, and restores its replica away from every actor.
pub(super) async fn open(
    id: DocumentId,
    create: bool,
    store: Arc<dyn DocumentStore>,
    journal: Addr<JournalActor>,
    meter: Arc<dyn Meter>,
) -> Result<Opened, OpenError> {
    let started = Instant::now();
    let info = match store.find(id.clone()).await? {
        Some(info) => info,
        None if create && !is_reserved(&id) => store.create(id, None).await?,
        None => return Err(OpenError::NotFound),
    };
    let info = Arc::new(info);
    // A former life may have ended without saying so; what it recorded comes first.
    let _ = journal.send(Settle { key: info.key }).await;
    let stored = store.load(Arc::clone(&info)).await?;
    let (stored, restored) = tokio::task::spawn_blocking(move || {
        let restored = Replica::restore(&stored);
        (stored, restored)
    })
    .await
    .map_err(|error| OpenError::Failing(error.to_string()))?;
    let restored = restored.map_err(|error| OpenError::Damaged(error.to_string()))?;
    meter.measure(Measure::DocumentOpen, started.elapsed().as_secs_f64());
    Ok(Opened { info, stored, restored })
}
