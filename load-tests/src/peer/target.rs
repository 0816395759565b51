//! Where a peer connects, and in which protocol.

use std::fmt;
use std::net::SocketAddr;

use clap::ValueEnum;
use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};
use serde::{Deserialize, Serialize};

/// One of the three protocols in which a stock editor reaches a document.
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, ValueEnum, Serialize, Deserialize,
)]
#[serde(rename_all = "kebab-case")]
pub enum Protocol {
    /// y-protocols as the npm package `y-websocket` speaks them, at `/yjs/{document}`.
    #[value(name = "y-websocket")]
    YWebsocket,
    /// The framing of `@hocuspocus/provider`, at `/collab`.
    Hocuspocus,
    /// y-protocols with markers as `@y-sweet/client` speaks them, at `/d/{document}`.
    #[value(name = "y-sweet")]
    YSweet,
}

impl Protocol {
    /// Every protocol, for tests that hold for each of them.
    pub const ALL: [Self; 3] = [Self::YWebsocket, Self::Hocuspocus, Self::YSweet];

    /// Whether the token is sent in a message; in the others it stands in the address.
    pub fn sends_token(self) -> bool {
        self == Self::Hocuspocus
    }
}

impl fmt::Display for Protocol {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(match self {
            Self::YWebsocket => "y-websocket",
            Self::Hocuspocus => "hocuspocus",
            Self::YSweet => "y-sweet",
        })
    }
}

/// The address of a document: server, protocol, document and who asks.
#[derive(Clone, Debug)]
pub struct Target {
    /// The server's address.
    pub addr: SocketAddr,
    /// The protocol to speak.
    pub protocol: Protocol,
    /// The document's name.
    pub document: String,
    /// The token: in the query, or in Hocuspocus' Auth message.
    pub token: Option<String>,
    /// Further headers of the handshake, such as `Origin` or `Authorization`.
    pub headers: Vec<(String, String)>,
    /// Path and query, where they are not those of a Renexus server.
    pub path: Option<String>,
    /// Whether edits are followed by markers where the protocol can carry them.
    pub markers: bool,
}

impl Target {
    /// A document without a token.
    pub fn new(addr: SocketAddr, protocol: Protocol, document: impl Into<String>) -> Self {
        Self {
            addr,
            protocol,
            document: document.into(),
            token: None,
            headers: Vec::new(),
            path: None,
            markers: true,
        }
    }

    /// The same document asked for with a token.
    pub fn with_token(mut self, token: impl Into<String>) -> Self {
        self.token = Some(token.into());
        self
    }

    /// The same document asked for with one more handshake header.
    pub fn with_header(mut self, name: impl Into<String>, value: impl Into<String>) -> Self {
        self.headers.push((name.into(), value.into()));
        self
    }

    /// The same document on a server with addresses of its own.
    pub fn with_path(mut self, path: impl Into<String>) -> Self {
        self.path = Some(path.into());
        self
    }

    /// The same document on a server that may not know markers: nothing but
    /// Hocuspocus acknowledges then.
    pub fn without_markers(mut self) -> Self {
        self.markers = false;
        self
    }

    /// Path and query of the handshake; Hocuspocus sends its token later.
    pub fn path(&self) -> String {
        if let Some(path) = &self.path {
            return path.clone();
        }
        let document = escaped(&self.document);
        let path = match self.protocol {
            Protocol::YWebsocket => format!("/yjs/{document}"),
            Protocol::YSweet => format!("/d/{document}/ws/{document}"),
            Protocol::Hocuspocus => return "/collab".to_owned(),
        };
        match &self.token {
            Some(token) => format!("{path}?token={}", escaped(token)),
            None => path,
        }
    }
}

/// `text` with everything percent-encoded that may not stand in a path segment.
pub fn escaped(text: &str) -> String {
    utf8_percent_encode(text, RESERVED).to_string()
}

/// Everything but the characters that RFC 3986 reserves for no purpose (section 2.3).
const RESERVED: &AsciiSet = &NON_ALPHANUMERIC.remove(b'-').remove(b'.').remove(b'_').remove(b'~');

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_protocol_has_its_path() {
        let addr = SocketAddr::from(([127, 0, 0, 1], 80));
        let path = |protocol| Target::new(addr, protocol, "a/ü").with_token("t.1").path();
        assert_eq!(path(Protocol::YWebsocket), "/yjs/a%2F%C3%BC?token=t.1");
        assert_eq!(path(Protocol::YSweet), "/d/a%2F%C3%BC/ws/a%2F%C3%BC?token=t.1");
        assert_eq!(path(Protocol::Hocuspocus), "/collab");
    }
}
