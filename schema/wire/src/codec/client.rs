//! What a client may say.

use thiserror::Error;

use super::kind;
use crate::lib0::{ReadError, Reader};

/// One message of a client, borrowed from its frame.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ClientMessage<'a> {
    /// "This is what I have": a state vector. With `reply_only`, no Step1 must follow in return.
    Step1 {
        /// The encoded state vector.
        state_vector: &'a [u8],
        /// Sent as a SyncReply.
        reply_only: bool,
    },
    /// "This is what you lack": the answer to the server's Step1.
    Step2(&'a [u8]),
    /// An edit.
    Update(&'a [u8]),
    /// States of clients.
    Awareness(&'a [u8]),
    /// "Tell me who is there."
    QueryAwareness,
    /// A token for this document.
    Token(&'a str),
    /// A message to the server beside the document.
    Stateless(&'a str),
    /// A message to everybody in the document.
    BroadcastStateless(&'a str),
    /// "Echo this once all that I sent before is durable" (y-sweet's type 102).
    Marker(&'a [u8]),
    /// "I am leaving this document."
    Close,
    /// "Are you there?"
    Ping,
    /// "I am here."
    Pong,
}

/// Why a frame is refused; the connection is closed with 1008.
#[derive(Clone, Debug, Error, PartialEq, Eq)]
pub enum InvalidFrame {
    /// The bytes are cut short or malformed.
    #[error("malformed frame: {0}")]
    Malformed(#[from] ReadError),
    /// The message type is not part of the protocol.
    #[error("unknown message type {0}")]
    UnknownType(u64),
    /// The sub-type is not part of the protocol.
    #[error("unknown sub-type {sub} of message type {kind}")]
    UnknownSubtype {
        /// The message type.
        kind: u64,
        /// Its sub-type.
        sub: u64,
    },
    /// Bytes follow the message.
    #[error("{0} bytes follow the message")]
    Trailing(usize),
}

/// Reads the messages of one y-websocket or y-sweet frame, one after the other, until it ends.
pub fn decode_bare(frame: &[u8]) -> impl Iterator<Item = Result<ClientMessage<'_>, InvalidFrame>> {
    let mut reader = Reader::new(frame);
    let mut broken = false;
    std::iter::from_fn(move || {
        if broken || reader.is_empty() {
            return None;
        }
        let message = bare_message(&mut reader);
        broken = message.is_err();
        Some(message)
    })
}

fn bare_message<'a>(reader: &mut Reader<'a>) -> Result<ClientMessage<'a>, InvalidFrame> {
    match reader.var_uint()? {
        kind::SYNC => sync(reader, false),
        kind::AWARENESS => Ok(ClientMessage::Awareness(reader.var_bytes()?)),
        kind::QUERY_AWARENESS => Ok(ClientMessage::QueryAwareness),
        kind::MARKER => Ok(ClientMessage::Marker(reader.var_bytes()?)),
        other => Err(InvalidFrame::UnknownType(other)),
    }
}

/// Reads one Hocuspocus frame: the document name, with the session id if the client wrote one, and the message.
///
/// A ping or pong is one byte without a name; its name is empty here.
pub fn decode_named(frame: &[u8]) -> Result<(&str, ClientMessage<'_>), InvalidFrame> {
    if let [single] = frame {
        return match u64::from(*single) {
            kind::PING => Ok(("", ClientMessage::Ping)),
            kind::PONG => Ok(("", ClientMessage::Pong)),
            other => Err(InvalidFrame::UnknownType(other)),
        };
    }
    let mut reader = Reader::new(frame);
    let name = reader.var_string()?;
    let message = match reader.var_uint()? {
        kind::SYNC => sync(&mut reader, false)?,
        kind::SYNC_REPLY => sync(&mut reader, true)?,
        kind::AWARENESS => ClientMessage::Awareness(reader.var_bytes()?),
        kind::AUTH => return auth(&mut reader).map(|message| (name, message)),
        kind::QUERY_AWARENESS => ClientMessage::QueryAwareness,
        kind::STATELESS => ClientMessage::Stateless(reader.var_string()?),
        kind::BROADCAST_STATELESS => ClientMessage::BroadcastStateless(reader.var_string()?),
        // A reason may follow; nobody needs it.
        kind::CLOSE => return Ok((name, ClientMessage::Close)),
        kind::PING => ClientMessage::Ping,
        kind::PONG => ClientMessage::Pong,
        other => return Err(InvalidFrame::UnknownType(other)),
    };
    match reader.rest().len() {
        0 => Ok((name, message)),
        more => Err(InvalidFrame::Trailing(more)),
    }
}

fn sync<'a>(reader: &mut Reader<'a>, reply_only: bool) -> Result<ClientMessage<'a>, InvalidFrame> {
    let sub = reader.var_uint()?;
    let body = match sub {
        kind::STEP_1 | kind::STEP_2 | kind::UPDATE => reader.var_bytes()?,
        _ => return Err(InvalidFrame::UnknownSubtype { kind: kind::SYNC, sub }),
    };
    Ok(match sub {
        kind::STEP_1 => ClientMessage::Step1 { state_vector: body, reply_only },
        kind::STEP_2 => ClientMessage::Step2(body),
        _ => ClientMessage::Update(body),
    })
}

/// Newer providers write their version behind the token; it is not needed.
fn auth<'a>(reader: &mut Reader<'a>) -> Result<ClientMessage<'a>, InvalidFrame> {
    match reader.var_uint()? {
        kind::TOKEN => Ok(ClientMessage::Token(reader.var_string()?)),
        sub => Err(InvalidFrame::UnknownSubtype { kind: kind::AUTH, sub }),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn several_messages_stand_in_one_bare_frame() {
        let frame = [0, 0, 1, 0, 3, 102, 1, 9];
        let messages: Vec<_> = decode_bare(&frame).collect();
        assert_eq!(
            messages,
            [
                Ok(ClientMessage::Step1 { state_vector: &[0], reply_only: false }),
                Ok(ClientMessage::QueryAwareness),
                Ok(ClientMessage::Marker(&[9])),
            ]
        );
    }

    #[test]
    fn reading_stops_at_the_first_fault() {
        let messages: Vec<_> = decode_bare(&[3, 77, 3]).collect();
        assert_eq!(
            messages,
            [Ok(ClientMessage::QueryAwareness), Err(InvalidFrame::UnknownType(77))]
        );
        assert_eq!(decode_bare(&[0, 2, 200]).count(), 1);
    }

    #[test]
    fn a_named_frame_carries_its_document() {
        let frame = [b"\x03a\0b".as_slice(), &[0, 2, 2, 0, 0]].concat();
        assert_eq!(decode_named(&frame), Ok(("a\0b", ClientMessage::Update(&[0, 0]))));
        let token = [b"\x01a".as_slice(), &[2, 0], b"\x02jw\x054.8.0"].concat();
        assert_eq!(decode_named(&token), Ok(("a", ClientMessage::Token("jw"))));
        assert_eq!(decode_named(&[9]), Ok(("", ClientMessage::Ping)));
        assert_eq!(decode_named(&[1, b'a', 3, 0]), Err(InvalidFrame::Trailing(1)));
    }
}
