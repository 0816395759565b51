//! Bringing a document into memory.

use std::sync::Arc;
use std::time::Instant;

use actix::Addr;
use renexus_wire::event::is_reserved;
use renexus_wire::id::DocumentId;
use tokio::sync::oneshot;

use super::messages::OpenError;
use crate::document::{Contents, Reading};
use crate::journal::{JournalActor, Settle};
use crate::ports::{DocumentInfo, DocumentStore, Measure, Meter, StoredDocument};
use crate::replica::{Ahead, Offender, Replica};

/// A document that was read.
pub(super) struct Opened {
    pub(super) info: Arc<DocumentInfo>,
    pub(super) stored: Arc<StoredDocument>,
    pub(super) contents: Contents,
    /// Stored updates that the library fails on.
    pub(super) offenders: Vec<Offender>,
}

/// Finds or creates a document, reads it, and restores its replica away from every actor.
///
/// A large document is open as soon as its state can be sent; the replica follows.
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
    let stored = Arc::new(store.load(Arc::clone(&info)).await?);
    let (told, ahead) = oneshot::channel();
    let source = Arc::clone(&stored);
    let restored = tokio::task::spawn_blocking(move || {
        // The receiver goes only with the server.
        let _ = told.send(Ahead::of(&source));
        Replica::restore(&source)
    });
    let (contents, offenders) = match ahead.await {
        // Nothing follows the checkpoint, so nothing can be left out.
        Ok(Some(ahead)) => (Contents::Coming(Reading { ahead, restored }), Vec::new()),
        _ => {
            let restored = restored.await.map_err(|error| OpenError::Failing(error.to_string()))?;
            let restored = restored.map_err(|error| OpenError::Damaged(error.to_string()))?;
            (Contents::Here(restored.replica), restored.offenders)
        }
    };
    meter.measure(Measure::DocumentOpen, started.elapsed().as_secs_f64());
    Ok(Opened { info, stored, contents, offenders })
}
