//! Visitors who wait for news of a workspace without its channel.

use std::sync::Arc;

use renexus_wire::event::Event;
use tokio::sync::broadcast::error::RecvError;
use tokio::sync::{OwnedSemaphorePermit, Semaphore, broadcast};

use crate::domain::EventSink;

/// Commits that one who waits may be behind; who is further behind looks anyway.
const BEHIND: usize = 256;

/// Tells those who wait in which workspace something happened; clones share them.
#[derive(Clone)]
pub(crate) struct Onlookers {
    told: broadcast::Sender<Arc<str>>,
    seats: Arc<Semaphore>,
}

impl Onlookers {
    /// So many may wait at once.
    pub(crate) fn new(most: usize) -> Self {
        let most = most.min(Semaphore::MAX_PERMITS);
        Self { told: broadcast::Sender::new(BEHIND), seats: Arc::new(Semaphore::new(most)) }
    }

    /// Everything that happens in a workspace from now on; none when too many wait.
    pub(crate) fn watch(&self, workspace: &str) -> Option<Watch> {
        let seat = Arc::clone(&self.seats).try_acquire_owned().ok()?;
        Some(Watch { told: self.told.subscribe(), workspace: workspace.to_owned(), _seat: seat })
    }
}

impl EventSink for Onlookers {
    fn committed(&self, events: &[Event]) {
        let Some(event) = events.first() else { return };
        if self.told.receiver_count() > 0 {
            // Nobody hears it when the last one left just now.
            let _ = self.told.send(Arc::from(event.workspace.as_str()));
        }
    }
}

/// One who waits.
pub(crate) struct Watch {
    told: broadcast::Receiver<Arc<str>>,
    workspace: String,
    _seat: OwnedSemaphorePermit,
}

impl Watch {
    /// Until something happened, or may have.
    pub(crate) async fn next(&mut self) {
        loop {
            match self.told.recv().await {
                Ok(workspace) if *workspace != *self.workspace => {}
                Ok(_) | Err(RecvError::Lagged(_)) => return,
                // The server is gone.
                Err(RecvError::Closed) => return std::future::pending().await,
            }
        }
    }
}
