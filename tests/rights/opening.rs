//! Which documents a token opens, which it makes, and how it is shown.

use renexus_load::{Peer, Protocol};

use crate::door::raw::RawSocket;
use crate::door::{DEADLINE, Door};
use crate::{Answer, fate, refused, try_to_open};
use renexus_load::peer::{Dialect, Heard};

/// SPEC ACC-19: only write on `*` makes a document by opening it.
#[tokio::test]
async fn an_unknown_document_is_made_for_writers_of_everything_alone() {
    let door = Door::open();
    for protocol in Protocol::ALL {
        let document = format!("new-{protocol}");
        for (reach, level) in [(document.as_str(), "manage"), ("*", "read"), ("*", "comment")] {
            let answer =
                try_to_open(&door, protocol, &document, Some(&door.token(reach, level))).await;
            assert_eq!(answer, refused(protocol, 4_404), "{reach} {level}");
        }
        assert_eq!(
            try_to_open(&door, protocol, &document, Some(&door.token("*", "write"))).await,
            Answer::In
        );
        assert_eq!(
            try_to_open(&door, protocol, &document, Some(&door.token(&document, "read"))).await,
            Answer::In
        );
    }
}

/// SPEC ACC-19: the setting turns it off for everybody.
#[tokio::test]
async fn nothing_is_made_by_opening_when_that_is_turned_off() {
    let door = Door::with(&[("auth.create_on_open", "false")]);
    let token = door.token("*", "manage");
    for protocol in Protocol::ALL {
        assert_eq!(
            try_to_open(&door, protocol, "new", Some(&token)).await,
            refused(protocol, 4_404)
        );
    }
}

/// SPEC ACC-20, ACC-21: a document that exists and one that does not look alike from outside.
#[tokio::test]
async fn a_token_does_not_reach_the_documents_of_others() {
    let door = Door::open();
    door.writer(Protocol::Hocuspocus, "theirs").await;
    let token = door.token("mine", "manage");
    for protocol in Protocol::ALL {
        for document in ["theirs", "never-made"] {
            assert_eq!(
                try_to_open(&door, protocol, document, Some(&token)).await,
                refused(protocol, 4_403)
            );
        }
        assert_eq!(try_to_open(&door, protocol, "theirs", None).await, refused(protocol, 4_401));
    }
}

/// SPEC ACC-22: the socket stays, and its other documents with it.
#[tokio::test]
async fn a_refused_document_leaves_the_others_of_its_socket_alone() {
    let door = Door::open();
    let (mine, theirs) =
        (Dialect::new(Protocol::Hocuspocus, "mine"), Dialect::new(Protocol::Hocuspocus, "theirs"));
    door.writer(Protocol::Hocuspocus, "mine").await;
    let token = door.token("mine", "write");
    let mut socket = RawSocket::open(&door.target(Protocol::Hocuspocus, "mine", &token)).await;
    socket.send(&mine.auth(&token).unwrap()).await;
    socket.send(&theirs.auth(&token).unwrap()).await;
    let mut denied = false;
    while !denied {
        let frame = socket.message().await;
        denied = matches!(theirs.read(&frame).unwrap()[..], [Heard::Denied(_)]);
    }
    socket.send(&theirs.update(&crate::door::words(1, "unheard"))).await;
    socket.send(&mine.step_two(&[0, 0])).await;
    loop {
        let frame = socket.message().await;
        if matches!(mine.read(&frame).unwrap()[..], [Heard::Saved(true)]) {
            break;
        }
        assert_ne!(
            theirs.read(&frame).unwrap(),
            [Heard::Saved(false)],
            "a refused document is not answered again"
        );
    }
}

/// SPEC ACC-4: header or query; the header wins.
#[tokio::test]
async fn a_token_is_taken_from_the_header_and_from_the_query() {
    let door = Door::open();
    let token = door.token("*", "write");
    for protocol in [Protocol::YWebsocket, Protocol::YSweet] {
        let target = door.server.target(protocol, "notes");
        let header = target.clone().with_header("authorization", format!("Bearer {token}"));
        let both = header.clone().with_token("nonsense");
        for target in [target.with_token(&*token), header, both] {
            let peer = Peer::connect(target).await.unwrap();
            assert_eq!(fate(&peer).await, Answer::In);
        }
        let wrong =
            door.target(protocol, "notes", &token).with_header("authorization", "Bearer nonsense");
        match Peer::connect(wrong).await {
            Ok(peer) => {
                peer.wait_denied(DEADLINE).await.unwrap();
            }
            Err(error) => assert!(error.to_string().contains("401"), "{error}"),
        }
    }
}
