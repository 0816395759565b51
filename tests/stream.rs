//! The named socket without a websocket, at its own door. See `SSE` in docs/SPEC.md.

#![allow(
    missing_docs,
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing
)]

mod door;
mod problem;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use door::{DEADLINE, Door, until, words};
use problem::problem;
use renexus_load::Protocol;
use renexus_load::http::{Request, Response};
use renexus_load::peer::Dialect;
use serde_json::Value;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;
use tokio::time::timeout;

/// What the server says, read event by event.
struct Stream {
    connection: TcpStream,
    text: String,
    secret: String,
}

impl Stream {
    async fn open(door: &Door) -> Self {
        let mut stream = Self::ask(door, "").await;
        let opened = stream.event().await.unwrap();
        assert_eq!(opened.0, "open");
        stream.secret = json(&opened.1)["session"].as_str().unwrap().to_owned();
        stream
    }

    async fn ask(door: &Door, headers: &str) -> Self {
        let address = door.server.target(Protocol::Hocuspocus, "notes").addr;
        let mut connection = TcpStream::connect(address).await.unwrap();
        let head = format!("GET /collab/sse HTTP/1.1\r\nhost: {address}\r\n{headers}\r\n");
        connection.write_all(head.as_bytes()).await.unwrap();
        let mut stream = Self { connection, text: String::new(), secret: String::new() };
        while !stream.text.contains("\r\n\r\n") {
            assert!(stream.read().await);
        }
        stream
    }

    /// The next event, of its kind; `None` at the end.
    async fn event(&mut self) -> Option<(String, String)> {
        loop {
            // The body comes in chunks; an event is sent within one piece of text, its length on a line before.
            if let Some(at) = self.text.find("\n\n") {
                let event: String = self.text.drain(..at + 2).collect();
                let lines = event.lines();
                let field = |name: &str| {
                    let mut found = lines.clone().filter_map(|line| line.strip_prefix(name));
                    found.next().unwrap_or_default().to_owned()
                };
                let kind = field("event: ");
                let kind = if kind.is_empty() { "message".into() } else { kind };
                return Some((kind, field("data: ")));
            }
            if !timeout(DEADLINE, self.read()).await.expect("nothing was said") {
                return None;
            }
        }
    }

    async fn message(&mut self) -> Option<Vec<u8>> {
        loop {
            let (kind, data) = self.event().await?;
            match kind.as_str() {
                "message" => return Some(STANDARD.decode(data).unwrap()),
                "close" => return None,
                _ => {}
            }
        }
    }

    async fn closed(&mut self) -> Value {
        loop {
            let (kind, data) = self.event().await.expect("a goodbye");
            if kind == "close" {
                return json(&data);
            }
        }
    }

    async fn read(&mut self) -> bool {
        let mut room = vec![0; 16 << 10];
        let read = self.connection.read(&mut room).await.unwrap();
        self.text.push_str(std::str::from_utf8(&room[..read]).unwrap());
        read > 0
    }

    async fn say(&self, door: &Door, messages: &[Vec<u8>]) -> Response {
        let mut body = Vec::new();
        for message in messages {
            let mut length = message.len();
            while length >= 0x80 {
                body.push(u8::try_from(length & 0x7f).unwrap() | 0x80);
                length >>= 7;
            }
            body.push(u8::try_from(length).unwrap());
            body.extend(message);
        }
        let path = format!("/collab/sse/{}", self.secret);
        door.ask(Request::new("POST", &path).bytes(body)).await
    }
}

fn json(text: &str) -> Value {
    serde_json::from_str(text).unwrap()
}

/// Comes in with a token and compares; what a client does at first.
async fn enter(door: &Door, stream: &Stream, level: &str) -> Dialect {
    let dialect = Dialect::new(Protocol::Hocuspocus, "notes");
    let first = [dialect.auth(&door.token("*", level)).unwrap(), dialect.step_one(&[0])];
    let answer = stream.say(door, &first).await;
    assert_eq!(answer.status, 204, "{}", answer.text());
    dialect
}

