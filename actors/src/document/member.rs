//! One seat in a document.

use renexus_wire::access::Level;
use renexus_wire::close::CloseReason;
use renexus_wire::codec::{Envelope, ServerMessage};
use tokio::sync::oneshot;

use super::receipts::Receipts;
use crate::outlet::{Outlet, Pushed};

/// Who a member is, as the server knows it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Identity {
    /// The person; `None` is an anonymous visitor.
    pub subject: Option<String>,
    /// The name that others see.
    pub name: Option<String>,
}

/// A seat: how to reach somebody, and what they may do.
#[derive(Debug)]
pub struct Member {
    /// Their way out.
    pub outlet: Outlet,
    /// How frames are addressed to them.
    pub envelope: Envelope,
    /// What they may do.
    pub level: Level,
    /// Who they are.
    pub identity: Identity,
    /// What is owed to them, in the order in which they sent.
    pub(super) receipts: Receipts,
    /// The newest presence version that they were sent.
    pub(super) presence_seen: u64,
    /// The Yjs client that they speak as; the first one that they named.
    pub(super) client: Option<u64>,
    /// Who waits until nothing is owed any more.
    pub(super) quiesced: Option<oneshot::Sender<()>>,
    /// Whether the server's Step1 for missing updates is under way.
    pub(super) resyncing: bool,
}

impl Member {
    /// A seat that nothing has been sent to.
    pub fn new(outlet: Outlet, envelope: Envelope, level: Level, identity: Identity) -> Self {
        Self {
            outlet,
            envelope,
            level,
            identity,
            receipts: Receipts::default(),
            presence_seen: 0,
            client: None,
            quiesced: None,
            resyncing: false,
        }
    }

    /// Sends somebody away from this document.
    ///
    /// A Hocuspocus socket carries other documents too: it is closed only when
    /// its client is to come back, since the stock provider comes back with the socket alone.
    pub(crate) fn dismiss(&self, reason: CloseReason) {
        if reason.is_final() {
            self.send(ServerMessage::PermissionDenied(reason.words()));
            if matches!(self.envelope, Envelope::Named(_)) {
                self.send(ServerMessage::Close(reason.words()));
                return;
            }
        }
        self.outlet.finish(reason);
    }

    /// Sends one message, if the protocol has a word for it.
    pub(crate) fn send(&self, message: ServerMessage<'_>) -> Pushed {
        match self.envelope.frame(message) {
            Some(frame) => self.outlet.push(frame),
            None => Pushed::Queued,
        }
    }
}
