//! Connections for those whom no websocket reaches: server-sent events down, requests up.
//!
//! A session cannot tell them from sockets: what it writes are the same frames, and what it
//! reads are the same messages, within the same bounds.

mod events;
mod pipe;

use std::collections::HashMap;
use std::convert::Infallible;
use std::pin::Pin;
use std::sync::{Arc, Mutex, PoisonError};
use std::task::{Context, Poll, ready};

use bytes::Bytes;
use futures_util::stream::{self, LocalBoxStream, Stream, StreamExt};
use renexus_actors::session::Inbound;
use tokio::sync::mpsc;

use self::events::Events;
use self::pipe::{Mouth, Pipe};
use crate::accounts::secret::{self, NoRandomness};

/// Messages that wait for a session; the request that brings more waits with them.
const MESSAGES: usize = 64;

/// The way up of one connection; whoever holds the lock is the one request that may speak.
pub(crate) type WayUp = Arc<tokio::sync::Mutex<mpsc::Sender<Inbound>>>;

/// The connections that are open, by the secret that their client was told.
#[derive(Clone, Default)]
pub(crate) struct Streams {
    open: Arc<Mutex<HashMap<String, WayUp>>>,
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
    /// Opens a connection; it ends with its body.
    pub(crate) fn open(&self) -> Result<Opened, NoRandomness> {
        let secret = secret::fresh()?;
        let (sender, receiver) = mpsc::channel(MESSAGES);
        let way = Arc::new(tokio::sync::Mutex::new(sender));
        self.open.lock().unwrap_or_else(PoisonError::into_inner).insert(secret.clone(), way);
        let pipe = Arc::new(Pipe::default());
        let first = Some(events::opened(&secret));
        let body = WayDown {
            pipe: Arc::clone(&pipe),
            events: Events::default(),
            first,
            _entry: Entry { streams: self.clone(), secret },
        };
        Ok(Opened { sink: Mouth(pipe), inbound: Incoming(receiver), body })
    }

    /// The way up of an open connection.
    pub(crate) fn find(&self, secret: &str) -> Option<WayUp> {
        self.open.lock().unwrap_or_else(PoisonError::into_inner).get(secret).cloned()
    }
}

/// Takes a connection out of the list when its body is gone; the session then reads its end.
struct Entry {
    streams: Streams,
    secret: String,
}

impl Drop for Entry {
    fn drop(&mut self) {
        let mut open = self.streams.open.lock().unwrap_or_else(PoisonError::into_inner);
        open.remove(&self.secret);
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
