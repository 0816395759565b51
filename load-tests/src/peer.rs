//! A test client that speaks like a stock editor and keeps books.
//!
//! ```no_run
//! # use renexus_load::peer::{Peer, Protocol, Target};
//! # async fn example(addr: std::net::SocketAddr, token: String) -> Result<(), Box<dyn std::error::Error>> {
//! let target = Target::new(addr, Protocol::Hocuspocus, "notes").with_token(token);
//! let ada = Peer::connect(target).await?;
//! ada.synced().await?;
//! ada.insert("hello")?;
//! ada.all_acknowledged().await?; // it is on disk now
//! # Ok(()) }
//! ```
//!
//! Every wait has a deadline and an error that says what was missing. Edits
//! and frames are handed to a writer task and never block; a reader task
//! applies what arrives. Dropping a peer cuts its connection without a word;
//! [`Peer::close`] says goodbye.

mod connection;
mod dialect;
mod error;
mod idle;
mod ledger;
mod presence;
mod reading;
mod replica;
mod standing;
mod target;
mod tasks;

use std::sync::Arc;
use std::time::Duration;

use bytes::Bytes;
use hdrhistogram::Histogram;
use tokio::sync::mpsc;
use tokio_tungstenite::tungstenite::Message;
use tokio_tungstenite::tungstenite::protocol::WebSocketConfig;
use yrs::{Text, TransactionMut, WriteTxn};

pub use self::connection::{ABNORMAL, Connection};
pub use self::dialect::{Dialect, DialectError, Heard};
pub use self::error::PeerError;
pub use self::idle::IdlePeer;
pub use self::presence::encode as encode_presence;
pub use self::target::{Protocol, Target, escaped};

use self::replica::Replica;
use self::tasks::{Shared, Tasks};

/// The shared text that [`Peer::insert`] edits and [`Peer::text`] reads.
pub const TEXT: &str = "text";

/// How long the waits without an argument wait: far longer than anything should take.
pub const DEADLINE: Duration = Duration::from_secs(30);

/// One editor on one document.
pub struct Peer {
    /// Document and books, shared with the reader task.
    shared: Arc<Shared>,
    /// Frames on their way out, sent in this order.
    outgoing: mpsc::UnboundedSender<Message>,
    /// Reader and writer; they end with the peer.
    tasks: Tasks,
}

impl Peer {
    /// Opens the socket, authenticates and asks for the document.
    pub async fn connect(target: Target) -> Result<Self, PeerError> {
        let config = WebSocketConfig::default();
        let path = target.path();
        let socket = connection::handshake(target.addr, &path, &target.headers, config).await?;
        let replica = Replica::new(&target);
        let greeting = replica.greet();
        let shared = Arc::new(Shared::new(replica));
        let (outgoing, queue) = mpsc::unbounded_channel();
        let tasks = Tasks::start(socket, Arc::clone(&shared), (outgoing.clone(), queue));
        let peer = Self { shared, outgoing, tasks };
        peer.queue(greeting);
        Ok(peer)
    }

    /// Waits until the server's Step2 is applied.
    pub async fn synced(&self) -> Result<(), PeerError> {
        self.shared.wait("Step2", DEADLINE, |replica| replica.synced.then_some(())).await
    }

    /// Appends to the shared text [`TEXT`]. Returns the number of the edit.
    pub fn insert(&self, text: &str) -> Result<u64, PeerError> {
        self.apply_local(|txn| {
            let shared = txn.get_or_insert_text(TEXT);
            shared.push(txn, text);
        })?;
        Ok(self.sent())
    }

