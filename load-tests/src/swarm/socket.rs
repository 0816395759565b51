//! A socket that is read in large pieces into a buffer that all clients of a thread share.

use std::io;
use std::net::{IpAddr, SocketAddr};
use std::pin::Pin;
use std::task::{Context, Poll, ready};
use std::time::Duration;

use anyhow::{Context as _, Result, bail, ensure};
use tokio::io::{AsyncRead, AsyncReadExt, AsyncWrite, AsyncWriteExt, ReadBuf};
use tokio::net::{TcpSocket, TcpStream};
use tokio_tungstenite::tungstenite::handshake::{client::generate_key, derive_accept_key};

use super::frame::{self, Found};

/// What the shared buffer takes in one read.
pub(super) const READ_BYTES: usize = 256 * 1024;

/// A client that has this much unsent stops writing: the server does not read.
const MOST_UNSENT: usize = 8 * 1024 * 1024;

/// Opening thousands at once takes its time.
const HANDSHAKE_DEADLINE: Duration = Duration::from_secs(30);

/// Headers of an answer never grow larger.
const MOST_HEADERS: usize = 16 * 1024;

/// Host, port and path of a WebSocket address, resolved once.
#[derive(Clone, Debug)]
pub(super) struct Endpoint {
    pub(super) addr: SocketAddr,
    host: String,
    path: String,
}

impl Endpoint {
    /// Takes a `ws://` address apart.
    pub(super) async fn resolve(url: &str) -> Result<Self> {
        let rest = url.strip_prefix("ws://");
        let rest = rest.with_context(|| format!("{url}: only ws:// addresses can be measured"))?;
        let cut = rest.find(['/', '?']).unwrap_or(rest.len());
        let (host, path) = rest.split_at_checked(cut).unwrap_or((rest, ""));
        let slash = if path.starts_with('/') { "" } else { "/" };
        let port = if host.rsplit(']').next().unwrap_or(host).contains(':') { "" } else { ":80" };
        let mut found = tokio::net::lookup_host(format!("{host}{port}")).await;
        let addr = found.as_mut().ok().and_then(Iterator::next);
        let addr = addr.with_context(|| format!("{url}: the host {host} is not known"))?;
        Ok(Self { addr, host: host.to_owned(), path: format!("{slash}{path}") })
    }

    /// The same place on another node of the server.
    pub(super) fn on_node(&self, node: u16) -> Self {
        let port = self.addr.port().saturating_add(node);
        Self { addr: SocketAddr::new(self.addr.ip(), port), ..self.clone() }
    }
}

/// An open WebSocket.
pub(super) struct Socket {
    stream: TcpStream,
    /// Framed bytes on their way out.
    unsent: Vec<u8>,
    /// The beginning of a frame whose rest has not arrived.
    partial: Vec<u8>,
    /// The pieces of a message in several frames.
    pieces: Vec<u8>,
    mask: [u8; 4],
}

/// What a client does with what arrives.
pub(super) trait Listen {
    /// One message; answers are appended to the second argument, each as a payload.
    fn hear(&mut self, message: &[u8], out: &mut Outgoing<'_>) -> Result<()>;

    /// So many bytes have arrived.
    fn received(&mut self, bytes: usize);

    /// So many bytes have left.
    fn sent(&mut self, bytes: usize);
}

/// The way out of a socket.
pub(super) struct Outgoing<'a> {
    unsent: &'a mut Vec<u8>,
    mask: [u8; 4],
}

impl Outgoing<'_> {
    /// Queues a binary message.
    pub(super) fn send(&mut self, payload: &[u8]) {
        frame::write(self.unsent, frame::BINARY, self.mask, payload);
    }
}

