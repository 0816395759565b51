//! Coming, staying and going.

use renexus_load::Protocol;
use serde_json::json;

use crate::door::{CUT_OFF, DEADLINE, Door};
use crate::{Member, sees};

/// SPEC PRS-1, WIRE-1: in every combination of protocols.
#[tokio::test]
async fn whoever_comes_in_sees_everybody_and_is_seen() {
    let door = Door::open();
    let mut there = Vec::new();
    for (count, protocol) in (1..).zip(Protocol::ALL.into_iter().chain(Protocol::ALL)) {
        let peer = door
            .peer(protocol, "notes", &door.token_of(&format!("person {count}"), "*", &[]))
            .await;
        sees(&peer, "everybody who was there", |shown| shown.len() == count - 1).await;
        peer.set_presence(json!({ "place": count }));
        for other in &there {
            sees(other, "the newcomer", |shown| shown.len() == count - 1).await;
        }
        there.push(peer);
    }
}

/// SPEC PRS-2: a hurry ends with the last word.
#[tokio::test]
async fn the_latest_state_wins() {
    let door = Door::open();
    let watcher = door.writer(Protocol::YSweet, "notes").await;
    for protocol in Protocol::ALL {
        let hasty = door.peer(protocol, "notes", &door.token_of("Ada", "*", &[])).await;
        for place in 0..=500 {
            hasty.set_presence(json!({ "place": place }));
        }
        let id = hasty.client_id();
        sees(&watcher, "the last place", |shown| {
            shown.get(&id).is_some_and(|state| state["place"] == 500)
        })
        .await;
    }
}

