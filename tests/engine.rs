//! Documents that come, go, and stay apart. See `LIFE`, `WIRE` and `DUR` in docs/SPEC.md.

#![allow(
    missing_docs,
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing
)]

mod door;
mod hand;

use std::collections::BTreeSet;

use door::{DEADLINE, Door, until};
use futures_util::future::join_all;
use hand::{Hand, LogTaken, SMALL_SEGMENTS};
use renexus_load::http::Request;
use renexus_load::peer::Connection;
use renexus_load::{Peer, Protocol};

/// How many documents are in memory.
async fn in_memory(door: &Door) -> u64 {
    door.server.metric("renexus_documents_open").await.unwrap().unwrap()
}

/// The protocols in turn.
fn protocol(number: usize) -> Protocol {
    Protocol::ALL[number % Protocol::ALL.len()]
}

/// SPEC BND-21
#[tokio::test]
async fn a_document_that_nobody_uses_leaves_memory_and_comes_back_the_same() {
    let door = Door::with(&[("document.idle_seconds", "0.2")]);
    let mut texts = Vec::new();
    for number in 0..9 {
        let peer = door.writer(protocol(number), &format!("idle-{number}")).await;
        peer.insert(&format!("words of {number}")).unwrap();
        peer.all_acknowledged().await.unwrap();
        texts.push(peer.text());
        peer.close().await.unwrap();
    }
    until("memory is empty", async || in_memory(&door).await == 0).await;
    for (number, text) in texts.iter().enumerate() {
        let peer = door.writer(protocol(number + 1), &format!("idle-{number}")).await;
        assert_eq!(peer.text(), *text);
    }
}

/// SPEC LIFE-6
#[tokio::test]
async fn a_document_that_is_opened_while_it_closes_is_still_one() {
    let door = Door::with(&[("document.idle_seconds", "0.001")]);
    let token = door.token("*", "write");
    let mut expected = String::new();
    for round in 0..60 {
        let peer = door.peer(protocol(round), "door", &token).await;
        assert_eq!(peer.text(), expected, "round {round}");
        let word = format!("{round} ");
        peer.insert(&word).unwrap();
        // Every third one leaves in a hurry: it was heard, or it was not.
        if round % 3 > 0 {
            peer.all_acknowledged().await.unwrap();
            expected.push_str(&word);
            continue;
        }
        drop(peer);
        let next = door.peer(protocol(round), "door", &token).await;
        let text = next.text();
        assert!(text == expected || text == format!("{expected}{word}"), "round {round}: {text}");
        next.insert("|").unwrap();
        next.all_acknowledged().await.unwrap();
        expected = next.text();
    }
}

/// SPEC WIRE-1, LIFE-6
#[tokio::test]
async fn fifty_who_open_a_new_document_at_once_get_the_same_one() {
    let door = Door::open();
    let token = door.token("*", "write");
    let opening = (0..50).map(async |number| {
        let peer = door.peer(protocol(number), "fresh", &token).await;
        peer.insert(&format!("{number};")).unwrap();
        peer.all_acknowledged().await.unwrap();
        peer
    });
    let peers = join_all(opening).await;
    let everything: BTreeSet<_> = (0..50).map(|number| number.to_string()).collect();
    for peer in &peers {
        until("everybody's word", async || words(peer) == everything).await;
        assert_eq!(peer.text(), peers[0].text());
    }
    assert_eq!(in_memory(&door).await, 1);
    assert_eq!(Hand::in_folder(door.folder()).number("SELECT count(*) FROM documents"), 1);
}

fn words(peer: &Peer) -> BTreeSet<String> {
    peer.text().split_terminator(';').map(str::to_owned).collect()
}

/// SPEC WIRE-1
#[tokio::test]
async fn many_documents_with_many_editors_do_not_mix() {
    let door = Door::open();
    let token = door.token("*", "write");
    let writing = (0..30).map(async |number| {
        let document = format!("room {number}/{}", number % 7);
        let mut peers = Vec::new();
        for seat in 0..3 {
            peers.push(door.peer(protocol(number + seat), &document, &token).await);
        }
        for peer in &peers {
            peer.insert(&format!("{number};")).unwrap();
            peer.all_acknowledged().await.unwrap();
        }
        peers
    });
    for (number, peers) in join_all(writing).await.iter().enumerate() {
        let expected = format!("{number};").repeat(3);
        for peer in peers {
            peer.wait_text(&expected, DEADLINE).await.unwrap();
        }
    }
    assert_eq!(in_memory(&door).await, 30);
}

