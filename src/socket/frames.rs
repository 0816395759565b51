//! What comes in: from the bytes of a connection to what a session hears.

use std::cell::RefCell;
use std::io::{self, ErrorKind};
use std::pin::Pin;
use std::task::{Context, Poll, ready};

use actix_http::ws::{Codec, ProtocolError};
use bytes::BytesMut;
use futures_util::Stream;
use renexus_actors::session::Inbound;
use renexus_wire::close::CloseReason;
use tokio::io::Interest;
use tokio_util::codec::Decoder;

use super::fragments::Fragments;
use super::headers::Headers;
use super::wire::Wire;

/// Room for one read.
const READ_BYTES: usize = 32 << 10;

thread_local! {
    /// Where reads go first; one for all connections of a thread, so that an idle one keeps none.
    static ROOM: RefCell<Box<[u8]>> = RefCell::new(vec![0; READ_BYTES].into());
}

/// The messages of one connection. It ends with the connection, or with the first fault.
pub(super) struct Frames {
    wire: Wire,
    headers: Headers,
    codec: Codec,
    /// Bytes of the frame that is incomplete.
    buffer: BytesMut,
    fragments: Fragments,
    /// Whether a frame has begun that is longer than any may be.
    too_long: bool,
    /// Nothing that follows a fault can be read; the codec would repeat it for ever.
    broken: bool,
}

impl Frames {
    /// Reads messages of at most `max_bytes` bytes in at most `max_fragments` fragments.
    pub(super) fn new(wire: Wire, max_bytes: usize, max_fragments: usize) -> Self {
        Self {
            wire,
            headers: Headers::new(u64::try_from(max_bytes).unwrap_or(u64::MAX)),
            codec: Codec::new().max_size(max_bytes),
            buffer: BytesMut::new(),
            fragments: Fragments::new(max_bytes, max_fragments),
            too_long: false,
            broken: false,
        }
    }

    /// The same where messages are texts.
    pub(super) fn of_texts(mut self) -> Self {
        self.fragments = self.fragments.of_texts();
        self
    }

    /// Takes bytes that were read before.
    pub(super) fn after(mut self, bytes: &[u8]) -> Self {
        self.take_over(bytes);
        self
    }

    /// Keeps bytes that were read; refuses a frame that is too long by its header.
    fn take_over(&mut self, bytes: &[u8]) {
        self.too_long |= !self.headers.pass(bytes);
        self.buffer.extend_from_slice(bytes);
    }

    /// Reads what is there. `None` when the connection has ended.
    fn read(&mut self, cx: &mut Context<'_>) -> Poll<Option<()>> {
        loop {
            if ready!(self.wire.stream.poll_read_ready(cx)).is_err() {
                return Poll::Ready(None);
            }
            match ROOM.with_borrow_mut(|room| self.read_into(room)) {
                Ok(0) => return Poll::Ready(None),
                Ok(_) => return Poll::Ready(Some(())),
                Err(error) if error.kind() == ErrorKind::WouldBlock => {}
                Err(error) if error.kind() == ErrorKind::Interrupted => {}
                Err(_) => return Poll::Ready(None),
            }
        }
    }

    /// Reads once; how many bytes that were.
    fn read_into(&mut self, room: &mut [u8]) -> io::Result<usize> {
        let count = self.wire.stream.try_read(room)?;
        if count < room.len() {
            // That was all: the next look need not ask the system to find nothing.
            let nothing = || Err::<(), _>(io::Error::from(ErrorKind::WouldBlock));
            let _ = self.wire.stream.try_io(Interest::READABLE, nothing);
        }
        self.take_over(room.get(..count).unwrap_or_default());
        Ok(count)
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
            if self.too_long {
                return Poll::Ready(Some(self.fault(CloseReason::TooBig)));
            }
            if ready!(self.read(cx)).is_none() {
                return Poll::Ready(None);
            }
        }
    }
}