impl Socket {
    /// Connects from `source`, or from where the system likes, and upgrades.
    /// The system receives at most `buffer` bytes ahead, if that is set.
    pub(super) async fn open(
        to: &Endpoint,
        source: Option<IpAddr>,
        buffer: Option<u32>,
    ) -> Result<Self> {
        let opening = Self::upgrade(to, source, buffer);
        let opened = tokio::time::timeout(HANDSHAKE_DEADLINE, opening).await;
        opened.with_context(|| format!("{} does not answer the handshake in 30 s", to.addr))?
    }

    async fn upgrade(to: &Endpoint, source: Option<IpAddr>, buffer: Option<u32>) -> Result<Self> {
        let v4 = to.addr.is_ipv4();
        let socket = if v4 { TcpSocket::new_v4() } else { TcpSocket::new_v6() }.map_err(told)?;
        if let Some(source) = source {
            socket.bind(SocketAddr::new(source, 0))?;
        }
        if let Some(buffer) = buffer {
            socket.set_recv_buffer_size(buffer)?;
        }
        let mut stream = socket.connect(to.addr).await.map_err(told)?;
        stream.set_nodelay(true)?;
        let key = generate_key();
        let request = format!(
            "GET {} HTTP/1.1\r\nHost: {}\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\
             Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: {key}\r\n\r\n",
            to.path, to.host
        );
        stream.write_all(request.as_bytes()).await?;
        let mut answer = Vec::new();
        let headers = loop {
            if let Some(end) = answer.windows(4).position(|four| four == b"\r\n\r\n") {
                break end + 4;
            }
            ensure!(answer.len() < MOST_HEADERS, "the answer to the handshake has no end");
            if stream.read_buf(&mut answer).await? == 0 {
                bail!("the server hangs up during the handshake");
            }
        };
        let partial = answer.split_off(headers);
        let head = String::from_utf8_lossy(&answer);
        let status = head.lines().next().unwrap_or_default();
        ensure!(status.contains(" 101"), "{}{}: the server answers {status}", to.host, to.path);
        let accept = derive_accept_key(key.as_bytes());
        ensure!(head.contains(&accept), "the server's answer is not for this handshake");
        Ok(Self { stream, unsent: Vec::new(), partial, pieces: Vec::new(), mask: rand::random() })
    }

