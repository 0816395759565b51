//! A websocket without a library: every byte of every frame is the test's own
//! (RFC 6455, sections 4 and 5).

use std::time::Duration;

use renexus_load::Target;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpSocket, TcpStream};
use tokio::time::timeout;

use super::DEADLINE;

pub const CONTINUATION: u8 = 0;
pub const TEXT: u8 = 1;
pub const BINARY: u8 = 2;
pub const CLOSE: u8 = 8;
pub const PING: u8 = 9;
pub const PONG: u8 = 10;

/// Little, so that a test that does not read is soon noticed.
const RECEIVE_BYTES: u32 = 64 << 10;

const FIN: u8 = 0x80;
const MASKED: u8 = 0x80;

/// One frame of the server.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Frame {
    /// Whether a message ends here.
    pub last: bool,
    /// The three bits that extensions use; 0 without one.
    pub reserved: u8,
    pub opcode: u8,
    pub payload: Vec<u8>,
}

/// An open socket.
pub struct RawSocket {
    stream: TcpStream,
    /// What the server said to the upgrade.
    pub head: String,
}

impl RawSocket {
    /// Opens a document's address, and claims to understand compression.
    pub async fn open(target: &Target) -> Self {
        let opened = Self::ask(target).await;
        assert!(opened.head.starts_with("HTTP/1.1 101"), "{}", opened.head);
        opened
    }

    /// Asks for an upgrade, whatever the answer.
    pub async fn ask(target: &Target) -> Self {
        let mut head = format!("GET {} HTTP/1.1\r\nhost: {}\r\n", target.path(), target.addr);
        head.push_str("connection: Upgrade\r\nupgrade: websocket\r\nsec-websocket-version: 13\r\n");
        head.push_str("sec-websocket-key: dGhlIHNhbXBsZSBub25jZQ==\r\n");
        head.push_str(
            "sec-websocket-extensions: permessage-deflate\r\naccept-encoding: gzip, br\r\n",
        );
        for (name, value) in &target.headers {
            head.push_str(&format!("{name}: {value}\r\n"));
        }
        head.push_str("\r\n");
        let socket = TcpSocket::new_v4().expect("a socket");
        socket.set_recv_buffer_size(RECEIVE_BYTES).expect("a small buffer");
        let mut stream = socket.connect(target.addr).await.expect("a connection");
        stream.set_nodelay(true).expect("an open socket");
        stream.write_all(head.as_bytes()).await.expect("an open socket");
        let mut answer = Vec::new();
        let reading = async {
            while !answer.ends_with(b"\r\n\r\n") {
                answer.push(stream.read_u8().await.expect("an answer to the upgrade"));
            }
        };
        timeout(DEADLINE, reading).await.expect("an answer to the upgrade in time");
        Self { stream, head: String::from_utf8(answer).expect("an answer in ASCII") }
    }

    /// Sends one binary message.
    pub async fn send(&mut self, payload: &[u8]) {
        self.send_frame(BINARY, true, payload).await;
    }

    /// Sends one frame; a server that hung up before is no fault of the sender.
    pub async fn send_frame(&mut self, opcode: u8, last: bool, payload: &[u8]) {
        self.send_bytes(&frame(opcode, last, payload)).await;
    }

    /// Sends bytes as they are.
    pub async fn send_bytes(&mut self, bytes: &[u8]) {
        let sent = timeout(DEADLINE, self.stream.write_all(bytes)).await;
        // Refused senders are cut off in the middle; the close code is what counts.
        let _ = sent.expect("the server takes the bytes in time");
    }

    /// The next frame; `None` at the end of the connection.
    pub async fn next(&mut self) -> Option<Frame> {
        timeout(DEADLINE, self.read()).await.expect("a frame in time")
    }

    /// The next frame if there is one within this time.
    pub async fn next_within(&mut self, time: Duration) -> Option<Frame> {
        timeout(time, self.read()).await.ok().flatten()
    }

    /// The payload of the next binary message; pings are answered on the way.
    pub async fn message(&mut self) -> Vec<u8> {
        loop {
            let frame = self.next().await.expect("a message before the end");
            match frame.opcode {
                BINARY => return frame.payload,
                CLOSE => panic!("closed with {:?}", code(&frame)),
                PING => self.send_frame(PONG, true, &frame.payload).await,
                _ => {}
            }
        }
    }

    /// The payload of the next message; none when the server has closed.
    pub async fn message_or_end(&mut self) -> Option<Vec<u8>> {
        loop {
            let frame = self.next().await?;
            match frame.opcode {
                BINARY => return Some(frame.payload),
                CLOSE => return None,
                PING => self.send_frame(PONG, true, &frame.payload).await,
                _ => {}
            }
        }
    }

    /// Reads on until the server closes: the code, and the payloads before it.
    pub async fn closed(&mut self) -> (u16, Vec<Vec<u8>>) {
        let mut before = Vec::new();
        loop {
            match self.next().await {
                Some(frame) if frame.opcode == CLOSE => {
                    return (code(&frame).expect("a close code"), before);
                }
                Some(frame) => before.push(frame.payload),
                None => panic!("the connection ended without a close frame"),
            }
        }
    }

    async fn read(&mut self) -> Option<Frame> {
        let first = self.stream.read_u8().await.ok()?;
        let second = self.stream.read_u8().await.ok()?;
        assert_eq!(second & MASKED, 0, "a server does not mask");
        let length = match second {
            126 => u64::from(self.stream.read_u16().await.ok()?),
            127 => self.stream.read_u64().await.ok()?,
            short => u64::from(short),
        };
        let mut payload = vec![0; usize::try_from(length).expect("a sane length")];
        self.stream.read_exact(&mut payload).await.ok()?;
        Some(Frame {
            last: first & FIN != 0,
            reserved: (first >> 4) & 7,
            opcode: first & 15,
            payload,
        })
    }
}

/// A frame as a client sends it; the mask is all zeros, which leaves the payload readable.
pub fn frame(opcode: u8, last: bool, payload: &[u8]) -> Vec<u8> {
    let mut out = header(opcode, last, payload.len());
    out.extend_from_slice(payload);
    out
}

/// Only the beginning of a frame that claims `length` bytes.
pub fn header(opcode: u8, last: bool, length: usize) -> Vec<u8> {
    let mut out = vec![if last { FIN | opcode } else { opcode }];
    match (u8::try_from(length), u16::try_from(length)) {
        (Ok(short), _) if short < 126 => out.push(MASKED | short),
        (_, Ok(medium)) => {
            out.push(MASKED | 126);
            out.extend(medium.to_be_bytes());
        }
        _ => {
            out.push(MASKED | 127);
            out.extend(u64::try_from(length).expect("a length").to_be_bytes());
        }
    }
    out.extend([0; 4]);
    out
}

fn code(frame: &Frame) -> Option<u16> {
    Some(u16::from_be_bytes([*frame.payload.first()?, *frame.payload.get(1)?]))
}
