//! What the nodes of one installation tell each other about an open document or workspace.
//!
//! Numbers are lib0 varints. A message begins with the voice that said it, so that nobody listens
//! to themselves. Positions called *own* count what the speaker applied to its replica since
//! it was opened; positions called *stored* are those of the journal that all nodes share.

use bytes::Bytes;
use thiserror::Error;

use crate::lib0::{ReadError, Reader, write_length, write_var_bytes, write_var_uint};

/// One open document or workspace on one node, until it is closed there; drawn by lot.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Voice(pub u64);

/// A stretch of positions: everything behind `after`, up to and with `to`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Stretch {
    /// The last position before it.
    pub after: i64,
    /// Its last position.
    pub to: i64,
}

/// What one node tells the others.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Message {
    /// Edits that its members made, before they are on disk.
    Edits {
        /// Their own positions.
        own: Stretch,
        /// The updates.
        updates: Vec<Bytes>,
    },
    /// Edits are on disk.
    Saved {
        /// Their own positions.
        own: Stretch,
        /// Their stored positions.
        stored: Stretch,
    },
    /// States of its members, as an awareness message.
    Presence(Bytes),
    /// It has come, or is back: others answer with their members, and say where they are.
    Hello,
    /// The stored position up to which it knows everything.
    Reached(i64),
    /// The document was deleted.
    Deleted,
}

/// Why a message of another node cannot be read.
#[derive(Clone, Debug, Error, PartialEq, Eq)]
pub enum Unreadable {
    /// It ends too early, or a number is too large.
    #[error(transparent)]
    Read(#[from] ReadError),
    /// A node of another version says something new.
    #[error("message of kind {0} is unknown")]
    Kind(u8),
}

const EDITS: u8 = 0;
const SAVED: u8 = 1;
const PRESENCE: u8 = 2;
const HELLO: u8 = 3;
const REACHED: u8 = 4;
const DELETED: u8 = 5;

/// Writes a message.
pub fn encode(voice: Voice, message: &Message) -> Bytes {
    let mut out = Vec::new();
    write_var_uint(&mut out, voice.0);
    match message {
        Message::Edits { own, updates } => {
            out.push(EDITS);
            write_stretch(&mut out, *own);
            write_length(&mut out, updates.len());
            updates.iter().for_each(|update| write_var_bytes(&mut out, update));
        }
        Message::Saved { own, stored } => {
            out.push(SAVED);
            write_stretch(&mut out, *own);
            write_stretch(&mut out, *stored);
        }
        Message::Presence(states) => {
            out.push(PRESENCE);
            write_var_bytes(&mut out, states);
        }
        Message::Hello => out.push(HELLO),
        Message::Reached(position) => {
            out.push(REACHED);
            write_position(&mut out, *position);
        }
        Message::Deleted => out.push(DELETED),
    }
    out.into()
}

/// What every message of a voice begins with, and none of another.
pub fn beginning(voice: Voice) -> Bytes {
    let mut out = Vec::new();
    write_var_uint(&mut out, voice.0);
    out.into()
}

/// Reads a message, and whose it is.
pub fn decode(bytes: &Bytes) -> Result<(Voice, Message), Unreadable> {
    let mut reader = Reader::new(bytes);
    let voice = Voice(reader.var_uint()?);
    let message = match reader.byte()? {
        EDITS => {
            let own = read_stretch(&mut reader)?;
            let many = reader.length()?;
            // Each takes a byte at least.
            let mut updates = Vec::with_capacity(many.min(reader.rest().len()));
            for _ in 0..many {
                updates.push(bytes.slice_ref(reader.var_bytes()?));
            }
            Message::Edits { own, updates }
        }
        SAVED => {
            Message::Saved { own: read_stretch(&mut reader)?, stored: read_stretch(&mut reader)? }
        }
        PRESENCE => Message::Presence(bytes.slice_ref(reader.var_bytes()?)),
        HELLO => Message::Hello,
        REACHED => Message::Reached(read_position(&mut reader)?),
        DELETED => Message::Deleted,
        kind => return Err(Unreadable::Kind(kind)),
    };
    Ok((voice, message))
}

fn write_stretch(out: &mut Vec<u8>, Stretch { after, to }: Stretch) {
    write_position(out, after);
    write_position(out, to);
}

/// Positions begin with 0.
fn write_position(out: &mut Vec<u8>, position: i64) {
    write_var_uint(out, u64::try_from(position).unwrap_or_default());
}

fn read_position(reader: &mut Reader<'_>) -> Result<i64, ReadError> {
    i64::try_from(reader.var_uint()?).map_err(|_| ReadError::NumberTooLong)
}

fn read_stretch(reader: &mut Reader<'_>) -> Result<Stretch, ReadError> {
    Ok(Stretch { after: read_position(reader)?, to: read_position(reader)? })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_said_is_what_is_heard() {
        let own = Stretch { after: 3, to: 5 };
        let updates = vec![Bytes::from_static(b"one"), Bytes::new()];
        for message in [
            Message::Edits { own, updates },
            Message::Saved { own, stored: Stretch { after: 300, to: 302 } },
            Message::Presence(Bytes::from_static(b"states")),
            Message::Hello,
            Message::Reached(1 << 40),
            Message::Deleted,
        ] {
            let told = encode(Voice(u64::MAX), &message);
            assert_eq!(decode(&told), Ok((Voice(u64::MAX), message)));
        }
    }

    #[test]
    fn messages_begin_with_their_voice_alone() {
        let voices = [0, 1, 127, 128, 129, 1 << 14, u64::MAX >> 1, u64::MAX].map(Voice);
        for voice in voices {
            let told = encode(voice, &Message::Hello);
            let begins = |other: &&Voice| told.starts_with(&beginning(**other));
            assert_eq!(voices.iter().filter(begins).collect::<Vec<_>>(), [&voice]);
        }
    }

    #[test]
    fn what_is_cut_or_unknown_is_refused() {
        let whole = encode(Voice(7), &Message::Presence(Bytes::from_static(b"states")));
        for end in 0..whole.len() {
            assert!(decode(&whole.slice(..end)).is_err(), "{end}");
        }
        assert_eq!(decode(&Bytes::from_static(&[7, 99])), Err(Unreadable::Kind(99)));
        // A count that no message can hold asks for no memory.
        assert!(decode(&Bytes::from_static(&[7, 0, 0, 0, 0xff, 0xff, 0xff, 0x7f])).is_err());
    }
}
