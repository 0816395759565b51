//! The two tasks behind a peer, what they share with it, and the way to wait for them.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use futures_util::stream::{SplitSink, SplitStream};
use futures_util::{SinkExt, StreamExt};
use tokio::sync::{mpsc, watch};
use tokio::task::JoinHandle;
use tokio::time::timeout;
use tokio_tungstenite::tungstenite::Message;

use super::connection::{ABNORMAL, Socket, ending};
use super::error::PeerError;
use super::replica::Replica;

/// Frames written before a flush when more are waiting.
const BATCH: usize = 64;

/// The way to the writer, and its end.
type Outgoing = (mpsc::UnboundedSender<Message>, mpsc::UnboundedReceiver<Message>);

/// What a peer and its reader both hold.
pub(super) struct Shared {
    replica: Mutex<Replica>,
    /// Told after every frame; waits register here before they look.
    news: watch::Sender<()>,
}

impl Shared {
    pub(super) fn new(replica: Replica) -> Self {
        Self { replica: Mutex::new(replica), news: watch::Sender::new(()) }
    }

    /// A test that panicked elsewhere shall not hide behind a poisoned lock.
    pub(super) fn lock(&self) -> MutexGuard<'_, Replica> {
        self.replica.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Waits until `look` finds something; fails early when it no longer can.
    pub(super) async fn wait<T>(
        &self,
        what: &str,
        deadline: Duration,
        mut look: impl FnMut(&mut Replica) -> Option<T>,
    ) -> Result<T, PeerError> {
        let mut news = self.news.subscribe();
        let found = async {
            loop {
                if let Some(outcome) = self.look(what, &mut look) {
                    return outcome;
                }
                // The sender lives in `self`.
                let _ = news.changed().await;
            }
        };
        let found = timeout(deadline, found).await;
        found.unwrap_or_else(|_| {
            Err(PeerError::Deadline { what: what.to_owned(), after: deadline, state: self.state() })
        })
    }

    fn look<T>(
        &self,
        what: &str,
        look: &mut impl FnMut(&mut Replica) -> Option<T>,
    ) -> Option<Result<T, PeerError>> {
        let mut replica = self.lock();
        if let Some(found) = look(&mut replica) {
            return Some(Ok(found));
        }
        if let Some(fault) = &replica.fault {
            return Some(Err(PeerError::Garbled(fault.clone())));
        }
        let (code, reason) = replica.closing.clone()?;
        Some(Err(PeerError::Closed { what: what.to_owned(), code, reason }))
    }

    /// One line for the error of a wait that was too long.
    fn state(&self) -> String {
        let replica = self.lock();
        let books = &replica.ledger;
        format!(
            "{}, {}, {} edits sent, {} acknowledged, {} refused, denied: {:?}",
            replica.dialect().protocol(),
            if replica.synced { "synced" } else { "not synced" },
            books.sent,
            books.acknowledged,
            books.refused,
            replica.denied,
        )
    }

    fn tell(&self, change: impl FnOnce(&mut Replica)) {
        change(&mut self.lock());
        self.news.send_replace(());
    }
}

/// Reader and writer of one socket; both end when this is dropped.
pub(super) struct Tasks {
    reader: JoinHandle<()>,
    writer: JoinHandle<()>,
}

impl Tasks {
    pub(super) fn start(socket: Socket, shared: Arc<Shared>, outgoing: Outgoing) -> Self {
        let (sink, stream) = socket.split();
        let (answers, queue) = outgoing;
        Self {
            reader: tokio::spawn(read(stream, shared, answers)),
            writer: tokio::spawn(write(sink, queue)),
        }
    }
}

impl Drop for Tasks {
    fn drop(&mut self) {
        self.reader.abort();
        self.writer.abort();
    }
}

async fn read(
    mut stream: SplitStream<Socket>,
    shared: Arc<Shared>,
    answers: mpsc::UnboundedSender<Message>,
) {
    let close = |code, reason| shared.tell(|replica| replica.close(code, reason));
    while let Some(message) = stream.next().await {
        match message {
            Ok(Message::Binary(frame)) => shared.tell(|replica| {
                for answer in replica.hear(&frame) {
                    let _ = answers.send(Message::Binary(answer.into()));
                }
            }),
            // Told at once; reading on lets the library finish the closing handshake.
            Ok(Message::Close(frame)) => {
                let (code, reason) = ending(frame);
                close(code, reason);
            }
            Ok(_) => {}
            Err(error) => {
                close(ABNORMAL, error.to_string());
                break;
            }
        }
    }
    close(ABNORMAL, "the socket ended".to_owned());
}

async fn write(mut sink: SplitSink<Socket, Message>, mut queue: mpsc::UnboundedReceiver<Message>) {
    let mut batch = Vec::with_capacity(BATCH);
    while queue.recv_many(&mut batch, BATCH).await > 0 {
        for message in batch.drain(..) {
            if sink.feed(message).await.is_err() {
                return;
            }
        }
        if sink.flush().await.is_err() {
            return;
        }
    }
}
