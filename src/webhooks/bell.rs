//! Rings when something happened.

use std::sync::Arc;

use renexus_wire::event::Event;
use tokio::sync::Notify;

use crate::domain::EventSink;

/// Wakes the courier after a commit; clones share it.
#[derive(Clone, Debug, Default)]
pub(crate) struct Bell(Arc<Notify>);

impl Bell {
    /// Waits until something happened since the last time.
    pub(super) async fn rung(&self) {
        self.0.notified().await;
    }
}

impl EventSink for Bell {
    fn committed(&self, _: &[Event]) {
        self.0.notify_one();
    }
}
