//! What comes in from a socket, whatever kind of socket it is.

use bytes::Bytes;
use renexus_wire::close::CloseReason;

/// Something that a connection brought.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Inbound {
    /// A whole binary message.
    Frame(Bytes),
    /// A ping; it is answered with the same bytes.
    Ping(Bytes),
    /// A pong.
    Pong,
    /// The peer closes.
    Close,
    /// The peer broke a bound or the websocket protocol.
    Violation(CloseReason),
}

/// Which language a connection speaks.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Protocol {
    /// y-websocket or y-sweet: bare messages about one document.
    Bare {
        /// The document, as written in the address.
        document: String,
        /// The token from the address or the header; empty when there was none.
        token: String,
    },
    /// Hocuspocus: every frame names its document and each document has its own token.
    Named,
}
