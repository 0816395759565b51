//! The client side of the three protocols: what is said, and what is heard.
//!
//! One frame is built by one function here, and read by [`Dialect::read`]. No
//! I/O, no document: bytes in, values out.

mod heard;

use renexus_wire::lib0::{write_var_bytes, write_var_string, write_var_uint};

use super::target::Protocol;

pub use self::heard::{DialectError, Heard};

const SYNC: u64 = 0;
const AWARENESS: u64 = 1;
const AUTH: u64 = 2;
const QUERY_AWARENESS: u64 = 3;
const SYNC_REPLY: u64 = 4;
const STATELESS: u64 = 5;
const BROADCAST_STATELESS: u64 = 6;
const CLOSE: u64 = 7;
const SYNC_STATUS: u64 = 8;
const PING: u8 = 9;
const PONG: u8 = 10;
/// y-sweet's marker: the server echoes it once all before it is committed.
const MARKER: u64 = 102;

const STEP_ONE: u64 = 0;
const STEP_TWO: u64 = 1;
const UPDATE: u64 = 2;

const AUTH_TOKEN: u64 = 0;
const AUTH_DENIED: u64 = 1;
const AUTH_GRANTED: u64 = 2;

/// How one protocol puts messages about one document into frames.
#[derive(Clone, Debug)]
pub struct Dialect {
    protocol: Protocol,
    document: String,
    /// Whether edits are followed by markers, where the protocol can carry them.
    markers: bool,
}

impl Dialect {
    /// The frames of `protocol` for `document`.
    pub fn new(protocol: Protocol, document: impl Into<String>) -> Self {
        let markers = protocol != Protocol::Hocuspocus;
        Self { protocol, document: document.into(), markers }
    }

    /// The same for a server that may not know markers.
    pub fn without_markers(mut self) -> Self {
        self.markers = false;
        self
    }

    /// The protocol spoken.
    pub fn protocol(&self) -> Protocol {
        self.protocol
    }

    /// Hocuspocus' first frame; the others have shown their token already.
    pub fn auth(&self, token: &str) -> Option<Vec<u8>> {
        (self.protocol == Protocol::Hocuspocus).then(|| {
            let mut frame = self.begin(AUTH);
            write_var_uint(&mut frame, AUTH_TOKEN);
            write_var_string(&mut frame, token);
            frame
        })
    }

    /// "This is what I have": asks for the rest.
    pub fn step_one(&self, state_vector: &[u8]) -> Vec<u8> {
        self.sync(STEP_ONE, state_vector)
    }

    /// "This is what you lacked."
    pub fn step_two(&self, update: &[u8]) -> Vec<u8> {
        self.sync(STEP_TWO, update)
    }

    /// An edit.
    pub fn update(&self, update: &[u8]) -> Vec<u8> {
        self.sync(UPDATE, update)
    }

    /// Presence, as y-protocols encodes it.
    pub fn awareness(&self, states: &[u8]) -> Vec<u8> {
        let mut frame = self.begin(AWARENESS);
        write_var_bytes(&mut frame, states);
        frame
    }

    /// A marker to be echoed; Hocuspocus has none, it acknowledges by itself.
    pub fn marker(&self, number: u64) -> Option<Vec<u8>> {
        self.markers.then(|| {
            let mut body = Vec::new();
            write_var_uint(&mut body, number);
            let mut frame = self.begin(MARKER);
            write_var_bytes(&mut frame, &body);
            frame
        })
    }

    /// Hocuspocus' answer to a ping.
    pub fn pong(&self) -> Vec<u8> {
        vec![PONG]
    }

    /// Hocuspocus: a message beside the content.
    pub fn stateless(&self, text: &str) -> Vec<u8> {
        let mut frame = self.begin(STATELESS);
        write_var_string(&mut frame, text);
        frame
    }

    /// Hocuspocus: closes this document and keeps the socket.
    pub fn dismiss(&self, reason: &str) -> Vec<u8> {
        let mut frame = self.begin(CLOSE);
        write_var_string(&mut frame, reason);
        frame
    }

    fn begin(&self, kind: u64) -> Vec<u8> {
        let mut frame = Vec::new();
        if self.protocol == Protocol::Hocuspocus {
            write_var_string(&mut frame, &self.document);
        }
        write_var_uint(&mut frame, kind);
        frame
    }

    fn sync(&self, step: u64, body: &[u8]) -> Vec<u8> {
        let mut frame = self.begin(SYNC);
        write_var_uint(&mut frame, step);
        write_var_bytes(&mut frame, body);
        frame
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_protocol_reads_its_own_frames() {
        for protocol in Protocol::ALL {
            let dialect = Dialect::new(protocol, "notes");
            let frame = dialect.update(&[1, 2, 3]);
            assert_eq!(dialect.read(&frame), Ok(vec![Heard::Update(&[1, 2, 3])]));
        }
    }

    #[test]
    fn several_messages_may_stand_in_one_frame() {
        let dialect = Dialect::new(Protocol::YSweet, "notes");
        let mut frame = dialect.step_one(&[0]);
        frame.extend(dialect.marker(300).unwrap());
        assert_eq!(dialect.read(&frame), Ok(vec![Heard::StepOne(&[0]), Heard::Marker(300)]));
    }

    #[test]
    fn another_documents_messages_are_told_apart() {
        let frame = Dialect::new(Protocol::Hocuspocus, "theirs").update(&[0, 0]);
        let heard = Dialect::new(Protocol::Hocuspocus, "mine").read(&frame);
        assert_eq!(heard, Ok(vec![Heard::Elsewhere("theirs")]));
    }
}