/// SPEC PRS-2: an old state does not come back.
#[tokio::test]
async fn a_state_with_an_old_clock_is_ignored() {
    let door = Door::open();
    let watcher = door.writer(Protocol::Hocuspocus, "notes").await;
    let mut ada = Member::enter(&door, Protocol::YWebsocket, &door.token("*", "write")).await;
    ada.say(5, 10, r#"{"place":10}"#).await;
    sees(&watcher, "the state", |shown| shown.contains_key(&5)).await;
    ada.say(5, 9, r#"{"place":9}"#).await;
    ada.say(5, 10, r#"{"place":"ten again"}"#).await;
    let mut bob = Member::enter(&door, Protocol::YWebsocket, &door.token_of("Bob", "*", &[])).await;
    bob.say(6, 1, "{}").await;
    let shown = sees(&watcher, "what was said later", |shown| shown.contains_key(&6)).await;
    assert_eq!(shown[&5]["place"], 10);
}

/// SPEC PRS-3: with a word, with a close frame, and without either.
#[tokio::test]
async fn whoever_leaves_is_gone_for_the_others() {
    let door = Door::open();
    let watcher = door.writer(Protocol::Hocuspocus, "notes").await;
    for protocol in Protocol::ALL {
        for way in ["a word", "a close frame", "nothing"] {
            let peer = door.peer(protocol, "notes", &door.token_of("Ada", "*", &[])).await;
            peer.set_presence(json!({}));
            sees(&watcher, "who came", |shown| shown.len() == 1).await;
            match way {
                "a word" => peer.clear_presence(),
                "a close frame" => peer.close().await.unwrap(),
                _ => drop(peer),
            }
            let gone = watcher.wait_presences("nobody", CUT_OFF, |shown| shown.is_empty()).await;
            assert!(gone.is_ok(), "{protocol} left with {way} and is still there");
        }
    }
}

/// SPEC PRS-3, WIRE-16: leaving one document of a socket.
#[tokio::test]
async fn whoever_closes_a_document_is_gone_from_it() {
    let door = Door::open();
    let watcher = door.writer(Protocol::YWebsocket, "notes").await;
    let peer = door.writer(Protocol::Hocuspocus, "notes").await;
    peer.set_presence(json!({}));
    sees(&watcher, "who came", |shown| shown.len() == 1).await;
    peer.send_raw(b"\x05notes\x07".to_vec());
    sees(&watcher, "nobody", |shown| shown.is_empty()).await;
    assert_eq!(peer.closed(), None);
}

/// SPEC PRS-4: who renews stays, who does not is gone, socket or not.
#[tokio::test]
async fn a_state_that_nobody_renews_expires() {
    let door = Door::with(&[("presence.expiry_seconds", "2")]);
    let watcher = door.writer(Protocol::Hocuspocus, "notes").await;
    let mut renewing =
        Member::enter(&door, Protocol::YWebsocket, &door.token_of("Ada", "*", &[])).await;
    let silent = door.peer(Protocol::YSweet, "notes", &door.token_of("Bob", "*", &[])).await;
    renewing.say(1, 1, r#"{"place":0}"#).await;
    silent.set_presence(json!({}));
    sees(&watcher, "both", |shown| shown.len() == 2).await;
    let (id, mut clock) = (silent.client_id(), 1);
    crate::door::until("the silent one is gone", async || {
        clock += 1;
        renewing.say(1, clock, r#"{"place":0}"#).await;
        !watcher.presences().contains_key(&id)
    })
    .await;
    assert!(watcher.presences().contains_key(&1), "who renews stays");
    assert_eq!(silent.closed(), None, "and who does not keeps the socket");
    silent.set_presence(json!({ "back": true }));
    sees(&watcher, "the silent one again", |shown| shown.contains_key(&id)).await;
}

/// SPEC PRS-5, PRS-8: as stock clients do after every blip of the network.
#[tokio::test]
async fn whoever_comes_back_with_the_same_clock_is_seen_and_sees_at_once() {
    let door = Door::open();
    let watcher = door.writer(Protocol::Hocuspocus, "notes").await;
    watcher.set_presence(json!({ "watching": true }));
    for (client, protocol) in (100..).zip(Protocol::ALL) {
        let token = door.token_of("Ada", "*", &[]);
        let mut before = Member::enter(&door, protocol, &token).await;
        before.say(client, 3, r#"{"cursor":1}"#).await;
        sees(&watcher, "Ada", |shown| shown.contains_key(&client)).await;
        let (first, _) = before.is_shown(watcher.client_id()).await;

        // The old socket dies, and is known to be dead.
        drop(before);
        sees(&watcher, "nobody", |shown| !shown.contains_key(&client)).await;
        let mut after = Member::enter(&door, protocol, &token).await;
        after.say(client, 3, r#"{"cursor":2}"#).await;
        // The watcher is strict about clocks, as stock clients are.
        sees(&watcher, "Ada again", |shown| {
            shown.get(&client).is_some_and(|ada| ada["cursor"] == 2)
        })
        .await;
        let (second, _) = after.is_shown(watcher.client_id()).await;
        assert!(
            second > first,
            "{protocol}: who remembers clock {first} does not believe {second}"
        );

        // The old socket is dead, and nobody knows.
        let mut taking_over = Member::enter(&door, protocol, &token).await;
        taking_over.say(client, 3, r#"{"cursor":2}"#).await;
        taking_over.say(client, 4, r#"{"cursor":3}"#).await;
        sees(&watcher, "Ada from the new socket", |shown| shown[&client]["cursor"] == 3).await;
        drop(after);
        let stays = watcher.wait_presences("Ada gone with the old socket", CUT_OFF / 5, |shown| {
            !shown.contains_key(&client)
        });
        assert!(stays.await.is_err(), "{protocol}: the old socket took the cursor along");
    }
}

/// SPEC PRS-8: an echo would go round for ever between stock clients.
#[tokio::test]
async fn nobody_is_shown_their_own_state() {
    let door = Door::open();
    for protocol in Protocol::ALL {
        let document = format!("{protocol}");
        let token = door.token_of("Ada", "*", &[]);
        let ada = door.peer(protocol, &document, &token).await;
        let bob = door.peer(protocol, &document, &door.token_of("Bob", "*", &[])).await;
        for place in 0..20 {
            ada.set_presence(json!({ "place": place }));
        }
        sees(&bob, "Ada", |shown| shown.contains_key(&ada.client_id())).await;
        bob.set_presence(json!({}));
        let shown = ada
            .wait_presences("Bob", DEADLINE, |shown| shown.contains_key(&bob.client_id()))
            .await
            .unwrap();
        assert!(!shown.contains_key(&ada.client_id()), "{protocol}");
    }
}
