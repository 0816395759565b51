//! Bounds of a document, and of how many there are.

use renexus_load::http::Request;
use renexus_load::peer::Heard;
use renexus_load::{PeerError, Protocol};

use crate::Member;
use crate::door::{DEADLINE, Door, until, words};

/// SPEC BND-19, ACC-2: it is read as before, and says why it takes no more.
#[tokio::test]
async fn a_full_document_refuses_more_and_says_so() {
    let door = Door::with(&[("document.bytes", "20000")]);
    for (client, protocol) in (1..).zip(Protocol::ALL) {
        let document = format!("{protocol}");
        let peer = door.writer(protocol, &document).await;
        peer.send_update(&words(client, &"x".repeat(20_001)));
        peer.all_acknowledged().await.unwrap();
        peer.send_update(&words(100 + client, "one more"));
        peer.wait_refused(1, DEADLINE).await.unwrap_or_else(|error| panic!("{protocol}: {error}"));
        if protocol != Protocol::Hocuspocus {
            assert!(peer.denied().unwrap().contains("largest size"), "{:?}", peer.denied());
        }
        let token = door.token("*", "write");
        let patch = Request::new("PATCH", &format!("/api/documents/{document}")).bearer(&token);
        let answer = door.ask(patch.bytes(words(200, "x"))).await;
        assert!(
            answer.status >= 400 && answer.text().contains("largest size"),
            "{}",
            answer.text()
        );

        assert_eq!(door.text(&document).await.len(), 20_001);
        let reader = door.peer(protocol, &document, &token).await;
        assert_eq!(reader.text().len(), 20_001);
        assert_eq!(peer.closed(), None);
    }
}

/// SPEC BND-17: what would reserve gigabytes is refused by its first bytes.
#[tokio::test]
async fn a_state_vector_of_millions_of_clients_is_a_violation() {
    let door = Door::with(&[("document.state_vector_clients", "100")]);
    let many: Vec<u8> = [101].into_iter().chain((1..=101).flat_map(|client| [client, 1])).collect();
    let bombs = [
        vec![0x80, 0x80, 0x80, 0x80, 0x0f],
        vec![0xff, 0xff, 0xff, 0x7a],
        vec![2, 1, 1],
        vec![1, 1],
        many,
    ];
    for protocol in Protocol::ALL {
        for bomb in &bombs {
            let mut member = Member::enter(&door, protocol, "notes").await;
            member.socket.send(&member.dialect.step_one(bomb)).await;
            assert_eq!(member.closed().await, 1_008, "{protocol} {bomb:?}");
        }
    }
    let fits: Vec<u8> = [100].into_iter().chain((1..=100).flat_map(|client| [client, 1])).collect();
    let mut member = Member::enter(&door, Protocol::Hocuspocus, "notes").await;
    member.socket.send(&member.dialect.step_one(&fits)).await;
    member.hear(|heard| matches!(heard, Heard::StepTwo(_)).then_some(())).await;
}

/// SPEC BND-21: the next one finds no room, until somebody is gone for long enough.
#[tokio::test]
async fn no_more_documents_are_in_memory_than_allowed() {
    let door = Door::with(&[("document.open", "2"), ("document.idle_seconds", "0.5")]);
    let token = door.token("*", "write");
    let one = door.writer(Protocol::Hocuspocus, "one").await;
    let _two = door.writer(Protocol::Hocuspocus, "two").await;
    for protocol in Protocol::ALL {
        match door.connect(protocol, "three", &token).await {
            Ok(peer) => {
                assert_eq!(peer.wait_closed(DEADLINE).await.unwrap().0, 1_013, "{protocol}")
            }
            Err(PeerError::Refused { status, .. }) => assert_eq!(status, 503, "{protocol}"),
            Err(error) => panic!("{protocol}: {error}"),
        }
    }
    one.insert("kept").unwrap();
    one.all_acknowledged().await.unwrap();
    one.close().await.unwrap();
    until("the first one leaves memory", async || {
        door.server.metric::<u64>("renexus_documents_open").await.unwrap() == Some(1)
    })
    .await;
    let three = door.writer(Protocol::YWebsocket, "three").await;
    three.close().await.unwrap();
    until("the third one leaves memory", async || {
        door.server.metric::<u64>("renexus_documents_open").await.unwrap() == Some(1)
    })
    .await;
    assert_eq!(door.writer(Protocol::YSweet, "one").await.text(), "kept");
}
