//! As much of an HTTP client as tests and runs need: one request, one answer.
//!
//! ```no_run
//! # use renexus_load::http::Request;
//! # async fn example(addr: std::net::SocketAddr, token: &str) -> anyhow::Result<()> {
//! let answer = Request::post("/api/documents").bearer(token).json("{}").send(addr).await?;
//! assert_eq!(answer.status, 201, "{}", answer.text());
//! # Ok(()) }
//! ```

use std::net::SocketAddr;
use std::time::Duration;

use anyhow::{Context, Result};
use bytes::Bytes;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;
use tokio::time::timeout;

/// An answer of a loopback server takes milliseconds; past this it hangs.
const DEADLINE: Duration = Duration::from_secs(10);

/// A request under construction.
#[derive(Clone, Debug)]
pub struct Request {
    method: String,
    path: String,
    headers: Vec<(String, String)>,
    body: Bytes,
}

impl Request {
    /// A request of any method.
    pub fn new(method: &str, path: &str) -> Self {
        Self {
            method: method.to_owned(),
            path: path.to_owned(),
            headers: Vec::new(),
            body: Bytes::new(),
        }
    }

    /// A GET.
    pub fn get(path: &str) -> Self {
        Self::new("GET", path)
    }

    /// A POST.
    pub fn post(path: &str) -> Self {
        Self::new("POST", path)
    }

    /// The same with one more header.
    pub fn header(mut self, name: &str, value: &str) -> Self {
        self.headers.push((name.to_owned(), value.to_owned()));
        self
    }

    /// The same with a token.
    pub fn bearer(self, token: &str) -> Self {
        self.header("authorization", &format!("Bearer {token}"))
    }

    /// The same with a JSON body.
    pub fn json(self, json: &str) -> Self {
        let mut request = self.header("content-type", "application/json");
        request.body = Bytes::copy_from_slice(json.as_bytes());
        request
    }

    /// The same with a binary body.
    pub fn bytes(self, body: impl Into<Bytes>) -> Self {
        let mut request = self.header("content-type", "application/octet-stream");
        request.body = body.into();
        request
    }

    /// The same with a body whose media type is said elsewhere, or nowhere.
    pub fn body(mut self, body: impl Into<Bytes>) -> Self {
        self.body = body.into();
        self
    }

    /// Sends it on a connection of its own.
    pub async fn send(&self, addr: SocketAddr) -> Result<Response> {
        let what = || format!("{} {}", self.method, self.path);
        let answer = timeout(DEADLINE, self.exchange(addr)).await;
        let answer = answer.with_context(|| format!("no answer to {} in {DEADLINE:?}", what()))?;
        let bytes = answer.with_context(what)?;
        Response::read(&bytes).with_context(what)
    }

    async fn exchange(&self, addr: SocketAddr) -> Result<Vec<u8>> {
        // HTTP/1.0 spares both sides keep-alive and chunks.
        let mut head = format!("{} {} HTTP/1.0\r\nhost: {addr}\r\n", self.method, self.path);
        for (name, value) in &self.headers {
            head.push_str(&format!("{name}: {value}\r\n"));
        }
        head.push_str(&format!("content-length: {}\r\n\r\n", self.body.len()));
        let mut stream = TcpStream::connect(addr).await?;
        stream.write_all(head.as_bytes()).await?;
        stream.write_all(&self.body).await?;
        let mut answer = Vec::new();
        stream.read_to_end(&mut answer).await?;
        Ok(answer)
    }
}

/// An answer.
#[derive(Clone, Debug)]
pub struct Response {
    /// The status.
    pub status: u16,
    /// Header names in lower case, and values.
    pub headers: Vec<(String, String)>,
    /// The body.
    pub body: Bytes,
}

impl Response {
    /// The first header of that (lower case) name.
    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers.iter().find(|(known, _)| known == name).map(|(_, value)| value.as_str())
    }

    /// The body as text.
    pub fn text(&self) -> String {
        String::from_utf8_lossy(&self.body).into_owned()
    }

    /// The body as JSON.
    pub fn json(&self) -> Result<serde_json::Value> {
        serde_json::from_slice(&self.body).with_context(|| format!("not JSON: {}", self.text()))
    }

    fn read(bytes: &[u8]) -> Result<Self> {
        let end = bytes.windows(4).position(|window| window == b"\r\n\r\n");
        let (head, rest) = bytes.split_at(end.context("the answer has no end of headers")?);
        let mut lines = std::str::from_utf8(head)?.split("\r\n");
        let status = lines.next().and_then(|line| line.split(' ').nth(1));
        let headers = lines.filter_map(|line| {
            let (name, value) = line.split_once(':')?;
            Some((name.to_ascii_lowercase(), value.trim().to_owned()))
        });
        Ok(Self {
            status: status.context("the answer has no status")?.parse()?,
            headers: headers.collect(),
            body: Bytes::copy_from_slice(rest.get(4..).unwrap_or_default()),
        })
    }
}
