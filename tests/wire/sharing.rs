//! What is the same on all three.

use renexus_load::Protocol;
use renexus_load::peer::Heard;

use crate::door::raw::{BINARY, PING};
use crate::door::{DEADLINE, Door, words};
use crate::{enter, hear};

/// SPEC WIRE-1, WIRE-14: in every direction.
#[tokio::test]
async fn an_edit_on_one_protocol_is_heard_on_all() {
    let door = Door::open();
    let mut peers = Vec::new();
    for protocol in Protocol::ALL {
        peers.push(door.writer(protocol, "notes").await);
    }
    let mut expected = String::new();
    for (peer, word) in peers.iter().zip(["one ", "two ", "three "]) {
        peer.insert(word).unwrap();
        expected.push_str(word);
        for other in &peers {
            other.wait_text(&expected, DEADLINE).await.unwrap();
        }
        peer.all_acknowledged().await.unwrap();
    }
    assert_eq!(door.text("notes").await, expected);
}

/// SPEC WIRE-14: once to everybody else, never to the author.
#[tokio::test]
async fn an_update_comes_once_to_the_others_and_not_back() {
    let door = Door::open();
    for protocol in Protocol::ALL {
        let document = format!("{protocol}");
        let (mut author, dialect) = enter(&door, protocol, &document).await;
        let (mut other, other_dialect) = enter(&door, Protocol::YWebsocket, &document).await;
        author.send(&dialect.step_two(&[0, 0])).await;
        // The other one is in when it is answered.
        other.send(&other_dialect.step_one(&[0])).await;
        hear((&mut other, &other_dialect), |heard| {
            matches!(heard, Heard::StepTwo(_)).then_some(())
        })
        .await;
        for client in 1..=20 {
            author.send(&dialect.update(&words(client, &format!("<{client}>")))).await;
        }
        author.send(&dialect.step_one(&[0])).await;
        let mut heard = 0;
        let returned = loop {
            let frame = author.message().await;
            match dialect.read(&frame).unwrap()[..] {
                [Heard::Update(_)] => heard += 1,
                [Heard::StepTwo(_)] => break heard,
                _ => {}
            }
        };
        assert_eq!(returned, 0, "{protocol}: updates came back to their author");
        let mut seen = Vec::new();
        while !(1..=20).all(|client| count(&seen, client) > 0) {
            let frame = other.message().await;
            if let [Heard::Update(update)] = other_dialect.read(&frame).unwrap()[..] {
                seen.extend_from_slice(update);
            }
        }
        assert!(
            (1..=20).all(|client| count(&seen, client) == 1),
            "{protocol}: an update came twice"
        );
    }
}

/// SPEC WIRE-15: the base was lost on the way; its author is asked, and has both.
#[tokio::test]
async fn an_update_that_lacks_its_base_is_asked_for_and_not_lost() {
    let door = Door::open();
    // "!" behind a "first" that did not come, and both together.
    let later = [1, 1, 3, 5, 0x84, 3, 4, 1, b'!', 0];
    let both = [&[1, 2, 3, 0, 4, 1, 4], &b"text\x05first"[..], &[0x84, 3, 4, 1, b'!', 0]].concat();
    for protocol in Protocol::ALL {
        let document = format!("{protocol}");
        let (mut socket, dialect) = enter(&door, protocol, &document).await;
        socket.send(&dialect.step_two(&[0, 0])).await;
        if protocol == Protocol::Hocuspocus {
            hear((&mut socket, &dialect), |heard| {
                matches!(heard, Heard::Saved(true)).then_some(())
            })
            .await;
        } else {
            hear((&mut socket, &dialect), |heard| matches!(heard, Heard::StepOne(_)).then_some(()))
                .await;
        }
        socket.send(&dialect.update(&later)).await;
        hear((&mut socket, &dialect), |heard| matches!(heard, Heard::StepOne(_)).then_some(()))
            .await;
        assert_eq!(door.text(&document).await, "");
        socket.send(&dialect.step_two(&both)).await;
        if let Some(marker) = dialect.marker(1) {
            socket.send(&marker).await;
            hear((&mut socket, &dialect), |heard| matches!(heard, Heard::Marker(1)).then_some(()))
                .await;
        } else {
            for _ in 0..2 {
                hear((&mut socket, &dialect), |heard| {
                    matches!(heard, Heard::Saved(true)).then_some(())
                })
                .await;
            }
        }
        assert_eq!(door.text(&document).await, "first!", "{protocol}");
    }
}

/// SPEC WIRE-2, WIRE-3: under load, with a client that offers compression.
#[tokio::test]
async fn every_message_is_one_whole_plain_frame() {
    let door = Door::open();
    for protocol in Protocol::ALL {
        let document = format!("{protocol}");
        let (mut reader, dialect) = enter(&door, protocol, &document).await;
        let head = reader.head.to_ascii_lowercase();
        assert!(
            !head.contains("sec-websocket-extensions") && !head.contains("content-encoding"),
            "{head}"
        );
        let writer = door.writer(Protocol::Hocuspocus, &document).await;
        let total = 300;
        reader.send(&dialect.step_one(&[0])).await;
        for client in 0..total {
            writer.send_update(&words(client + 1, &"all the same letters ".repeat(20)));
        }
        writer.set_presence(serde_json::json!({ "text": "the same ".repeat(100) }));
        writer.all_acknowledged().await.unwrap();
        reader.send(&dialect.step_one(&[0])).await;
        let mut answers = 0;
        while answers < 2 {
            let frame = reader.next().await.expect("a frame");
            assert_eq!((frame.last, frame.reserved), (true, 0), "{protocol}");
            if frame.opcode == PING {
                continue;
            }
            assert_eq!(frame.opcode, BINARY, "{protocol}");
            let heard = dialect.read(&frame.payload).unwrap();
            assert_eq!(heard.len(), 1, "{protocol}: {heard:?}");
            answers += usize::from(matches!(heard[..], [Heard::StepTwo(_)]));
        }
    }
}

/// SPEC WIRE-17: before 30 s of silence, here before one.
#[tokio::test]
async fn whoever_hears_nothing_gets_a_sign_of_life() {
    let door = Door::with(&[("session.keep_alive_seconds", "0.5")]);
    for protocol in Protocol::ALL {
        let (mut socket, dialect) = enter(&door, protocol, "notes").await;
        for _ in 0..2 {
            hear((&mut socket, &dialect), |heard| (*heard == Heard::Awareness(&[0])).then_some(()))
                .await;
        }
    }
}

fn count(bytes: &[u8], client: u64) -> usize {
    let text = format!("<{client}>").into_bytes();
    bytes.windows(text.len()).filter(|part| *part == text).count()
}
