//! Hocuspocus: many documents on one socket, each under its name.

use std::time::Duration;

use renexus_load::Protocol;
use renexus_load::peer::{Dialect, Heard};

use crate::door::raw::RawSocket;
use crate::door::{Door, words};
use crate::{enter, expect, hear, written};

/// A moment in which a server that wanted to say something would have said it.
const A_MOMENT: Duration = Duration::from_millis(700);

/// SPEC WIRE-5, WIRE-6: Step1 is answered with both, each time.
#[tokio::test]
async fn the_opening_of_a_document_byte_by_byte() {
    let door = Door::open();
    written(&door, "notes").await;
    let (mut socket, dialect) = enter(&door, Protocol::Hocuspocus, "notes").await;
    expect(&mut socket, "Authenticated", b"\x05notes\x02\x02\x0aread-write").await;
    for _ in 0..2 {
        socket.send(&dialect.step_one(&[0])).await;
        expect(&mut socket, "Step1", &dialect.step_one(&[1, 7, 5])).await;
        expect(&mut socket, "Step2", &dialect.step_two(&words(7, "given"))).await;
    }
    socket.send(&dialect.step_two(&[0, 0])).await;
    expect(&mut socket, "SyncStatus", b"\x05notes\x08\x01").await;
    socket.send(&dialect.update(&words(8, "more"))).await;
    expect(&mut socket, "SyncStatus", b"\x05notes\x08\x01").await;
}

/// SPEC WIRE-5: any word would have stock clients send everything that they queued.
#[tokio::test]
async fn nothing_is_said_before_the_first_token() {
    let door = Door::with(&[("session.keep_alive_seconds", "0.1")]);
    let dialect = Dialect::new(Protocol::Hocuspocus, "notes");
    let mut socket = RawSocket::open(&door.server.target(Protocol::Hocuspocus, "notes")).await;
    socket.send(&dialect.step_one(&[0])).await;
    let mut heard = Vec::new();
    while let Some(frame) = socket.next_within(A_MOMENT / 7).await {
        heard.push(frame);
        if heard.len() > 20 {
            break;
        }
    }
    // Pings of the websocket are below the protocol.
    heard.retain(|frame| frame.opcode != crate::door::raw::PING);
    assert_eq!(heard, []);
}

/// SPEC WIRE-7: a reply causes no question.
#[tokio::test]
async fn a_sync_reply_causes_no_step_one() {
    let door = Door::open();
    written(&door, "notes").await;
    let (mut socket, dialect) = enter(&door, Protocol::Hocuspocus, "notes").await;
    socket.message().await;
    socket.send(b"\x05notes\x04\x00\x01\x00").await;
    expect(&mut socket, "Step2, as type 0", &dialect.step_two(&words(7, "given"))).await;
    socket.send(b"\x05notes\x04\x01\x02\x00\x00").await;
    expect(&mut socket, "a Step2 in a reply counts", b"\x05notes\x08\x01").await;
}

/// SPEC WIRE-9: with one byte.
#[tokio::test]
async fn a_ping_is_answered_with_a_pong() {
    let door = Door::open();
    let (mut socket, _) = enter(&door, Protocol::Hocuspocus, "notes").await;
    socket.message().await;
    socket.send(&[9]).await;
    expect(&mut socket, "Pong", &[10]).await;
    socket.send(&[10]).await;
    socket.send(&[9]).await;
    expect(&mut socket, "a pong is not answered, the next ping is", &[10]).await;
}

/// SPEC WIRE-10: empty when nobody is there.
#[tokio::test]
async fn query_awareness_is_answered() {
    let door = Door::open();
    let (mut socket, _) = enter(&door, Protocol::Hocuspocus, "notes").await;
    socket.message().await;
    socket.send(b"\x05notes\x03").await;
    expect(&mut socket, "presence of nobody", b"\x05notes\x01\x01\x00").await;
}

