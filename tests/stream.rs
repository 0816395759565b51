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
#[path = "stream/client.rs"]
mod streaming;

use door::{Door, until, words};
use problem::problem;
use renexus_load::Protocol;
use renexus_load::http::Request;
use renexus_load::peer::Dialect;
use streaming::Stream;

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