    /// Edits the document in one transaction and sends it, with a marker where
    /// the protocol has one. Sends nothing when nothing changed.
    pub fn apply_local<T>(
        &self,
        change: impl FnOnce(&mut TransactionMut<'_>) -> T,
    ) -> Result<T, PeerError> {
        // Queued under the lock: updates leave in the order in which they were made.
        let mut replica = self.shared.lock();
        let (value, frames) = replica.edit(change);
        self.queue(frames);
        match &replica.closing {
            Some((code, reason)) => Err(PeerError::Closed {
                what: "an edit to be sent".to_owned(),
                code: *code,
                reason: reason.clone(),
            }),
            None => Ok(value),
        }
    }

    /// Sends a ready-made update that stands in no relation to the own document,
    /// and counts it as an own edit. Returns its number.
    pub fn send_update(&self, update: &[u8]) -> u64 {
        let mut replica = self.shared.lock();
        let frames = replica.announce(update);
        self.queue(frames);
        replica.ledger.sent
    }

    /// Takes over an update made elsewhere and sends it as it is. Returns the
    /// number of the edit.
    pub fn apply_update(&self, update: &[u8]) -> Result<u64, PeerError> {
        let mut replica = self.shared.lock();
        replica.apply(update).map_err(PeerError::Garbled)?;
        let frames = replica.announce(update);
        self.queue(frames);
        Ok(replica.ledger.sent)
    }

    /// Sends a marker for everything sent so far, without an edit.
    pub fn mark(&self) {
        let replica = self.shared.lock();
        self.queue(replica.dialect().marker(replica.ledger.sent));
    }

    /// Own edits sent.
    pub fn sent(&self) -> u64 {
        self.shared.lock().ledger.sent
    }

    /// Own edits that the server acknowledged as durable: always the oldest
    /// ones, unless some were refused.
    pub fn acknowledged(&self) -> u64 {
        self.shared.lock().ledger.acknowledged
    }

    /// Own edits that the server refused.
    pub fn refused(&self) -> u64 {
        self.shared.lock().ledger.refused
    }

    /// Whether the server can acknowledge in this peer's protocol.
    pub fn is_acknowledged(&self) -> bool {
        let dialect = self.dialect();
        dialect.protocol() == Protocol::Hocuspocus || dialect.marker(0).is_some()
    }

    /// Waits until `number` own edits are acknowledged.
    pub async fn wait_acknowledged(
        &self,
        number: u64,
        deadline: Duration,
    ) -> Result<(), PeerError> {
        let what = format!("acknowledgement of {number} edits");
        let look = |replica: &mut Replica| (replica.ledger.acknowledged >= number).then_some(());
        self.shared.wait(&what, deadline, look).await
    }

    /// Waits until every edit sent so far is acknowledged.
    pub async fn all_acknowledged(&self) -> Result<(), PeerError> {
        self.wait_acknowledged(self.sent(), DEADLINE).await
    }

    /// Waits until `number` own edits are refused.
    pub async fn wait_refused(&self, number: u64, deadline: Duration) -> Result<(), PeerError> {
        let what = format!("refusal of {number} edits");
        let look = |replica: &mut Replica| (replica.ledger.refused >= number).then_some(());
        self.shared.wait(&what, deadline, look).await
    }

    /// How long acknowledgements took, in microseconds.
    pub fn latencies(&self) -> Histogram<u64> {
        self.shared.lock().ledger.latencies.clone()
    }

    /// How to put messages into frames for [`Peer::send_raw`].
    pub fn dialect(&self) -> Dialect {
        self.shared.lock().dialect().clone()
    }

    /// Sends a frame as it is.
    pub fn send_raw(&self, frame: impl Into<Bytes>) {
        // Nobody listens after the end of the connection; `closed` tells of that.
        let _ = self.outgoing.send(Message::Binary(frame.into()));
    }

    /// The oldest frame received and not yet taken; of many, the latest 256 are kept.
    pub async fn next_frame(&self, deadline: Duration) -> Result<Bytes, PeerError> {
        self.shared.wait("frame", deadline, |replica| replica.frames.pop_front()).await
    }

    /// Closes the connection with code 1000 and waits until it is gone.
    pub async fn close(self) -> Result<(), PeerError> {
        let _ = self.outgoing.send(Message::Close(None));
        self.wait_closed(DEADLINE).await?;
        drop(self.tasks);
        Ok(())
    }

    fn queue(&self, frames: impl IntoIterator<Item = Vec<u8>>) {
        for frame in frames {
            self.send_raw(frame);
        }
    }
}
