//! Names of documents and sessions.

use renexus_load::Protocol;
use renexus_load::peer::{Dialect, Heard};

use crate::door::raw::RawSocket;
use crate::door::{DEADLINE, Door, words};
use crate::{enter, expect, hear, written};

/// SPEC WIRE-8: the key comes back as it was sent, and each session is a member.
#[tokio::test]
async fn a_session_id_is_part_of_the_address() {
    let door = Door::open();
    written(&door, "notes").await;
    let (mut socket, one) = enter(&door, Protocol::Hocuspocus, "notes\0s-1").await;
    expect(&mut socket, "Authenticated", b"\x09notes\0s-1\x02\x02\x0aread-write").await;
    let two = Dialect::new(Protocol::Hocuspocus, "notes\0s-2");
    socket.send(&two.auth(&door.token("*", "write")).unwrap()).await;
    expect(&mut socket, "Authenticated", b"\x09notes\0s-2\x02\x02\x0aread-write").await;

    for session in [&one, &two] {
        socket.send(&session.step_two(&[0, 0])).await;
        hear((&mut socket, session), |heard| matches!(heard, Heard::Saved(true)).then_some(()))
            .await;
    }
    let edit = words(9, "from one");
    socket.send(&one.update(&edit)).await;
    let (mut heard_edit, mut saved) = (false, false);
    while !(heard_edit && saved) {
        let frame = socket.message().await;
        heard_edit |= frame == two.update(&edit);
        saved |= frame == b"\x09notes\0s-1\x08\x01";
        assert_ne!(frame, one.update(&edit), "it comes back to its author");
    }
}

/// SPEC WIRE-18: as raw as stock clients send them, or escaped.
#[tokio::test]
async fn document_names_are_decoded() {
    let door = Door::open();
    for name in ["ein Häuschen ✓", "a+b&c=d", "100%", "x", &"n".repeat(255)] {
        let writer = door.writer(Protocol::Hocuspocus, name).await;
        writer.insert("here").unwrap();
        writer.all_acknowledged().await.unwrap();
        for protocol in Protocol::ALL {
            let peer = door.writer(protocol, name).await;
            peer.wait_text("here", DEADLINE)
                .await
                .unwrap_or_else(|error| panic!("{protocol} {name}: {error}"));
        }
    }
}

/// SPEC WIRE-18: y-websocket puts the room into the address as it is.
#[tokio::test]
async fn a_slash_is_part_of_a_name() {
    let door = Door::open();
    let writer = door.writer(Protocol::Hocuspocus, "team/notes/2026").await;
    writer.insert("here").unwrap();
    writer.all_acknowledged().await.unwrap();
    let escaped = door.writer(Protocol::YWebsocket, "team/notes/2026").await;
    escaped.wait_text("here", DEADLINE).await.unwrap();
    let token = door.token("*", "write");
    let path = format!("/yjs/team/notes/2026?token={token}");
    let mut raw =
        renexus_load::peer::Connection::open(door.server.addr(), &path, &[]).await.unwrap();
    raw.send_bytes(vec![0, 0, 1, 0]).await.unwrap();
    loop {
        let frame = raw.next(DEADLINE).await.unwrap().into_data();
        if frame.windows(4).any(|part| part == b"here") {
            break;
        }
    }
}

/// SPEC WIRE-18: what is no name is refused as a document that is not there.
#[tokio::test]
async fn what_is_no_name_is_refused() {
    let door = Door::open();
    let token = door.token("*", "write");
    for name in ["*", "tab\there", &"n".repeat(256)] {
        let dialect = Dialect::new(Protocol::Hocuspocus, name);
        let mut socket = RawSocket::open(&door.server.target(Protocol::Hocuspocus, name)).await;
        socket.send(&dialect.auth(&token).unwrap()).await;
        hear((&mut socket, &dialect), |heard| matches!(heard, Heard::Denied(_)).then_some(()))
            .await;
        let bare = door.connect(Protocol::YWebsocket, name, &token).await.unwrap();
        assert_eq!(bare.wait_closed(DEADLINE).await.unwrap().0, 4_404, "{name}");
        assert!(bare.denied().is_some());
        let sweet = door.connect(Protocol::YSweet, name, &token).await;
        assert!(sweet.is_err_and(|error| error.to_string().contains("400")), "{name}");
    }
}

/// SPEC WIRE-18: the address of y-sweet names one document twice.
#[tokio::test]
async fn an_address_of_two_documents_is_refused() {
    let door = Door::open();
    let path = format!("/d/one/ws/two?token={}", door.token("*", "write"));
    let refused = renexus_load::peer::Connection::open(door.server.addr(), &path, &[]).await;
    assert!(refused.unwrap_err().to_string().contains("400"));
}
