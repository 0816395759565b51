//! A client of `/collab/sse`.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use renexus_load::Protocol;
use renexus_load::http::{Request, Response};
use serde_json::Value;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;
use tokio::time::timeout;

use crate::door::{DEADLINE, Door};

/// What the server says, read event by event.
pub(crate) struct Stream {
    connection: TcpStream,
    pub(crate) text: String,
    pub(crate) secret: String,
}

impl Stream {
    pub(crate) async fn open(door: &Door) -> Self {
        let mut stream = Self::ask(door, "").await;
        let opened = stream.event().await.unwrap();
        assert_eq!(opened.0, "open");
        stream.secret = json(&opened.1)["session"].as_str().unwrap().to_owned();
        stream
    }

    pub(crate) async fn ask(door: &Door, headers: &str) -> Self {
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
    pub(crate) async fn event(&mut self) -> Option<(String, String)> {
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

    pub(crate) async fn message(&mut self) -> Option<Vec<u8>> {
        loop {
            let (kind, data) = self.event().await?;
            match kind.as_str() {
                "message" => return Some(STANDARD.decode(data).unwrap()),
                "close" => return None,
                _ => {}
            }
        }
    }

    pub(crate) async fn closed(&mut self) -> Value {
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

    pub(crate) async fn say(&self, door: &Door, messages: &[Vec<u8>]) -> Response {
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
