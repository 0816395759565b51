//! What one request brings to its connection, and what becomes of it.

use bytes::Bytes;
use renexus_actors::session::Inbound;
use renexus_wire::close::CloseReason;
use renexus_wire::lib0::Reader;
use tokio::sync::{OwnedMutexGuard, mpsc};

/// The way up of a connection, for the one request that may speak.
pub(crate) type Turn = OwnedMutexGuard<mpsc::Sender<Inbound>>;

/// What a request brings.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Brought {
    /// Messages, each behind its length; none says that somebody is there.
    Frames(Bytes),
    /// More than a message may have, which was not read.
    TooLarge,
}

/// What became of a request.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Outcome {
    /// The session has it.
    Done,
    /// There is no such connection, or not any more.
    Gone,
    /// Another request is on its way.
    Busy,
}

impl Brought {
    /// Hands it to the session, which takes it as fast as it can.
    pub(crate) async fn go(&self, turn: &Turn) -> Outcome {
        for message in self.messages() {
            if turn.send(message).await.is_err() {
                return Outcome::Gone;
            }
        }
        Outcome::Done
    }

    /// What it says; a fault ends the connection, as it does on a socket.
    fn messages(&self) -> Vec<Inbound> {
        let body = match self {
            Self::Frames(body) if body.is_empty() => return vec![Inbound::Pong],
            Self::Frames(body) => body,
            Self::TooLarge => return vec![Inbound::Violation(CloseReason::TooBig)],
        };
        let mut reader = Reader::new(body);
        let mut found = Vec::new();
        while !reader.is_empty() {
            match reader.var_bytes() {
                Ok(frame) => found.push(Inbound::Frame(body.slice_ref(frame))),
                Err(_) => {
                    found.push(Inbound::Violation(CloseReason::Protocol));
                    break;
                }
            }
        }
        found
    }
}
