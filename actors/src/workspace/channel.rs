//! The way into the channel of a workspace.

use std::sync::Arc;

use actix::{Addr, Message};

use super::actor::WorkspaceActor;
use super::subscription::{Listener, Subscribe, Subscription};
use crate::registry::OpenError;

/// Opens the channel of a workspace, or finds it open.
#[derive(Clone, Debug, Message)]
#[rtype(result = "Result<Channel, OpenError>")]
pub struct OpenWorkspace {
    /// The workspace's id.
    pub workspace: String,
}

/// An open channel; while one lives, the workspace stays in memory.
#[derive(Clone, Debug)]
pub struct Channel {
    /// Its actor.
    pub address: Addr<WorkspaceActor>,
    /// Which workspace it is.
    pub workspace: Arc<str>,
    /// Counted by the directory.
    pub(super) lease: Arc<()>,
}

impl Channel {
    /// Hears events behind the number `after`, or from now on, as this listener may.
    pub async fn subscribe(
        &self,
        listener: Listener,
        after: Option<i64>,
    ) -> Result<Subscription, OpenError> {
        let lease = Arc::clone(&self.lease);
        let made = self.address.send(Subscribe { after, listener, lease }).await;
        made.map_err(|_| OpenError::Stopping)
    }
}
