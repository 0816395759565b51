//! A bare WebSocket: handshake, frames out, frames in. For tests below the
//! protocol, and the ground that the other peers stand on.

use std::net::SocketAddr;
use std::time::Duration;

use futures_util::{SinkExt, StreamExt};
use tokio::net::TcpStream;
use tokio::time::timeout;
use tokio_tungstenite::tungstenite::client::IntoClientRequest;
use tokio_tungstenite::tungstenite::http::{HeaderName, HeaderValue};
use tokio_tungstenite::tungstenite::protocol::WebSocketConfig;
use tokio_tungstenite::tungstenite::{self, Message};
use tokio_tungstenite::{MaybeTlsStream, WebSocketStream, connect_async_with_config};

use super::error::PeerError;
use super::target::Target;

/// A handshake on loopback takes a millisecond; past this the server hangs.
const HANDSHAKE_DEADLINE: Duration = Duration::from_secs(10);

/// The socket type of every peer.
pub(super) type Socket = WebSocketStream<MaybeTlsStream<TcpStream>>;

/// How a connection ended when there was no close frame (RFC 6455, 7.1.5).
pub const ABNORMAL: u16 = 1006;

/// An open socket that speaks no protocol and answers nothing by itself.
#[derive(Debug)]
pub struct Connection {
    socket: Socket,
}

impl Connection {
    /// Opens `path` (with its query) and sends `headers` along.
    pub async fn open(
        addr: SocketAddr,
        path: &str,
        headers: &[(String, String)],
    ) -> Result<Self, PeerError> {
        let config = WebSocketConfig::default();
        Ok(Self { socket: handshake(addr, path, headers, config).await? })
    }

    /// Opens the address of a target without saying anything.
    pub async fn to(target: &Target) -> Result<Self, PeerError> {
        Self::open(target.addr, &target.path(), &target.headers).await
    }

    /// Sends any WebSocket message, also raw frames (`Message::Frame`).
    pub async fn send(&mut self, message: Message) -> Result<(), PeerError> {
        Ok(self.socket.send(message).await?)
    }

    /// Sends one binary frame.
    pub async fn send_bytes(&mut self, frame: Vec<u8>) -> Result<(), PeerError> {
        self.send(Message::Binary(frame.into())).await
    }

    /// The next message; pings are answered by the library on the way.
    pub async fn next(&mut self, deadline: Duration) -> Result<Message, PeerError> {
        let late = || PeerError::Deadline {
            what: "message".to_owned(),
            after: deadline,
            state: "the socket is open".to_owned(),
        };
        match timeout(deadline, self.socket.next()).await.map_err(|_| late())? {
            Some(message) => Ok(message?),
            None => Err(tungstenite::Error::ConnectionClosed.into()),
        }
    }

    /// Reads until the connection ends; how it ended.
    pub async fn wait_closed(&mut self, deadline: Duration) -> Result<(u16, String), PeerError> {
        loop {
            match self.next(deadline).await {
                Ok(Message::Close(frame)) => return Ok(ending(frame)),
                Ok(_) => {}
                Err(late @ PeerError::Deadline { .. }) => return Err(late),
                Err(error) => return Ok((ABNORMAL, error.to_string())),
            }
        }
    }
}

/// Opens a socket with Nagle's algorithm off.
pub(super) async fn handshake(
    addr: SocketAddr,
    path: &str,
    headers: &[(String, String)],
    config: WebSocketConfig,
) -> Result<Socket, PeerError> {
    let mut request = format!("ws://{addr}{path}").into_client_request()?;
    for (name, value) in headers {
        let name = HeaderName::try_from(name.as_str()).map_err(tungstenite::http::Error::from);
        let value = HeaderValue::try_from(value.as_str()).map_err(tungstenite::http::Error::from);
        let name = name.map_err(tungstenite::Error::from)?;
        request.headers_mut().insert(name, value.map_err(tungstenite::Error::from)?);
    }
    let opening = connect_async_with_config(request, Some(config), true);
    let opened = timeout(HANDSHAKE_DEADLINE, opening).await;
    let late = |_| PeerError::Deadline {
        what: "answer to the handshake".to_owned(),
        after: HANDSHAKE_DEADLINE,
        state: format!("the request was for {addr}"),
    };
    Ok(opened.map_err(late)??.0)
}

/// Code and reason of a close frame.
pub(super) fn ending(frame: Option<tungstenite::protocol::CloseFrame>) -> (u16, String) {
    match frame {
        Some(frame) => (frame.code.into(), frame.reason.to_string()),
        None => (ABNORMAL, "a close frame without a code".to_owned()),
    }
}
