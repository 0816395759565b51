//! What comes in: from the bytes of a connection to what a session hears.

use std::pin::Pin;
use std::task::{Context, Poll, ready};

use actix_http::ws::{Codec, ProtocolError};
use actix_web::dev::Payload;
use bytes::BytesMut;
use futures_util::{Stream, StreamExt};
use renexus_actors::session::Inbound;
use renexus_wire::close::CloseReason;
use tokio_util::codec::Decoder;

use super::fragments::Fragments;
use super::headers::Headers;

/// The messages of one connection. It ends with the connection, or with the first fault.
pub(super) struct Frames {
    payload: Payload,
    headers: Headers,
    codec: Codec,
    /// Bytes of the frame that is incomplete.
    buffer: BytesMut,
    fragments: Fragments,
    /// Nothing that follows a fault can be read; the codec would repeat it for ever.
    broken: bool,
}

impl Frames {
    /// Reads messages of at most `max_bytes` bytes in at most `max_fragments` fragments.
    pub(super) fn new(payload: Payload, max_bytes: usize, max_fragments: usize) -> Self {
        Self {
            payload,
            headers: Headers::new(u64::try_from(max_bytes).unwrap_or(u64::MAX)),
            codec: Codec::new().max_size(max_bytes),
            buffer: BytesMut::new(),
            fragments: Fragments::new(max_bytes, max_fragments),
            broken: false,
        }
    }

    /// The next message that is complete.
    fn decode(&mut self) -> Option<Inbound> {
        loop {
            match self.codec.decode(&mut self.buffer) {
                Ok(Some(frame)) => {
                    if let Some(inbound) = self.fragments.take(frame) {
                        self.broken = matches!(inbound, Inbound::Violation(_));
                        return Some(inbound);
                    }
                }
                Ok(None) => {
                    // An idle connection keeps no buffer.
                    if self.buffer.is_empty() {
                        self.buffer = BytesMut::new();
                    }
                    return None;
                }
                Err(ProtocolError::Overflow) => return Some(self.fault(CloseReason::TooBig)),
                Err(_) => return Some(self.fault(CloseReason::Protocol)),
            }
        }
    }

    fn fault(&mut self, reason: CloseReason) -> Inbound {
        self.broken = true;
        Inbound::Violation(reason)
    }
}

impl Stream for Frames {
    type Item = Inbound;

    fn poll_next(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<Inbound>> {
        loop {
            if self.broken {
                return Poll::Ready(None);
            }
            if let Some(inbound) = self.decode() {
                return Poll::Ready(Some(inbound));
            }
            let Some(Ok(bytes)) = ready!(self.payload.poll_next_unpin(cx)) else {
                return Poll::Ready(None);
            };
            if !self.headers.pass(&bytes) {
                return Poll::Ready(Some(self.fault(CloseReason::TooBig)));
            }
            if self.buffer.is_empty() {
                self.buffer = BytesMut::from(bytes);
            } else {
                self.buffer.extend_from_slice(&bytes);
            }
        }
    }
}
