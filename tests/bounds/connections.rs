//! Bounds of a connection: silence, waiting, numbers.

use renexus_load::peer::Heard;
use renexus_load::{IdlePeer, Protocol};

use crate::door::raw::{PING, RawSocket};
use crate::door::{DEADLINE, Door, until, words};
use crate::{Member, come_back};

/// SPEC BND-8: pings are no purpose.
#[tokio::test]
async fn a_socket_that_opens_nothing_is_closed() {
    let door = Door::with(&[("session.handshake_seconds", "0.5")]);
    let target = door.server.target(Protocol::Hocuspocus, "notes");
    let mut silent = RawSocket::open(&target).await;
    let mut chatty = RawSocket::open(&target).await;
    chatty.send_frame(PING, true, b"").await;
    chatty.send(&[9]).await;
    chatty.send(b"\x05notes\x03").await;
    assert_eq!(silent.closed().await, (4_408, Vec::new()), "and nothing is said before");
    assert_eq!(chatty.closed().await.0, 4_408);
}

/// SPEC BND-20: a peer that is gone without a word.
#[tokio::test]
async fn a_peer_that_answers_no_ping_is_taken_for_gone() {
    let door =
        Door::with(&[("session.keep_alive_seconds", "0.3"), ("session.silence_seconds", "1.5")]);
    let (writer, staying) = (door.writer(Protocol::YSweet, "notes").await, door.token("*", "read"));
    // Its library answers pings while it reads.
    let idle =
        IdlePeer::connect(&door.target(Protocol::YWebsocket, "notes", &staying)).await.unwrap();
    for protocol in Protocol::ALL {
        let mut member = Member::enter(&door, protocol, "notes").await;
        let (code, before) = member.socket.closed().await;
        assert_eq!(code, come_back(protocol, 4_408), "{protocol}");
        assert!(before.iter().any(Vec::is_empty), "{protocol}: it was not asked before");
    }
    assert!(!idle.is_closed() && writer.closed().is_none());
}

/// SPEC BND-9: too much before the token is dropped, and the sync brings it again.
#[tokio::test]
async fn what_comes_before_the_token_beyond_the_bound_comes_again_with_the_sync() {
    let settings =
        [("session.unauthenticated_frames", "4"), ("session.unauthenticated_bytes", "2000")];
    for (index, size) in [(0, 1), (1, 900)] {
        let door = Door::with(&settings);
        let document = format!("early-{index}");
        let dialect = renexus_load::peer::Dialect::new(Protocol::Hocuspocus, &*document);
        let mut socket =
            RawSocket::open(&door.server.target(Protocol::Hocuspocus, &document)).await;
        let edits: Vec<_> = (1..=40).map(|client| words(client, &"x".repeat(size))).collect();
        for edit in &edits {
            socket.send(&dialect.update(edit)).await;
        }
        socket.send(&dialect.auth(&door.token("*", "write")).unwrap()).await;
        socket.send(&dialect.step_one(&[0])).await;
        let mut member = Member { socket, dialect };
        let known = member.hear(|heard| match heard {
            Heard::StepTwo(update) => Some(update.len()),
            _ => None,
        });
        assert!(known.await < edits.iter().map(Vec::len).sum::<usize>(), "nothing was dropped");
        // What a stock client answers to the server's Step1.
        for edit in &edits {
            member.socket.send(&member.dialect.step_two(edit)).await;
        }
        until("everything is there", async || door.text(&document).await.len() == 40 * size).await;
        let mut saved = 0;
        while saved < edits.len() {
            member.hear(|heard| matches!(heard, Heard::Saved(true)).then_some(())).await;
            saved += 1;
        }
    }
}

/// SPEC BND-10: told at once, closed late, and what it says meanwhile is nothing.
#[tokio::test]
async fn a_refused_socket_lingers_and_is_closed_with_the_reason() {
    let settings = [("session.refused_linger_seconds", "1"), ("session.handshake_seconds", "0.3")];
    let door = Door::with(&settings);
    door.writer(Protocol::Hocuspocus, "theirs").await;
    let (mine, none) = (door.token("mine", "write"), door.token("unknown", "write"));
    for (document, token, code) in [
        ("theirs", "nonsense", 4_401),
        ("theirs", mine.as_str(), 4_403),
        ("unknown", none.as_str(), 4_404),
    ] {
        let mut member = Member::enter_with(&door, (Protocol::Hocuspocus, document), token).await;
        let reason = member.hear(|heard| match heard {
            Heard::Denied(reason) => Some(reason.to_string()),
            _ => None,
        });
        assert_ne!(reason.await, "");
        for frame in [member.dialect.step_one(&[0]), member.dialect.update(&words(1, "x"))] {
            member.socket.send(&frame).await;
        }
        assert_eq!(member.socket.closed().await, (code, Vec::new()), "{document}");
    }
}

