//! The port to the other nodes: who is told, and what is heard.

use std::fmt;
use std::sync::Arc;

use actix::{Message, Recipient};
use bytes::Bytes;
use futures_util::future::BoxFuture;
use renexus_wire::id::DocumentId;

/// What nodes talk about; only those who listen to it hear of it.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Topic {
    /// An open document.
    Document(DocumentId),
    /// The people in a workspace, by its id.
    Workspace(Arc<str>),
    /// What every node has to know.
    Nodes,
    /// What concerns whoever has this name.
    Private(Arc<str>),
}

/// What is heard of the other nodes.
#[derive(Clone, Debug, Message, PartialEq, Eq)]
#[rtype(result = "()")]
pub enum Heard {
    /// A node said something.
    Said(Bytes),
    /// Nothing is heard any more, and nothing that is said arrives.
    Away,
    /// A node cannot be heard, though the bus is here: what it did stands in the store alone.
    Apart,
    /// The bus is back. What was said in between was heard by nobody, or by some.
    Back,
}

/// Who is told what is heard.
#[derive(Clone)]
pub struct Listener {
    /// Where it goes.
    pub told: Recipient<Heard>,
    /// What the messages of the listener itself begin with: nobody is woken for them. Nothing is
    /// kept back where it is empty.
    pub own: Bytes,
}

impl Listener {
    /// Whether it has to hear of a message.
    pub fn wants(&self, message: &Bytes) -> bool {
        self.own.is_empty() || !message.starts_with(&self.own)
    }
}

/// Messages between the nodes of one installation. It may lose messages while it is away, and
/// says so; what must not be lost stands in the store.
pub trait Bus: Send + Sync + 'static {
    /// Tells every node that listens. Never waits: what finds no room in the bounded way out is
    /// lost like during an outage, and `Back` follows.
    fn tell(&self, topic: &Topic, message: Bytes);
    /// Listens; everything that is said after the future's end is heard. `Away` comes first where
    /// the bus is away.
    fn listen(&self, topic: Topic, listener: Listener) -> BoxFuture<'static, Listening>;
}

/// Somebody listens as long as this lives.
pub struct Listening(Option<Box<dyn FnOnce() + Send>>);

impl Listening {
    /// Runs `end` when nobody listens any more.
    pub fn until_dropped(end: impl FnOnce() + Send + 'static) -> Self {
        Self(Some(Box::new(end)))
    }
}

impl Drop for Listening {
    fn drop(&mut self) {
        if let Some(end) = self.0.take() {
            end();
        }
    }
}

impl fmt::Debug for Listening {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Listening")
    }
}
