//! What sessions and the registry ask of a document, and what it tells the registry.

use actix::Message;
use bytes::Bytes;
use renexus_wire::access::Level;
use renexus_wire::close::CloseReason;
use renexus_wire::id::{DocumentId, MemberId};
use renexus_wire::rest::Applied;
use renexus_wire::rich::Prose;
use thiserror::Error;

use super::member::Member;
use crate::ports::Writer;

/// Takes a seat in the document; the first frames follow through the member's outlet.
#[derive(Debug, Message)]
#[rtype(result = "()")]
pub struct Attach {
    /// Whose seat it is.
    pub id: MemberId,
    /// How to reach them, and what they may do.
    pub member: Member,
}

/// Gives up a seat.
#[derive(Clone, Copy, Debug, Message)]
#[rtype(result = "()")]
pub struct Detach {
    /// Whose seat it was.
    pub id: MemberId,
}

/// Answers once nothing is owed to a member: all that it sent is on disk, and it was told.
#[derive(Clone, Copy, Debug, Message)]
#[rtype(result = "()")]
pub struct Quiesce {
    /// Whose seat it is.
    pub id: MemberId,
}

/// Applies what a member said, in order.
///
/// The answer is the permission to send more: it waits while too much of the
/// document waits for the journal.
#[derive(Debug, Message)]
#[rtype(result = "()")]
pub struct Apply {
    /// Who said it.
    pub id: MemberId,
    /// What was said.
    pub inputs: Vec<Input>,
}

/// One thing that a member said.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Input {
    /// "This is what I have": a state vector.
    Step1 {
        /// The encoded state vector.
        state_vector: Bytes,
        /// Whether the protocol expects the server's own Step1 in return.
        ask_back: bool,
    },
    /// "This is what you lack": the answer to the server's Step1.
    Step2(Bytes),
    /// An edit.
    Update(Bytes),
    /// States of clients.
    Awareness(Bytes),
    /// "Tell me who is there."
    QueryAwareness,
    /// "Echo this once all before it is durable."
    Marker(Bytes),
    /// A message to everybody in the document.
    Broadcast(String),
    /// A message to the server, beside the content.
    Stateless(String),
}

impl Input {
    /// Bytes that it holds while it waits.
    pub fn len(&self) -> usize {
        match self {
            Self::Step1 { state_vector: body, .. }
            | Self::Step2(body)
            | Self::Update(body)
            | Self::Awareness(body)
            | Self::Marker(body) => body.len(),
            Self::Broadcast(text) | Self::Stateless(text) => text.len(),
            Self::QueryAwareness => 0,
        }
    }

    /// Whether it holds no bytes.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }
}

/// Changes what a member may do.
#[derive(Clone, Copy, Debug, Message)]
#[rtype(result = "()")]
pub struct Share {
    /// The member.
    pub id: MemberId,
    /// The new level.
    pub level: Level,
}

/// Applies an update that did not come through a socket; answers once it is on disk.
#[derive(Debug, Message)]
#[rtype(result = "Result<Applied, PatchError>")]
pub struct Patch {
    /// The update.
    pub update: Bytes,
    /// Whose edit it is.
    pub by: Writer,
    /// The moment of the document that it was made for; at any other it is not applied.
    pub made_for: Option<Bytes>,
}

/// Why a patch was not applied.
#[derive(Clone, Debug, Error, PartialEq, Eq)]
pub enum PatchError {
    /// The update is malformed or too big.
    #[error("update is invalid: {0}")]
    Invalid(String),
    /// The update builds on updates that the document does not have.
    #[error("update builds on updates that the document does not have; send them first")]
    Missing,
    /// The document is not what the update was made for any more.
    #[error("document was edited meanwhile")]
    Moved,
    /// The document takes no updates now: it is full, or the journal is failing.
    #[error("document is read-only: {0}")]
    ReadOnly(&'static str),
    /// The document was closed meanwhile.
    #[error("document is closing")]
    Closing,
}

/// Reads the document in one of its forms.
#[derive(Clone, Debug, Message)]
#[rtype(result = "Result<Exported, crate::replica::ReplicaError>")]
pub struct Export {
    /// The form.
    pub format: Format,
}

/// Reads what people read of the document.
#[derive(Clone, Copy, Debug, Message)]
#[rtype(result = "Result<Prose, crate::replica::ReplicaError>")]
pub struct ReadProse;

/// A form to read a document in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Format {
    /// One Yjs update with everything that a state vector lacks; an empty vector lacks all.
    Update {
        /// The encoded state vector; empty bytes stand for the empty vector.
        since: Bytes,
    },
    /// The state vector.
    StateVector,
    /// JSON of every root type.
    Json {
        /// Most blocks of each rich text.
        blocks: usize,
    },
    /// The text of every root type.
    Text,
}

/// A document in one of its forms.
#[derive(Clone, Debug, PartialEq)]
pub enum Exported {
    /// Yjs bytes.
    Binary(Vec<u8>),
    /// JSON.
    Json(serde_json::Value),
    /// Plain text.
    Text(String),
}

/// Ends the document: members are closed for this reason, the journal is flushed, the memory freed.
#[derive(Clone, Copy, Debug, Message)]
#[rtype(result = "()")]
pub struct Close {
    /// What the members are told.
    pub reason: CloseReason,
}

/// Nobody has been in the document for its idle time.
#[derive(Clone, Debug, PartialEq, Eq, Message)]
#[rtype(result = "()")]
pub struct Idle {
    /// The document.
    pub document: DocumentId,
}

/// The document is out of memory and its journal is flushed.
#[derive(Clone, Debug, PartialEq, Eq, Message)]
#[rtype(result = "()")]
pub struct Closed {
    /// The document.
    pub document: DocumentId,
    /// Which of its lives ended.
    pub life: u64,
}
