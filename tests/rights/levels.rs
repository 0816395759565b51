//! What each level may do.

use renexus_load::{Peer, Protocol};

use crate::door::raw::RawSocket;
use crate::door::{DEADLINE, Door, words};
use crate::{Answer, refused, try_to_open};
use renexus_load::http::Request;
use renexus_load::peer::{Dialect, Heard};

/// SPEC ACC-1, ACC-2: they read along, and are told that they may not write.
#[tokio::test]
async fn who_may_read_or_comment_changes_nothing_and_is_told_so() {
    let door = Door::open();
    for protocol in Protocol::ALL {
        for level in ["read", "comment"] {
            let document = format!("{protocol}-{level}");
            let writer = door.writer(Protocol::YSweet, &document).await;
            writer.insert("given ").unwrap();
            writer.all_acknowledged().await.unwrap();

            let reader = door.peer(protocol, &document, &door.token(&document, level)).await;
            assert_eq!(reader.text(), "given ");
            reader.insert("forbidden ").unwrap();
            reader
                .wait_refused(1, DEADLINE)
                .await
                .unwrap_or_else(|error| panic!("{document}: {error}"));
            assert_eq!(reader.acknowledged(), 0, "{document}");
            assert_eq!(reader.closed(), None, "{document}");

            writer.insert("after").unwrap();
            let what = "what the writer says next";
            let arrives = |text: &str| text.contains("after");
            wait_text(&reader, what, arrives).await;
            assert_eq!(writer.text(), "given after", "{document}");
            assert_eq!(door.text(&document).await, "given after");
        }
    }
}

/// SPEC ACC-1: each higher level includes the right to edit.
#[tokio::test]
async fn who_may_write_or_manage_edits() {
    let door = Door::open();
    for protocol in Protocol::ALL {
        for level in ["write", "manage"] {
            let peer = door.peer(protocol, level, &door.token("*", level)).await;
            peer.insert("edited ").unwrap();
            peer.all_acknowledged().await.unwrap();
        }
    }
    assert_eq!(door.text("manage").await, "edited edited edited ");
}

/// SPEC ACC-3, WIRE-12: what brings nothing new counts as saved, and what does is refused, in order.
#[tokio::test]
async fn a_reader_that_brings_nothing_new_is_told_that_it_is_saved() {
    let door = Door::open();
    let known = words(7, "known");
    let writer = door.writer(Protocol::Hocuspocus, "notes").await;
    writer.apply_update(&known).unwrap();
    writer.all_acknowledged().await.unwrap();

    let dialect = Dialect::new(Protocol::Hocuspocus, "notes");
    let token = door.token("notes", "read");
    let mut socket = RawSocket::open(&door.target(Protocol::Hocuspocus, "notes", &token)).await;
    socket.send(&dialect.auth(&token).unwrap()).await;
    for frame in [
        dialect.step_two(&[0, 0]),
        dialect.update(&known),
        dialect.update(&words(8, "news")),
        dialect.step_two(&words(9, "news")),
        dialect.update(&[0, 0]),
    ] {
        socket.send(&frame).await;
    }
    let mut told = Vec::new();
    while told.len() < 5 {
        let frame = socket.message().await;
        told.extend(dialect.read(&frame).unwrap().into_iter().filter_map(|heard| match heard {
            Heard::Saved(saved) => Some(saved),
            _ => None,
        }));
    }
    assert_eq!(told, [true, true, false, false, true]);
}

/// SPEC ACC-23: a workspace is its documents, and no others.
#[tokio::test]
async fn a_level_in_a_workspace_holds_for_its_documents_alone() {
    let door = Door::open();
    let manager = door.token("*", "manage");
    for body in [
        r#"{"id":"ours","workspace":"w"}"#,
        r#"{"id":"theirs","workspace":"v"}"#,
        r#"{"id":"nobodys"}"#,
    ] {
        let answer = door.ask(Request::post("/api/documents").bearer(&manager).json(body)).await;
        assert_eq!(answer.status, 201, "{}", answer.text());
    }
    let token = member_of(&door, "w");
    for protocol in Protocol::ALL {
        let peer = door.peer(protocol, "ours", &token).await;
        peer.insert("x").unwrap();
        peer.all_acknowledged().await.unwrap();
        for document in ["theirs", "nobodys"] {
            assert_eq!(
                try_to_open(&door, protocol, document, Some(&token)).await,
                refused(protocol, 4_403)
            );
        }
    }
    assert_ne!(try_to_open(&door, Protocol::YWebsocket, "unknown", Some(&token)).await, Answer::In);
}

fn member_of(door: &Door, workspace: &str) -> String {
    let args = ["token", "--workspace", workspace, "--level", "write"];
    renexus_load::server::run(crate::door::binary(), door.folder(), args).unwrap()
}

async fn wait_text(peer: &Peer, what: &str, enough: impl Fn(&str) -> bool) {
    crate::door::until(what, async || enough(&peer.text())).await;
}
