//! From the frames that a session writes to server-sent events.
//!
//! A frame becomes one event with its body in base64. It is turned as it comes in, so that a
//! large one is never held as a whole.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use bytes::{Buf, Bytes, BytesMut};
use serde_json::json;

/// What frames are; the bit above says that they are whole. Source: RFC 6455, section 5.2.
const BINARY: u8 = 0x82;
const CLOSE: u8 = 0x88;
const PING: u8 = 0x89;
/// Lengths that say that the length follows, in two bytes or in eight.
const LENGTH_16: u8 = 126;
const LENGTH_64: u8 = 127;

/// The first event: by this secret the client speaks.
pub(super) fn opened(secret: &str) -> Bytes {
    Bytes::from(format!("event: open\ndata: {}\n\n", json!({ "session": secret })))
}

/// Turns the frames of one connection.
#[derive(Default)]
pub(super) struct Events {
    /// Bytes that do not make a step yet.
    rest: BytesMut,
    /// Bytes of the binary frame that are still to come.
    left: usize,
    is_over: bool,
}

impl Events {
    /// Whether a goodbye was said; nothing follows it.
    pub(super) fn is_over(&self) -> bool {
        self.is_over
    }

    /// Takes bytes that may be cut anywhere; returns what they tell.
    pub(super) fn take(&mut self, bytes: &[u8]) -> Bytes {
        self.rest.extend_from_slice(bytes);
        let mut told = String::new();
        while !self.is_over && self.step(&mut told) {}
        if self.rest.is_empty() {
            self.rest = BytesMut::new();
        }
        Bytes::from(told)
    }

    /// Goes on by one step; false when more bytes are needed.
    fn step(&mut self, told: &mut String) -> bool {
        if self.left > 0 {
            return self.encode(told);
        }
        let Some((kind, header, length)) = head(&self.rest) else { return false };
        if kind == BINARY {
            self.rest.advance(header);
            self.left = length;
            told.push_str("data: ");
            if length == 0 {
                told.push_str("\n\n");
            }
            return true;
        }
        if self.rest.len() < header + length {
            return false;
        }
        self.rest.advance(header);
        let body = self.rest.split_to(length);
        match kind {
            CLOSE => self.say_goodbye(&body, told),
            PING => told.push_str("event: ping\ndata: {}\n\n"),
            // Pongs answer pings, which no request carries.
            _ => {}
        }
        true
    }

    /// Encodes what is there, in whole groups of three bytes until the last.
    fn encode(&mut self, told: &mut String) -> bool {
        let there = self.rest.len().min(self.left);
        let whole = if there == self.left { there } else { there - there % 3 };
        if whole == 0 {
            return false;
        }
        STANDARD.encode_string(self.rest.split_to(whole), told);
        self.left -= whole;
        if self.left == 0 {
            told.push_str("\n\n");
        }
        true
    }

    fn say_goodbye(&mut self, body: &[u8], told: &mut String) {
        let (code, words) = match body {
            [high, low, words @ ..] => (u16::from_be_bytes([*high, *low]), words),
            _ => (1_005, body),
        };
        let said = json!({ "code": code, "reason": String::from_utf8_lossy(words) });
        told.push_str(&format!("event: close\ndata: {said}\n\n"));
        self.is_over = true;
    }
}

/// The kind of the next frame, the length of its header and of its body; `None` while the header is incomplete.
fn head(bytes: &[u8]) -> Option<(u8, usize, usize)> {
    let [kind, length, rest @ ..] = bytes else { return None };
    Some(match *length {
        LENGTH_16 => (*kind, 4, usize::from(u16::from_be_bytes(*rest.first_chunk()?))),
        LENGTH_64 => {
            let length = u64::from_be_bytes(*rest.first_chunk()?);
            (*kind, 10, usize::try_from(length).unwrap_or(usize::MAX))
        }
        short => (*kind, 2, usize::from(short)),
    })
}

#[cfg(test)]
mod tests {
    use renexus_wire::close::CloseReason;
    use renexus_wire::codec::{close_frame, ping_frame};

    use super::*;

    fn binary(body: &[u8]) -> Vec<u8> {
        let mut frame = vec![BINARY];
        match body.len() {
            0..126 => frame.push(u8::try_from(body.len()).unwrap()),
            126..65_536 => {
                frame.push(LENGTH_16);
                frame.extend(u16::try_from(body.len()).unwrap().to_be_bytes());
            }
            _ => {
                frame.push(LENGTH_64);
                frame.extend(u64::try_from(body.len()).unwrap().to_be_bytes());
            }
        }
        frame.extend(body);
        frame
    }

    #[test]
    fn frames_become_events_however_they_are_cut() {
        let bodies: Vec<Vec<u8>> =
            [0, 1, 2, 3, 125, 126, 1_000, 70_000].map(|length| vec![42; length]).into();
        let mut bytes: Vec<u8> = bodies.iter().flat_map(|body| binary(body)).collect();
        bytes.extend(ping_frame());
        bytes.extend(close_frame(CloseReason::Lagging, false));
        let mut wanted: String =
            bodies.iter().map(|body| format!("data: {}\n\n", STANDARD.encode(body))).collect();
        wanted.push_str("event: ping\ndata: {}\n\nevent: close\ndata: {\"code\":4430,");
        for size in [1, 2, 5, 1_000, bytes.len()] {
            let mut events = Events::default();
            let told: Vec<u8> = bytes.chunks(size).flat_map(|chunk| events.take(chunk)).collect();
            let told = String::from_utf8(told).unwrap();
            assert!(told.starts_with(&wanted), "chunks of {size}");
            assert!(events.is_over());
        }
    }
}
