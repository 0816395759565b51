//! What can go wrong between a peer and a server.

use std::time::Duration;

use thiserror::Error;
use tokio_tungstenite::tungstenite;

/// Why a peer could not do what a test or a run asked of it.
#[derive(Debug, Error)]
pub enum PeerError {
    /// The server answered the handshake with an HTTP status instead of a socket.
    #[error("the handshake was refused with status {status}: {body}")]
    Refused {
        /// The HTTP status.
        status: u16,
        /// The body, usually a problem document.
        body: String,
    },
    /// No socket came about, or it failed below the protocol.
    #[error("the socket failed: {0}")]
    Socket(#[source] Box<tungstenite::Error>),
    /// The connection ended before what was waited for had happened.
    #[error("closed with {code} ({reason}) while waiting for {what}")]
    Closed {
        /// What was waited for.
        what: String,
        /// The close code; 1006 when there was no close frame.
        code: u16,
        /// The reason in the close frame.
        reason: String,
    },
    /// It did not happen in time.
    #[error("no {what} within {after:?}; {state}")]
    Deadline {
        /// What was waited for.
        what: String,
        /// How long.
        after: Duration,
        /// What the peer had seen by then.
        state: String,
    },
    /// The server sent something that this client cannot read or apply.
    #[error("the server sent what a client cannot use: {0}")]
    Garbled(String),
}

impl From<tungstenite::Error> for PeerError {
    fn from(error: tungstenite::Error) -> Self {
        if let tungstenite::Error::Http(response) = error {
            let body = response.body().as_deref().unwrap_or_default();
            return Self::Refused {
                status: response.status().as_u16(),
                body: String::from_utf8_lossy(body).into_owned(),
            };
        }
        Self::Socket(Box::new(error))
    }
}