    /// The way out. What is sent leaves with the next [`Socket::poll`].
    pub(super) fn outgoing(&mut self) -> Outgoing<'_> {
        Outgoing { unsent: &mut self.unsent, mask: self.mask }
    }

    /// Its two ends, the own one first.
    pub(super) fn ends(&self) -> io::Result<(SocketAddr, SocketAddr)> {
        Ok((self.stream.local_addr()?, self.stream.peer_addr()?))
    }

    /// Whether so much waits that nothing more should be written.
    pub(super) fn stuffed(&self) -> bool {
        self.unsent.len() > MOST_UNSENT
    }

    /// Sends what waits and hands on what arrives; ready only with an end.
    pub(super) fn poll(
        &mut self,
        cx: &mut Context<'_>,
        scratch: &mut [u8],
        listener: &mut impl Listen,
    ) -> Poll<anyhow::Error> {
        if let Poll::Ready(Err(error)) = self.poll_flush(cx, listener) {
            return Poll::Ready(error.into());
        }
        // What came along with the answer to the handshake.
        if !self.partial.is_empty()
            && let Err(error) = self.take_partial(&[], listener)
        {
            return Poll::Ready(error);
        }
        loop {
            let mut buffer = ReadBuf::new(scratch);
            if let Err(error) = ready!(Pin::new(&mut self.stream).poll_read(cx, &mut buffer)) {
                return Poll::Ready(error.into());
            }
            let read = buffer.filled();
            if read.is_empty() {
                return Poll::Ready(io::Error::from(io::ErrorKind::UnexpectedEof).into());
            }
            listener.received(read.len());
            if let Err(error) = self.take(read, listener) {
                return Poll::Ready(error);
            }
            if let Poll::Ready(Err(error)) = self.poll_flush(cx, listener) {
                return Poll::Ready(error.into());
            }
        }
    }

    /// Sends what waits, and reads nothing.
    pub(super) fn poll_flush(
        &mut self,
        cx: &mut Context<'_>,
        listener: &mut impl Listen,
    ) -> Poll<io::Result<()>> {
        if self.unsent.is_empty() {
            return Poll::Ready(Ok(()));
        }
        let mut written = 0;
        let outcome = loop {
            let rest = self.unsent.get(written..).unwrap_or_default();
            if rest.is_empty() {
                break Poll::Ready(Ok(()));
            }
            match Pin::new(&mut self.stream).poll_write(cx, rest) {
                Poll::Ready(Ok(0)) => {
                    break Poll::Ready(Err(io::ErrorKind::WriteZero.into()));
                }
                Poll::Ready(Ok(some)) => written += some,
                Poll::Ready(Err(error)) => break Poll::Ready(Err(error)),
                Poll::Pending => break Poll::Pending,
            }
        };
        self.unsent.drain(..written);
        listener.sent(written);
        outcome
    }

    fn take(&mut self, read: &[u8], listener: &mut impl Listen) -> Result<()> {
        if !self.partial.is_empty() {
            return self.take_partial(read, listener);
        }
        let used = self.frames(read, listener)?;
        self.partial.extend_from_slice(read.get(used..).unwrap_or_default());
        Ok(())
    }

    fn take_partial(&mut self, read: &[u8], listener: &mut impl Listen) -> Result<()> {
        let mut partial = std::mem::take(&mut self.partial);
        partial.extend_from_slice(read);
        let used = self.frames(&partial, listener)?;
        partial.drain(..used);
        if partial.is_empty() && partial.capacity() > READ_BYTES {
            // Thousands of clients that once read a large document would keep its size.
            partial = Vec::new();
        }
        self.partial = partial;
        Ok(())
    }

    /// Hands on every whole frame and returns how many bytes they took.
    fn frames(&mut self, bytes: &[u8], listener: &mut impl Listen) -> Result<usize> {
        let mut used = 0;
        loop {
            let frame = match frame::read(bytes.get(used..).unwrap_or_default()) {
                Found::Frame(frame) => frame,
                Found::Part => return Ok(used),
                Found::Wrong(why) => bail!(why),
            };
            used += frame.size;
            match frame.opcode {
                frame::BINARY if frame.last => {
                    listener.hear(frame.payload, &mut self.outgoing())?;
                }
                frame::BINARY | frame::CONTINUED => {
                    self.pieces.extend_from_slice(frame.payload);
                    if frame.last {
                        let whole = std::mem::take(&mut self.pieces);
                        listener.hear(&whole, &mut self.outgoing())?;
                    }
                }
                frame::PING => {
                    frame::write(&mut self.unsent, frame::PONG, self.mask, frame.payload);
                }
                frame::CLOSE => {
                    let code =
                        frame.payload.first_chunk().map_or(1005, |code| u16::from_be_bytes(*code));
                    let reason = frame.payload.get(2..).unwrap_or_default();
                    bail!("the server closed with {code} {}", String::from_utf8_lossy(reason));
                }
                // Text is for people, pongs answer nothing that was asked.
                frame::TEXT | frame::PONG => {}
                other => bail!("the server sends a frame of the unknown kind {other}"),
            }
        }
    }
}

/// What to do when a limit of the system is reached.
fn told(error: io::Error) -> anyhow::Error {
    let hint = match error.raw_os_error() {
        Some(24) => Some("no more files may be open: raise the limit, `ulimit -n 100000`"),
        Some(99) => Some(
            "no more ports: `sysctl -w net.ipv4.ip_local_port_range='1024 65535'`, or more loopback addresses",
        ),
        _ => None,
    };
    match hint {
        Some(hint) => anyhow::Error::new(error).context(hint),
        None => error.into(),
    }
}