/// SPEC SSE-1
#[tokio::test]
async fn a_stream_edits_and_is_acknowledged_like_a_socket() {
    let door = Door::open();
    let other = door.writer(Protocol::YWebsocket, "notes").await;
    let mut stream = Stream::open(&door).await;
    let dialect = enter(&door, &stream, "write").await;
    let said = [dialect.step_two(&[0, 0]), dialect.update(&words(7, "from a stream"))];
    assert_eq!(stream.say(&door, &said).await.status, 204);
    until("the others read it", async || other.text().contains("stream")).await;
    let saved = b"\x05notes\x08\x01".to_vec();
    let mut receipts = 0;
    while receipts < 2 {
        receipts += usize::from(stream.message().await.expect("a receipt") == saved);
    }
}

/// SPEC SSE-2
#[tokio::test]
async fn whoever_does_not_know_the_secret_says_nothing() {
    let door = Door::open();
    let stream = Stream::open(&door).await;
    assert!(stream.secret.len() >= 43, "nobody guesses {}", stream.secret);
    let answer = door.ask(Request::new("POST", "/collab/sse/guessed").bytes(vec![1, 9])).await;
    problem(&answer, 404, "not-found");
    let path = format!("/collab/sse/{}", stream.secret);
    let foreign = Request::new("POST", &path).header("origin", "https://evil.example");
    problem(&door.ask(foreign.bytes(vec![1, 9])).await, 403, "forbidden");
    let refused = Stream::ask(&door, "origin: https://evil.example\r\n").await;
    assert!(refused.text.starts_with("HTTP/1.1 403"), "{}", refused.text);
}

/// SPEC SSE-2: the same clocks and bounds.
#[tokio::test]
async fn a_stream_is_closed_as_a_socket_is() {
    let settings = [("session.handshake_seconds", "0.5"), ("document.update_bytes", "100000")];
    let door = Door::with(&settings);
    let mut silent = Stream::open(&door).await;
    assert_eq!(silent.closed().await["code"], 4_408);
    assert!(silent.event().await.is_none_or(|(_, data)| data.is_empty()), "nothing follows");

    let mut garbage = Stream::open(&door).await;
    assert_eq!(garbage.say(&door, &[b"\x05notes\xff".to_vec()]).await.status, 204);
    assert_eq!(garbage.closed().await["code"], 1_008);

    let mut large = Stream::open(&door).await;
    let path = format!("/collab/sse/{}", large.secret);
    let answer = door.ask(Request::new("POST", &path).bytes(vec![0; 200_000])).await;
    problem(&answer, 413, "too-large");
    assert_eq!(large.closed().await["code"], 1_009);

    let mut cut = Stream::open(&door).await;
    let path = format!("/collab/sse/{}", cut.secret);
    assert_eq!(door.ask(Request::new("POST", &path).bytes(vec![200, 1, 7])).await.status, 204);
    assert_eq!(cut.closed().await["code"], 1_008);
}

/// SPEC SSE-3
#[tokio::test]
async fn a_stream_that_is_left_ends_its_session() {
    let door =
        Door::with(&[("session.keep_alive_seconds", "0.3"), ("session.silence_seconds", "2")]);
    let other = door.writer(Protocol::YWebsocket, "notes").await;
    let stream = Stream::open(&door).await;
    enter(&door, &stream, "write").await;
    until("two are here", async || door.metrics().await.contains("renexus_connections 2")).await;
    drop(stream);
    until("one is left", async || door.metrics().await.contains("renexus_connections 1")).await;
    assert!(other.closed().is_none());
}

/// SPEC WIRE-20
#[tokio::test]
async fn whoever_asks_is_told_the_level() {
    let door = Door::open();
    door.writer(Protocol::YWebsocket, "notes").await;
    for level in ["read", "comment", "write", "manage"] {
        let mut stream = Stream::open(&door).await;
        enter(&door, &stream, level).await;
        let ask = br#"{"ask":"level"}"#;
        let said = [b"\x05notes\x05".as_slice(), &[u8::try_from(ask.len()).unwrap()], ask].concat();
        assert_eq!(stream.say(&door, &[said]).await.status, 204);
        let wanted = format!(r#"{{"level":"{level}"}}"#);
        while !stream.message().await.expect(level).ends_with(wanted.as_bytes()) {}
    }
}
