//! What sessions are told, and what they tell the roster of sessions.

use std::sync::Arc;
use std::time::Duration;

use actix::{Message, Recipient};
use renexus_wire::close::CloseReason;
use renexus_wire::id::{DocumentId, SessionId, TokenId};

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

/// Whose rights changed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Concerned {
    /// A person, by id: everywhere.
    Person(String),
    /// Everybody in a document.
    Document(DocumentId),
    /// Everybody in a workspace, by id.
    Workspace(String),
    /// Everybody: nobody knows what changed.
    Everybody,
}

/// Rights of people changed: every session asks again for the seats concerned. Tokens that say
/// themselves what they are worth are not concerned.
#[derive(Clone, Debug, Message)]
#[rtype(result = "()")]
pub struct RightsChanged {
    /// Whose.
    pub whose: Arc<Concerned>,
}

/// A session begins; sockets of other languages enter the same way.
#[derive(Debug, Message)]
#[rtype(result = "()")]
pub struct Enter {
    /// An id that no other session has.
    pub id: SessionId,
    /// Ends it.
    pub dismiss: Recipient<Dismiss>,
    /// Hears of tokens that were taken back.
    pub revoked: Recipient<Revoked>,
    /// Hears of rights that changed.
    pub rights_changed: Recipient<RightsChanged>,
}

/// A session has ended.
#[derive(Clone, Copy, Debug, Message)]
#[rtype(result = "()")]
pub struct Leave {
    /// Which one.
    pub id: SessionId,
}

/// Sends everybody away, spread over some time so that they do not all come back at once; answers when all are gone.
#[derive(Clone, Copy, Debug, Message)]
#[rtype(result = "()")]
pub struct Drain {
    /// The time over which they are sent away.
    pub over: Duration,
}