/// SPEC DUR-4
#[tokio::test]
async fn a_reader_who_takes_nothing_holds_up_nobody() {
    let door = Door::open();
    let token = door.token("*", "write");
    let target = door.target(Protocol::YWebsocket, "loud", &token);
    // On a bare socket one is in the document at once; this one never reads.
    let stuck = Connection::to(&target).await.unwrap();
    let loud = door.peer(Protocol::Hocuspocus, "loud", &token).await;
    let beside = door.peer(Protocol::YSweet, "loud", &token).await;
    let calm = door.peer(Protocol::YWebsocket, "calm", &token).await;
    let chapter = "x".repeat(256 << 10);
    for _ in 0..20 {
        loud.insert(&chapter).unwrap();
        calm.insert("y").unwrap();
        calm.all_acknowledged().await.unwrap();
    }
    loud.all_acknowledged().await.unwrap();
    beside.wait_text(&loud.text(), DEADLINE).await.unwrap();
    drop(stuck);
}

/// SPEC DUR-4
#[tokio::test]
async fn while_nothing_can_be_saved_edits_still_reach_everybody() {
    let door = Door::with(&SMALL_SEGMENTS);
    let token = door.token("*", "write");
    let mut pairs = Vec::new();
    for number in 0..6 {
        let document = format!("pair-{number}");
        let writer = door.peer(protocol(number), &document, &token).await;
        pairs.push((writer, door.peer(protocol(number + 1), &document, &token).await));
    }
    // Nothing was written yet, so the first commit needs a segment.
    let taken = LogTaken::from(door.folder());
    for (writer, reader) in &pairs {
        writer.insert("heard").unwrap();
        reader.wait_text("heard", DEADLINE).await.unwrap();
        assert_eq!(writer.acknowledged(), 0);
    }
    taken.give_back();
    for (writer, _) in &pairs {
        writer.all_acknowledged().await.unwrap();
    }
}

/// SPEC HTTP-7
#[tokio::test]
async fn a_deleted_document_sends_everybody_away_and_never_comes_back() {
    let mut door = Door::open();
    let token = door.token("*", "manage");
    let mut peers = Vec::new();
    for protocol in Protocol::ALL {
        let peer = door.peer(protocol, "gone", &token).await;
        peer.insert("words").unwrap();
        peer.all_acknowledged().await.unwrap();
        peers.push((protocol, peer));
    }
    let other = door.peer(Protocol::Hocuspocus, "here", &token).await;
    let delete = Request::new("DELETE", "/api/documents/gone").bearer(&token);
    assert_eq!(door.ask(delete.clone()).await.status, 204);
    for (protocol, peer) in &peers {
        sent_away(*protocol, peer).await;
    }
    assert_eq!(door.ask(delete).await.status, 404, "it is deleted once");
    for _ in 0..2 {
        for protocol in [Protocol::YWebsocket, Protocol::Hocuspocus] {
            let back = door.connect(protocol, "gone", &token).await.unwrap();
            sent_away(protocol, &back).await;
            assert_eq!(back.text(), "");
        }
        let back = door.connect(Protocol::YSweet, "gone", &token).await;
        assert!(back.err().unwrap().to_string().contains("404"));
        let again = Request::post("/api/documents").bearer(&token).json(r#"{"id":"gone"}"#);
        assert_eq!(door.ask(again).await.status, 409);
        // A restart forgets nothing of it.
        door.restart(&[]);
    }
    drop(other);
    let mut hand = Hand::in_folder(door.folder());
    assert_eq!(hand.journal_rows("gone"), 0, "its content is gone");
}

/// 4404 on a bare socket; on the named one PermissionDenied, and the socket stays.
async fn sent_away(protocol: Protocol, peer: &Peer) {
    match protocol {
        Protocol::Hocuspocus => {
            peer.wait_denied(DEADLINE).await.unwrap();
        }
        _ => assert_eq!(peer.wait_closed(DEADLINE).await.unwrap().0, 4404, "{protocol}"),
    }
}
