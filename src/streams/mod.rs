//! Connections for those whom no websocket reaches: server-sent events down, requests up.
//!
//! A session cannot tell them from sockets: what it writes are the same frames, and what it
//! reads are the same messages, within the same bounds.

mod brought;
mod elsewhere;
mod events;
mod letters;
mod pipe;

use std::collections::HashMap;
use std::convert::Infallible;
use std::pin::Pin;
use std::sync::{Arc, Mutex, PoisonError};
use std::task::{Context, Poll, ready};
use std::time::Duration;

use bytes::Bytes;
use futures_util::stream::{self, LocalBoxStream, Stream, StreamExt};
use renexus_actors::bus::Listening;
use renexus_actors::session::Inbound;
use tokio::sync::mpsc;

pub(crate) use self::brought::{Brought, Outcome, Turn};
pub(crate) use self::elsewhere::{Elsewhere, Errand};
use self::events::Events;
use self::pipe::{Mouth, Pipe};
use crate::accounts::secret::{self, NoRandomness};

/// Messages that wait for a session; the request that brings more waits with them.
const MESSAGES: usize = 64;
/// How long one request may take to bring its messages, and the session to take them.
pub(crate) const REQUEST_WITHIN: Duration = Duration::from_secs(30);

/// The way up of one connection; whoever holds the lock is the one request that may speak.
type WayUp = Arc<tokio::sync::Mutex<mpsc::Sender<Inbound>>>;

/// The turn of a request, unless another one is on its way: two at once would come in any order.
fn turn(way: WayUp) -> Option<Turn> {
    way.try_lock_owned().ok()
}

/// The ways up of open connections, by the hash of the secret that their client was told.
#[derive(Clone, Default)]
pub(crate) struct Open(Arc<Mutex<HashMap<String, WayUp>>>);

impl Open {
    fn find(&self, hash: &str) -> Option<WayUp> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).get(hash).cloned()
    }
}

/// The connections of this node, and the way to those of others.
pub(crate) struct Streams {
    open: Open,
    elsewhere: Option<Elsewhere>,
}

/// Where the connection of a request is.
pub(crate) enum Found {
    /// On this node.
    Here(Turn),
    /// On another one.
    Elsewhere(Errand),
}

/// A new connection, from all its sides.
pub(crate) struct Opened {
    /// What the session writes into.
    pub(crate) sink: Mouth,
    /// What the session reads.
    pub(crate) inbound: Incoming,
    /// What the client is sent.
    pub(crate) body: WayDown,
}

/// What requests bring, before it is known on which thread it is read.
pub(crate) struct Incoming(mpsc::Receiver<Inbound>);

impl Incoming {
    /// The messages, in order; it ends with the connection.
    pub(crate) fn messages(self) -> LocalBoxStream<'static, Inbound> {
        let Self(mut receiver) = self;
        stream::poll_fn(move |cx| receiver.poll_recv(cx)).boxed_local()
    }
}

impl Streams {
    /// No connections yet.
    pub(crate) fn new(open: Open, elsewhere: Option<Elsewhere>) -> Self {
        Self { open, elsewhere }
    }

    /// Opens a connection; it ends with its body.
    pub(crate) async fn open(&self) -> Result<Opened, NoRandomness> {
        let secret = secret::fresh()?;
        let hash = secret::hash(&secret);
        let (sender, receiver) = mpsc::channel(MESSAGES);
        let way = Arc::new(tokio::sync::Mutex::new(sender));
        self.open.0.lock().unwrap_or_else(PoisonError::into_inner).insert(hash.clone(), way);
        let mut entry = Entry { open: self.open.clone(), hash, listening: None };
        // Before its client knows it, so that no request comes too early.
        if let Some(elsewhere) = &self.elsewhere {
            entry.listening = Some(elsewhere.listen(&entry.hash).await);
        }
        let pipe = Arc::new(Pipe::default());
        let first = Some(events::opened(&secret));
        let body =
            WayDown { pipe: Arc::clone(&pipe), events: Events::default(), first, _entry: entry };
        Ok(Opened { sink: Mouth(pipe), inbound: Incoming(receiver), body })
    }

    /// Where the connection with this secret is, for a request of its client.
    pub(crate) async fn find(&self, secret: &str) -> Result<Found, Outcome> {
        let hash = secret::hash(secret);
        match (self.open.find(&hash), &self.elsewhere) {
            (Some(way), _) => turn(way).map(Found::Here).ok_or(Outcome::Busy),
            (None, Some(elsewhere)) => elsewhere.find(hash).await.map(Found::Elsewhere),
            (None, None) => Err(Outcome::Gone),
        }
    }
}

impl Found {
    /// Brings what the request brought.
    pub(crate) async fn go(self, brought: Brought) -> Outcome {
        match self {
            Self::Here(turn) => brought.go(&turn).await,
            Self::Elsewhere(errand) => errand.go(brought).await,
        }
    }
}

/// Takes a connection out of the list when its body is gone; the session then reads its end.
struct Entry {
    open: Open,
    hash: String,
    /// For requests that reach other nodes.
    listening: Option<Listening>,
}

impl Drop for Entry {
    fn drop(&mut self) {
        let mut open = self.open.0.lock().unwrap_or_else(PoisonError::into_inner);
        open.remove(&self.hash);
        self.listening = None;
    }
}

/// The body of the answer: everything that the session says, as events.
pub(crate) struct WayDown {
    pipe: Arc<Pipe>,
    events: Events,
    first: Option<Bytes>,
    _entry: Entry,
}

impl Stream for WayDown {
    type Item = Result<Bytes, Infallible>;

    fn poll_next(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        if let Some(first) = self.first.take() {
            return Poll::Ready(Some(Ok(first)));
        }
        while !self.events.is_over() {
            let Some(frames) = ready!(self.pipe.poll_read(cx)) else { break };
            let told = self.events.take(&frames);
            if !told.is_empty() {
                return Poll::Ready(Some(Ok(told)));
            }
        }
        Poll::Ready(None)
    }
}

impl Drop for WayDown {
    fn drop(&mut self) {
        self.pipe.stop_reading();
    }
}
