//! What the server says, read from its frames.

use renexus_wire::lib0::{ReadError, Reader};

use super::{
    AUTH, AUTH_DENIED, AUTH_GRANTED, AUTH_TOKEN, AWARENESS, BROADCAST_STATELESS, CLOSE, Dialect,
    MARKER, PING, PONG, QUERY_AWARENESS, STATELESS, STEP_ONE, STEP_TWO, SYNC, SYNC_REPLY,
    SYNC_STATUS, UPDATE,
};
use crate::peer::target::Protocol;

/// One message of the server.
#[derive(Debug, PartialEq, Eq)]
pub enum Heard<'a> {
    /// What the server has: answer with what it lacks.
    StepOne(&'a [u8]),
    /// What this client lacked.
    StepTwo(&'a [u8]),
    /// Someone's edit.
    Update(&'a [u8]),
    /// Someone's presence.
    Awareness(&'a [u8]),
    /// The server asks for this client's presence.
    QueryAwareness,
    /// Hocuspocus: send the token (again).
    AskToken,
    /// Hocuspocus: let in, as `read-write` or `readonly`.
    Granted(&'a str),
    /// Not allowed: the connection, or the last edit.
    Denied(&'a str),
    /// Hocuspocus: one sync message was saved (`true`) or refused.
    Saved(bool),
    /// The echo of a marker.
    Marker(u64),
    /// Hocuspocus: a message beside the document.
    Stateless(&'a str),
    /// Hocuspocus: this document is closed, the socket stays.
    Dismissed(&'a str),
    /// Hocuspocus: answer with [`Dialect::pong`].
    Ping,
    /// Hocuspocus: the answer to a ping.
    Pong,
    /// Hocuspocus: a message for another document on the same socket.
    Elsewhere(&'a str),
}

/// Why a frame of the server could not be read.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum DialectError {
    /// The bytes end early or are malformed.
    #[error(transparent)]
    Bytes(#[from] ReadError),
    /// A message type or step that the protocol does not have.
    #[error("an unknown message type {0}")]
    Unknown(u64),
}

impl Dialect {
    /// Reads every message in a frame, in order.
    pub fn read<'a>(&self, frame: &'a [u8]) -> Result<Vec<Heard<'a>>, DialectError> {
        let mut reader = Reader::new(frame);
        let mut heard = Vec::new();
        while !reader.is_empty() {
            heard.push(self.read_one(frame, &mut reader)?);
        }
        Ok(heard)
    }

    /// Reads the next message of `frame`, of which `reader` has the rest.
    pub fn read_one<'a>(
        &self,
        frame: &'a [u8],
        reader: &mut Reader<'a>,
    ) -> Result<Heard<'a>, DialectError> {
        if self.protocol == Protocol::Hocuspocus {
            if let [only] = frame {
                reader.byte()?;
                return match *only {
                    PING => Ok(Heard::Ping),
                    PONG => Ok(Heard::Pong),
                    other => Err(DialectError::Unknown(u64::from(other))),
                };
            }
            let name = reader.var_string()?;
            if name != self.document {
                reader.take(reader.rest().len())?;
                return Ok(Heard::Elsewhere(name));
            }
        }
        self.read_body(reader)
    }

    fn read_body<'a>(&self, reader: &mut Reader<'a>) -> Result<Heard<'a>, DialectError> {
        let heard = match reader.var_uint()? {
            SYNC | SYNC_REPLY => match reader.var_uint()? {
                STEP_ONE => Heard::StepOne(reader.var_bytes()?),
                STEP_TWO => Heard::StepTwo(reader.var_bytes()?),
                UPDATE => Heard::Update(reader.var_bytes()?),
                other => return Err(DialectError::Unknown(other)),
            },
            AWARENESS => Heard::Awareness(reader.var_bytes()?),
            AUTH => self.read_auth(reader)?,
            QUERY_AWARENESS => Heard::QueryAwareness,
            STATELESS | BROADCAST_STATELESS => Heard::Stateless(reader.var_string()?),
            CLOSE => Heard::Dismissed(reader.var_string()?),
            SYNC_STATUS => Heard::Saved(reader.var_uint()? == 1),
            MARKER => Heard::Marker(Reader::new(reader.var_bytes()?).var_uint()?),
            other => return Err(DialectError::Unknown(other)),
        };
        Ok(heard)
    }

    /// The two families number the same three answers differently.
    fn read_auth<'a>(&self, reader: &mut Reader<'a>) -> Result<Heard<'a>, DialectError> {
        let answer = reader.var_uint()?;
        if self.protocol != Protocol::Hocuspocus {
            return Ok(Heard::Denied(reader.var_string()?));
        }
        match answer {
            AUTH_TOKEN => Ok(Heard::AskToken),
            AUTH_DENIED => Ok(Heard::Denied(reader.var_string()?)),
            AUTH_GRANTED => Ok(Heard::Granted(reader.var_string()?)),
            other => Err(DialectError::Unknown(other)),
        }
    }
}
