//! A connection that carries texts, for protocols that are no session of documents.

use std::io::ErrorKind;
use std::time::Duration;

use actix_http::ws::{CloseCode, CloseReason as Goodbye, Codec, Message};
use bytes::{Buf, Bytes, BytesMut};
use futures_util::StreamExt;
use renexus_actors::session::Inbound;
use tokio::time::timeout;
use tokio_util::codec::Encoder;

use super::frames::Frames;
use super::wire::Wire;

/// How long a peer may take to answer a goodbye.
const GOODBYE: Duration = Duration::from_secs(2);

/// A websocket of texts. It is written one message after the other: whoever speaks on it waits
/// until the peer has taken the last one, so nothing piles up.
pub(crate) struct TextSocket {
    frames: Frames,
    wire: Wire,
    codec: Codec,
    stalled: Duration,
}

/// The peer takes nothing any more.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Gone;

impl TextSocket {
    pub(super) fn new(frames: Frames, wire: Wire, stalled: Duration) -> Self {
        Self { frames, wire, codec: Codec::new(), stalled }
    }

    /// The next thing that the peer says; none when the connection has ended.
    pub(crate) async fn next(&mut self) -> Option<Inbound> {
        self.frames.next().await
    }

    /// Sends a text.
    pub(crate) async fn say(&mut self, text: String) -> Result<(), Gone> {
        self.send(Message::Text(text.into())).await
    }

    /// Asks whether the peer is there.
    pub(crate) async fn ping(&mut self) -> Result<(), Gone> {
        self.send(Message::Ping(Bytes::new())).await
    }

    /// Answers a ping.
    pub(crate) async fn pong(&mut self, body: Bytes) -> Result<(), Gone> {
        self.send(Message::Pong(body)).await
    }

    /// Says goodbye, and waits a moment for the answer: a connection that is dropped with bytes
    /// unread takes the goodbye along.
    pub(crate) async fn close(mut self, code: u16, words: &str) {
        let goodbye = Goodbye { code: CloseCode::from(code), description: Some(words.to_owned()) };
        let said = timeout(GOODBYE, self.send(Message::Close(Some(goodbye)))).await;
        if matches!(said, Ok(Ok(()))) {
            let heard = async { while self.frames.next().await.is_some() {} };
            // Whoever does not answer is let go of.
            let _ = timeout(GOODBYE, heard).await;
        }
    }

    async fn send(&mut self, message: Message) -> Result<(), Gone> {
        let mut bytes = BytesMut::new();
        self.codec.encode(message, &mut bytes).map_err(|_| Gone)?;
        while bytes.has_remaining() {
            let ready = timeout(self.stalled, self.wire.stream.writable()).await;
            if !matches!(ready, Ok(Ok(()))) {
                return Err(Gone);
            }
            match self.wire.stream.try_write(&bytes) {
                Ok(written) => bytes.advance(written),
                Err(error)
                    if matches!(error.kind(), ErrorKind::WouldBlock | ErrorKind::Interrupted) => {}
                Err(_) => return Err(Gone),
            }
        }
        Ok(())
    }
}
