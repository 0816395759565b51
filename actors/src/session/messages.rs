//! What sessions are told, and what they tell the roster of sessions.

use std::time::Duration;

use actix::{Message, Recipient};
use renexus_wire::close::CloseReason;
use renexus_wire::id::{SessionId, TokenId};

/// Ends a session; what waits for it is still sent.
#[derive(Clone, Copy, Debug, Message)]
#[rtype(result = "()")]
pub struct Dismiss {
    /// Why.
    pub reason: CloseReason,
}

/// A token was taken back: sessions that use it end at once, what waits for them is dropped.
#[derive(Clone, Debug, Message)]
#[rtype(result = "()")]
pub struct Revoked {
    /// The token.
    pub token: TokenId,
}

/// Tells every session that a token was taken back.
#[derive(Clone, Debug, Message)]
#[rtype(result = "()")]
pub struct Revoke {
    /// The token.
    pub token: TokenId,
}

/// A session begins.
#[derive(Debug, Message)]
#[rtype(result = "()")]
pub(super) struct Enter {
    pub(super) id: SessionId,
    pub(super) dismiss: Recipient<Dismiss>,
    pub(super) revoked: Recipient<Revoked>,
}

/// A session has ended.
#[derive(Clone, Copy, Debug, Message)]
#[rtype(result = "()")]
pub(super) struct Leave {
    pub(super) id: SessionId,
}

/// Sends everybody away, spread over some time so that they do not all come back at once; answers when all are gone.
#[derive(Clone, Copy, Debug, Message)]
#[rtype(result = "()")]
pub struct Drain {
    /// The time over which they are sent away.
    pub over: Duration,
}