/// SPEC WIRE-11: as type 5, to the others, from those who may comment.
#[tokio::test]
async fn a_broadcast_reaches_the_others_as_stateless() {
    let door = Door::open();
    written(&door, "notes").await;
    let (mut hears, dialect) = enter(&door, Protocol::Hocuspocus, "notes").await;
    let (mut bare, bare_dialect) = enter(&door, Protocol::YWebsocket, "notes").await;
    hears.message().await;
    bare.message().await;
    for (level, words) in
        [("read", "from a reader"), ("comment", "from a commenter"), ("write", "from a writer")]
    {
        let token = door.token("notes", level);
        let mut says = RawSocket::open(&door.server.target(Protocol::Hocuspocus, "notes")).await;
        says.send(&dialect.auth(&token).unwrap()).await;
        says.message().await;
        let length = u8::try_from(words.len()).unwrap();
        says.send(&[b"\x05notes\x06", &[length][..], words.as_bytes()].concat()).await;
        says.send(&[9]).await;
        expect(&mut says, "it does not come back", &[10]).await;
        if level != "read" {
            let expected = [b"\x05notes\x05", &[length][..], words.as_bytes()].concat();
            expect(&mut hears, "Stateless", &expected).await;
        }
    }
    bare.send(&bare_dialect.step_one(&[1, 7, 5])).await;
    expect(&mut bare, "bare sockets have no word for it", &bare_dialect.step_two(&[0, 0])).await;
}

/// SPEC WIRE-12, DUR-1: one for each, in order, and only when it is on disk.
#[tokio::test]
async fn each_update_gets_one_status() {
    let door = Door::open();
    let (mut socket, dialect) = enter(&door, Protocol::Hocuspocus, "notes").await;
    socket.message().await;
    socket.send(&dialect.step_two(&[0, 0])).await;
    for client in 1..=50 {
        socket.send(&dialect.update(&words(client, "x"))).await;
    }
    for _ in 0..51 {
        expect(&mut socket, "SyncStatus", b"\x05notes\x08\x01").await;
    }
    socket.send(&[9]).await;
    expect(&mut socket, "and no more", &[10]).await;
    assert_eq!(door.text("notes").await.len(), 50);
}

/// SPEC DUR-3, WIRE-12: no status before the first Step2.
#[tokio::test]
async fn a_status_waits_for_the_first_step_two() {
    let door = Door::open();
    let (mut socket, dialect) = enter(&door, Protocol::Hocuspocus, "notes").await;
    socket.message().await;
    socket.send(&dialect.update(&words(1, "queued"))).await;
    socket.send(&dialect.step_one(&[0])).await;
    for _ in 0..2 {
        let frame = socket.message().await;
        assert!(!matches!(dialect.read(&frame).unwrap()[..], [Heard::Saved(_)]), "{frame:?}");
    }
    socket.send(&dialect.step_two(&words(2, "offline"))).await;
    for _ in 0..2 {
        expect(&mut socket, "SyncStatus", b"\x05notes\x08\x01").await;
    }
}

/// SPEC WIRE-16: the others stay, and the way back is open.
#[tokio::test]
async fn a_document_is_left_and_entered_again_on_the_same_socket() {
    let door = Door::open();
    let writer = written(&door, "notes").await;
    let (mut socket, dialect) = enter(&door, Protocol::Hocuspocus, "notes").await;
    let token = door.token("*", "write");
    let other = Dialect::new(Protocol::Hocuspocus, "other");
    socket.send(&other.auth(&token).unwrap()).await;
    hear((&mut socket, &other), |heard| matches!(heard, Heard::Granted(_)).then_some(())).await;

    socket.send(b"\x05notes\x07").await;
    socket.send(&[9]).await;
    hear((&mut socket, &dialect), |heard| matches!(heard, Heard::Pong).then_some(())).await;
    writer.insert("unheard").unwrap();
    writer.all_acknowledged().await.unwrap();
    socket.send(&other.step_two(&[0, 0])).await;
    expect(&mut socket, "the other document alone", b"\x05other\x08\x01").await;

    socket.send(&dialect.auth(&token).unwrap()).await;
    socket.send(&dialect.step_one(&[0])).await;
    let state = hear((&mut socket, &dialect), |heard| match heard {
        Heard::StepTwo(state) => Some(state.to_vec()),
        _ => None,
    });
    assert!(state.await.windows(7).any(|part| part == b"unheard"));
}
