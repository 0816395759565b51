//! What nodes write to each other about a connection that lives on one of them.
//!
//! Whoever got a request for it knocks first, so that no body travels for nobody. Numbers and bytes are those of lib0.

use bytes::Bytes;
use renexus_wire::lib0::{ReadError, Reader, write_var_bytes, write_var_uint};

use super::brought::{Brought, Outcome};

/// One letter about one request, which has a number.
#[derive(Debug, PartialEq)]
pub(super) enum Letter {
    /// A request is here, for the connection with this hash; `from` is answered.
    Knock { request: u64, hash: String, from: String },
    /// What it brought.
    Body { request: u64, brought: Brought },
    /// Its connection is on this node, which takes the body also when the connection goes meanwhile.
    Here { request: u64, node: String },
    /// What became of it.
    Over { request: u64, outcome: Outcome },
}

const KNOCK: u8 = 0;
const FRAMES: u8 = 1;
const TOO_LARGE: u8 = 2;
const HERE: u8 = 3;
const DONE: u8 = 4;
const GONE: u8 = 5;
const BUSY: u8 = 6;

impl Letter {
    pub(super) fn write(&self) -> Bytes {
        let mut out = Vec::new();
        let (kind, request) = match self {
            Self::Knock { request, .. } => (KNOCK, request),
            Self::Body { request, brought: Brought::Frames(_) } => (FRAMES, request),
            Self::Body { request, brought: Brought::TooLarge } => (TOO_LARGE, request),
            Self::Here { request, .. } => (HERE, request),
            Self::Over { request, outcome: Outcome::Done } => (DONE, request),
            Self::Over { request, outcome: Outcome::Gone } => (GONE, request),
            Self::Over { request, outcome: Outcome::Busy } => (BUSY, request),
        };
        out.push(kind);
        write_var_uint(&mut out, *request);
        match self {
            Self::Knock { hash, from, .. } => {
                write_var_bytes(&mut out, hash.as_bytes());
                write_var_bytes(&mut out, from.as_bytes());
            }
            Self::Here { node, .. } => write_var_bytes(&mut out, node.as_bytes()),
            Self::Body { brought: Brought::Frames(frames), .. } => out.extend_from_slice(frames),
            _ => {}
        }
        out.into()
    }

    /// Reads a letter; none where a node of another version says something new.
    pub(super) fn read(bytes: &Bytes) -> Result<Option<Self>, ReadError> {
        let mut reader = Reader::new(bytes);
        let (kind, request) = (reader.byte()?, reader.var_uint()?);
        let over = |outcome| Self::Over { request, outcome };
        let text = |bytes| String::from_utf8_lossy(bytes).into_owned();
        Ok(Some(match kind {
            KNOCK => {
                let (hash, from) = (reader.var_bytes()?, reader.var_bytes()?);
                Self::Knock { request, hash: text(hash), from: text(from) }
            }
            FRAMES => {
                Self::Body { request, brought: Brought::Frames(bytes.slice_ref(reader.rest())) }
            }
            TOO_LARGE => Self::Body { request, brought: Brought::TooLarge },
            HERE => Self::Here { request, node: text(reader.var_bytes()?) },
            DONE => over(Outcome::Done),
            GONE => over(Outcome::Gone),
            BUSY => over(Outcome::Busy),
            _ => return Ok(None),
        }))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_written_is_read() {
        let frames = Brought::Frames(Bytes::from_static(b"\x01frame"));
        let letters = [
            Letter::Knock { request: u64::MAX >> 11, hash: "abc".into(), from: "node".into() },
            Letter::Body { request: 7, brought: frames },
            Letter::Body { request: 7, brought: Brought::Frames(Bytes::new()) },
            Letter::Body { request: 7, brought: Brought::TooLarge },
            Letter::Here { request: 7, node: "node".into() },
            Letter::Over { request: 7, outcome: Outcome::Done },
            Letter::Over { request: 7, outcome: Outcome::Gone },
            Letter::Over { request: 7, outcome: Outcome::Busy },
        ];
        for letter in letters {
            assert_eq!(Letter::read(&letter.write()).unwrap(), Some(letter));
        }
        assert_eq!(Letter::read(&Bytes::from_static(&[99, 1])).unwrap(), None);
        for cut in [&[][..], &[KNOCK], &[KNOCK, 1, 5, b'a'], &[HERE, 0x80]] {
            assert!(Letter::read(&Bytes::copy_from_slice(cut)).is_err(), "{cut:?}");
        }
    }
}
