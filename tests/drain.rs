//! How a server ends. See `LIFE` in docs/SPEC.md.

#![allow(
    missing_docs,
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing
)]

mod door;
mod hand;

use std::sync::Arc;
use std::time::Duration;

use door::{DEADLINE, Door, until};
use hand::{LogTaken, SMALL_SEGMENTS, long};
use renexus_load::http::Request;
use renexus_load::{Peer, PeerError, Protocol};

/// Between two edits of a typist.
const KEYSTROKE: Duration = Duration::from_millis(5);

/// Types numbered words until the connection ends.
async fn type_on(peer: Arc<Peer>, name: String) {
    for number in 1.. {
        if peer.insert(&word(&name, number)).is_err() {
            return;
        }
        tokio::time::sleep(KEYSTROKE).await;
    }
}

fn word(name: &str, number: u64) -> String {
    format!("{name}.{number};")
}

/// SPEC LIFE-2, DUR-1
#[tokio::test]
async fn a_server_that_is_told_to_end_sends_everybody_away_and_loses_nothing() {
    let mut door = Door::with(&[("server.drain_seconds", "3")]);
    let reader = door.writer(Protocol::YWebsocket, "notes").await;
    let mut writers = Vec::new();
    for protocol in Protocol::ALL {
        let peer = Arc::new(door.writer(protocol, "notes").await);
        tokio::spawn(type_on(Arc::clone(&peer), protocol.to_string()));
        writers.push((protocol, peer));
    }
    for (_, peer) in &writers {
        peer.wait_acknowledged(20, DEADLINE).await.unwrap();
    }
    door.server.terminate().unwrap();
    until("it is not ready any more", async || {
        door.ask(Request::get("/health/ready")).await.status == 503
    })
    .await;
    assert_eq!(door.ask(Request::get("/health/live")).await.status, 200);
    let late = door.connect(Protocol::YWebsocket, "notes", &door.token("*", "write")).await;
    assert!(matches!(late, Err(PeerError::Refused { status: 503, .. })), "{:?}", late.err());
    for (protocol, peer) in &writers {
        assert_eq!(peer.wait_closed(DEADLINE).await.unwrap().0, 1012, "{protocol}");
    }
    assert_eq!(reader.wait_closed(DEADLINE).await.unwrap().0, 1012);
    assert_eq!(door.server.wait(DEADLINE).unwrap().code(), Some(0));
    door.restart(&[]);
    let text = door.text("notes").await;
    for (protocol, peer) in &writers {
        for number in 1..=peer.acknowledged() {
            let word = word(&protocol.to_string(), number);
            assert!(text.contains(&word), "{word} was acknowledged and is gone");
        }
    }
    for word in reader.text().split_terminator(';') {
        assert!(text.contains(&format!("{word};")), "{word} was shown to others and is gone");
    }
}

/// A server that cannot save, and an edit that waits for it.
async fn stuck(shutdown_seconds: &str) -> (Door, LogTaken, Peer) {
    let bound = [("server.shutdown_seconds", shutdown_seconds)];
    let door = Door::with(&[&SMALL_SEGMENTS[..], &bound].concat());
    let peer = door.writer(Protocol::Hocuspocus, "notes").await;
    peer.insert(&long()).unwrap();
    peer.all_acknowledged().await.unwrap();
    let taken = LogTaken::from(door.folder());
    let reader = door.writer(Protocol::YWebsocket, "notes").await;
    peer.insert(" and not").unwrap();
    reader.wait_text(&format!("{} and not", long()), DEADLINE).await.unwrap();
    (door, taken, peer)
}

/// SPEC LIFE-4
#[tokio::test]
async fn a_second_signal_ends_the_server_at_once() {
    // Far beyond the deadline of this test: only the second signal can end it.
    let (mut door, _taken, _peer) = stuck("600").await;
    door.server.terminate().unwrap();
    let drains = async || door.server.output().iter().any(|line| line.contains("draining"));
    until("the first signal is heard", drains).await;
    door.server.terminate().unwrap();
    assert_eq!(door.server.wait(DEADLINE).unwrap().code(), Some(130));
}

/// SPEC LIFE-3
#[tokio::test]
async fn a_server_that_cannot_save_ends_all_the_same() {
    let (mut door, taken, peer) = stuck("1").await;
    door.server.terminate().unwrap();
    let status = door.server.wait(Duration::from_secs(4)).unwrap();
    assert_eq!(status.code(), Some(1), "whoever started it is told");
    assert_eq!(peer.acknowledged(), 1, "what was not saved is not acknowledged");
    taken.give_back();
    door.restart(&[]);
    assert!(door.text("notes").await.starts_with(&long()));
}