/// SPEC BND-10: a socket that got in meanwhile stays.
#[tokio::test]
async fn a_refused_socket_that_finds_a_good_token_in_time_stays() {
    let settings = [("session.refused_linger_seconds", "1"), ("session.handshake_seconds", "0.3")];
    let door = Door::with(&settings);
    let mut member = Member::enter_with(&door, (Protocol::Hocuspocus, "notes"), "nonsense").await;
    member.hear(|heard| matches!(heard, Heard::Denied(_)).then_some(())).await;
    // A second one shows when the time of the first must be over.
    let mut measure = Member::enter_with(&door, (Protocol::Hocuspocus, "notes"), "nonsense").await;
    member.socket.send(&member.dialect.auth(&door.token("*", "write")).unwrap()).await;
    assert_eq!(measure.closed().await, 4_401);
    member.socket.send(&member.dialect.step_two(&[0, 0])).await;
    member.hear(|heard| matches!(heard, Heard::Saved(true)).then_some(())).await;
}

/// SPEC BND-11: one too many is refused, and no other suffers.
#[tokio::test]
async fn a_connection_opens_no_more_documents_than_allowed() {
    let door = Door::with(&[("session.documents", "2")]);
    let token = door.token("*", "write");
    let mut member =
        Member::enter_with(&door, (Protocol::Hocuspocus, "one"), &token).await.introduce().await;
    let other = |name: &str| renexus_load::peer::Dialect::new(Protocol::Hocuspocus, name);
    for name in ["two", "three"] {
        member.socket.send(&other(name).auth(&token).unwrap()).await;
    }
    let three = other("three");
    loop {
        let frame = member.socket.message().await;
        if let [Heard::Denied(reason)] = three.read(&frame).unwrap()[..] {
            assert!(reason.contains('2'), "{reason}");
            break;
        }
    }
    member.socket.send(&member.dialect.update(&words(1, "x"))).await;
    member.hear(|heard| matches!(heard, Heard::Saved(true)).then_some(())).await;
    // Leaving one makes room.
    member.socket.send(b"\x03two\x07").await;
    member.socket.send(&three.auth(&token).unwrap()).await;
    loop {
        let frame = member.socket.message().await;
        if let [Heard::Granted(_)] = three.read(&frame).unwrap()[..] {
            break;
        }
    }
}

/// SPEC BND-12: those inside stay, and room is given again.
#[tokio::test]
async fn a_connection_too_many_is_turned_away() {
    let door = Door::with(&[("server.connections", "3")]);
    let token = door.token("*", "write");
    let mut inside = Vec::new();
    for protocol in Protocol::ALL {
        inside.push(door.peer(protocol, "notes", &token).await);
    }
    for protocol in Protocol::ALL {
        let turned_away = door.connect(protocol, "notes", &token).await.unwrap();
        assert_eq!(turned_away.wait_closed(DEADLINE).await.unwrap().0, 1_013, "{protocol}");
    }
    inside.pop().unwrap().close().await.unwrap();
    until("there is room again", async || {
        let next = door.connect(Protocol::YWebsocket, "notes", &token).await.unwrap();
        next.synced().await.is_ok()
    })
    .await;
    assert!(inside.iter().all(|peer| peer.closed().is_none()));
}

/// SPEC BND-13: a burst is fine, a flood is not.
#[tokio::test]
async fn a_flood_of_frames_is_cut_off() {
    let door = Door::with(&[("session.frames_per_second", "10"), ("session.frames_burst", "50")]);
    for protocol in Protocol::ALL {
        let mut member = Member::enter(&door, protocol, "notes").await;
        let frame = member.dialect.step_one(&[0]);
        for _ in 0..40 {
            member.socket.send(&frame).await;
        }
        for _ in 0..40 {
            member.hear(|heard| matches!(heard, Heard::StepTwo(_)).then_some(())).await;
        }
        for _ in 0..2_000 {
            member.socket.send(&frame).await;
        }
        assert_eq!(member.closed().await, come_back(protocol, 4_429), "{protocol}");
    }
}
