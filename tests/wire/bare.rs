//! y-websocket and y-sweet: one document per socket, no names.

use renexus_load::Protocol;
use renexus_load::peer::Heard;
use serde_json::json;

use crate::door::{Door, words};
use crate::{enter, expect, hear, written};

const BARE: [Protocol; 2] = [Protocol::YWebsocket, Protocol::YSweet];

/// SPEC WIRE-4, WIRE-6, WIRE-2: each message in a frame of its own.
#[tokio::test]
async fn the_server_speaks_first_and_answers_step_one() {
    let door = Door::open();
    written(&door, "notes").await;
    for protocol in BARE {
        let (mut socket, dialect) = enter(&door, protocol, "notes").await;
        // Client 7 has written five units.
        expect(&mut socket, "Step1", &[0, 0, 3, 1, 7, 5]).await;
        socket.send(&dialect.step_one(&[0])).await;
        expect(&mut socket, "Step2 with everything", &dialect.step_two(&words(7, "given"))).await;
        socket.send(&dialect.step_one(&[1, 7, 5])).await;
        expect(&mut socket, "Step2 with nothing", &dialect.step_two(&[0, 0])).await;
    }
}

/// SPEC WIRE-4: presence follows, if there is any.
#[tokio::test]
async fn presence_follows_step_one() {
    let door = Door::open();
    let writer = written(&door, "notes").await;
    writer.set_presence(json!({ "here": true }));
    let other = door.writer(Protocol::YSweet, "notes").await;
    crate::door::until("the state is known", async || !other.presences().is_empty()).await;
    for protocol in BARE {
        let (mut socket, dialect) = enter(&door, protocol, "notes").await;
        let (first, second) = (socket.message().await, socket.message().await);
        assert!(
            matches!(dialect.read(&first).unwrap()[..], [Heard::StepOne(_)]),
            "{protocol}: {first:?}"
        );
        assert!(
            matches!(dialect.read(&second).unwrap()[..], [Heard::Awareness(_)]),
            "{protocol}: {second:?}"
        );
    }
}

/// SPEC WIRE-2: clients may put several messages into one frame, the server does not.
#[tokio::test]
async fn several_messages_in_one_frame_are_answered_one_by_one() {
    let door = Door::open();
    for protocol in BARE {
        let (mut socket, dialect) = enter(&door, protocol, "several").await;
        socket.message().await;
        let marker = [102, 2, 0xff, 0];
        let frame =
            [&dialect.step_one(&[0])[..], &[3], &dialect.step_two(&[0, 0]), &marker].concat();
        socket.send(&frame).await;
        expect(&mut socket, "Step2", &dialect.step_two(&[0, 0])).await;
        expect(&mut socket, "presence of nobody", &[1, 1, 0]).await;
        expect(&mut socket, "the marker", &marker).await;
    }
}

/// SPEC WIRE-13, DUR-1: whatever is in it.
#[tokio::test]
async fn a_marker_is_echoed_verbatim() {
    let door = Door::open();
    for protocol in BARE {
        let (mut socket, dialect) = enter(&door, protocol, "notes").await;
        socket.message().await;
        socket.send(&dialect.step_two(&[0, 0])).await;
        for body in [&[0][..], &[0xff, 0xff, 3], &[], b"anything at all", &[0x80; 300]] {
            let mut marker = vec![102];
            renexus_wire::lib0::write_var_bytes(&mut marker, body);
            socket.send(&marker).await;
            expect(&mut socket, "the marker", &marker).await;
        }
    }
}

/// SPEC WIRE-13, DUR-3: no echo before the first Step2, which brings what was done offline.
#[tokio::test]
async fn a_marker_waits_for_the_first_step_two() {
    let door = Door::open();
    for protocol in BARE {
        let document = format!("{protocol}");
        let (mut socket, dialect) = enter(&door, protocol, &document).await;
        socket.message().await;
        socket.send(&[102, 1, 9]).await;
        socket.send(&dialect.step_one(&[0])).await;
        expect(&mut socket, "Step2 before the marker", &dialect.step_two(&[0, 0])).await;
        socket.send(&dialect.step_two(&words(1, "offline"))).await;
        expect(&mut socket, "the marker", &[102, 1, 9]).await;
        assert_eq!(door.text(&document).await, "offline");
    }
}

/// SPEC WIRE-13, ACC-2: after a refusal the client must not believe that it is saved.
#[tokio::test]
async fn after_a_refusal_the_last_good_marker_is_repeated() {
    let door = Door::open();
    written(&door, "notes").await;
    let token = door.token("notes", "read");
    for protocol in BARE {
        let dialect = renexus_load::peer::Dialect::new(protocol, "notes");
        for good in [None, Some([102, 1, 4])] {
            let mut socket = crate::RawSocket::open(&door.target(protocol, "notes", &token)).await;
            socket.message().await;
            socket.send(&dialect.step_two(&[0, 0])).await;
            if let Some(marker) = good {
                socket.send(&marker).await;
                expect(&mut socket, "a marker while all is well", &marker).await;
            }
            socket.send(&dialect.update(&words(9, "no"))).await;
            socket.send(&[102, 1, 5]).await;
            hear((&mut socket, &dialect), |heard| matches!(heard, Heard::Denied(_)).then_some(()))
                .await;
            expect(&mut socket, "an older marker", &good.unwrap_or([102, 1, 0])).await;
        }
    }
}

/// SPEC WIRE-10: everybody else, or nobody.
#[tokio::test]
async fn query_awareness_is_answered_with_the_others() {
    let door = Door::open();
    for protocol in BARE {
        let document = format!("{protocol}");
        let (mut socket, dialect) = enter(&door, protocol, &document).await;
        socket.message().await;
        let own = renexus_load::peer::encode_presence(5, 1, "{}");
        socket.send(&dialect.awareness(&own)).await;
        socket.send(&[3]).await;
        expect(&mut socket, "nobody else", &[1, 1, 0]).await;
        let other =
            door.peer(Protocol::Hocuspocus, &document, &door.token_of("Bob", "*", &[])).await;
        other.set_presence(json!({}));
        hear((&mut socket, &dialect), |heard| matches!(heard, Heard::Awareness(_)).then_some(()))
            .await;
        socket.send(&[3]).await;
        let told = hear((&mut socket, &dialect), |heard| match heard {
            Heard::Awareness(states) => Some(states.to_vec()),
            _ => None,
        });
        let told = told.await;
        let clients: Vec<_> = renexus_wire::awareness::decode(&told, 9)
            .unwrap()
            .iter()
            .map(|one| one.client)
            .collect();
        assert_eq!(clients, [other.client_id()], "{protocol}");
    }
}
