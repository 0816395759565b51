//! Where a peer stands: its presence and that of others, its rights, its end.

use std::collections::BTreeMap;
use std::time::Duration;

use serde_json::Value;

use super::Peer;
use super::error::PeerError;
use super::replica::Replica;

impl Peer {
    /// Says where this peer is. A stock client repeats this every 15 s; this one
    /// does not, so that a test can let it expire.
    pub fn set_presence(&self, state: Value) {
        let mut replica = self.shared.lock();
        let frame = replica.say(Some(state));
        self.queue([frame]);
    }

    /// Says that this peer leaves.
    pub fn clear_presence(&self) {
        let mut replica = self.shared.lock();
        let frame = replica.say(None);
        self.queue([frame]);
    }

    /// Everyone present as the server told it, by clientID; this peer itself
    /// only if the server says so.
    pub fn presences(&self) -> BTreeMap<u64, Value> {
        self.shared.lock().presences.present()
    }

    /// Waits until what the server told of presence satisfies `enough`.
    pub async fn wait_presences(
        &self,
        what: &str,
        deadline: Duration,
        enough: impl Fn(&BTreeMap<u64, Value>) -> bool,
    ) -> Result<BTreeMap<u64, Value>, PeerError> {
        let look = |replica: &mut Replica| Some(replica.presences.present()).filter(&enough);
        self.shared.wait(what, deadline, look).await
    }

    /// Hocuspocus: what the server granted, `read-write` or `readonly`.
    pub fn scope(&self) -> Option<String> {
        self.shared.lock().scope.clone()
    }

    /// The reason in the last PermissionDenied.
    pub fn denied(&self) -> Option<String> {
        self.shared.lock().denied.clone()
    }

    /// Waits for a PermissionDenied; its reason.
    pub async fn wait_denied(&self, deadline: Duration) -> Result<String, PeerError> {
        let look = |replica: &mut Replica| replica.denied.clone();
        self.shared.wait("PermissionDenied", deadline, look).await
    }

    /// Hocuspocus: the reason with which the server closed this document alone.
    pub fn dismissed(&self) -> Option<String> {
        self.shared.lock().dismissed.clone()
    }

    /// Close code and reason, once the connection is gone ([`ABNORMAL`](super::ABNORMAL) without a close frame).
    pub fn closed(&self) -> Option<(u16, String)> {
        self.shared.lock().closing.clone()
    }

    /// Waits until the connection is gone; close code and reason.
    pub async fn wait_closed(&self, deadline: Duration) -> Result<(u16, String), PeerError> {
        self.shared.wait("end of the connection", deadline, |replica| replica.closing.clone()).await
    }
}
