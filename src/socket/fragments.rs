//! Putting fragmented messages together, within bounds.

use actix_http::ws::{Frame, Item};
use bytes::{Bytes, BytesMut};
use renexus_actors::session::Inbound;
use renexus_wire::close::CloseReason;

/// A message of the other kind.
const PROTOCOL: Inbound = Inbound::Violation(CloseReason::Protocol);

/// The message that is being put together.
pub(super) struct Fragments {
    max_bytes: usize,
    max_count: usize,
    buffer: BytesMut,
    count: usize,
    /// Whether messages are texts; each protocol has messages of one kind alone.
    texts: bool,
}

impl Fragments {
    pub(super) fn new(max_bytes: usize, max_count: usize) -> Self {
        Self { max_bytes, max_count, buffer: BytesMut::new(), count: 0, texts: false }
    }

    pub(super) fn of_texts(mut self) -> Self {
        self.texts = true;
        self
    }

    /// Turns a frame into what a session hears; `None` while a message is incomplete.
    pub(super) fn take(&mut self, frame: Frame) -> Option<Inbound> {
        Some(match frame {
            Frame::Binary(bytes) if !self.texts => Inbound::Frame(bytes),
            Frame::Text(bytes) if self.texts => Inbound::Frame(bytes),
            Frame::Ping(body) => Inbound::Ping(body),
            Frame::Pong(_) => Inbound::Pong,
            Frame::Close(_) => Inbound::Close,
            Frame::Continuation(item) => return self.join(item),
            Frame::Binary(_) | Frame::Text(_) => Inbound::Violation(CloseReason::Protocol),
        })
    }

    fn join(&mut self, item: Item) -> Option<Inbound> {
        let (part, last) = match item {
            Item::FirstText(_) if !self.texts => return Some(PROTOCOL),
            Item::FirstBinary(_) if self.texts => return Some(PROTOCOL),
            Item::FirstText(part) | Item::FirstBinary(part) => {
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
