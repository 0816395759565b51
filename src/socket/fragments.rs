//! Putting fragmented messages together, within bounds.

use actix_ws::{Item, Message, ProtocolError};
use bytes::{Bytes, BytesMut};
use renexus_actors::session::Inbound;
use renexus_wire::close::CloseReason;

use super::guard::Oversized;

/// The message that is being put together.
pub(super) struct Fragments {
    max_bytes: usize,
    max_count: usize,
    buffer: BytesMut,
    count: usize,
    /// Whether the guard has cut the connection.
    oversized: Oversized,
}

impl Fragments {
    pub(super) fn new(max_bytes: usize, max_count: usize, oversized: Oversized) -> Self {
        Self { max_bytes, max_count, buffer: BytesMut::new(), count: 0, oversized }
    }

    /// Turns what the socket brought into what a session hears; `None` while a message is incomplete.
    pub(super) fn take(&mut self, message: Result<Message, ProtocolError>) -> Option<Inbound> {
        Some(match message {
            Ok(Message::Binary(frame)) => Inbound::Frame(frame),
            Ok(Message::Ping(body)) => Inbound::Ping(body),
            Ok(Message::Pong(_)) => Inbound::Pong,
            Ok(Message::Close(_)) => Inbound::Close,
            Ok(Message::Continuation(item)) => return self.join(item),
            // None of the three protocols has text frames.
            Ok(Message::Text(_)) => Inbound::Violation(CloseReason::Protocol),
            Ok(Message::Nop) => return None,
            Err(ProtocolError::Overflow) => Inbound::Violation(CloseReason::TooBig),
            Err(_) if self.oversized.get() => Inbound::Violation(CloseReason::TooBig),
            Err(_) => Inbound::Violation(CloseReason::Protocol),
        })
    }

    fn join(&mut self, item: Item) -> Option<Inbound> {
        let (part, last) = match item {
            Item::FirstText(_) => return Some(Inbound::Violation(CloseReason::Protocol)),
            Item::FirstBinary(part) => {
                self.buffer.clear();
                self.count = 0;
                (part, false)
            }
            Item::Continue(part) => (part, false),
            Item::Last(part) => (part, true),
        };
        self.count += 1;
        if self.count > self.max_count {
            return Some(Inbound::Violation(CloseReason::Protocol));
        }
        if self.buffer.len() + part.len() > self.max_bytes {
            return Some(Inbound::Violation(CloseReason::TooBig));
        }
        self.buffer.extend_from_slice(&part);
        last.then(|| Inbound::Frame(self.finish()))
    }

    fn finish(&mut self) -> Bytes {
        std::mem::take(&mut self.buffer).freeze()
    }
}
