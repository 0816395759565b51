//! Nobody speaks as another.

use renexus_load::{Peer, Protocol};
use serde_json::json;

use crate::door::Door;
use crate::{Member, sees};

const VICTIM: u64 = 77;

/// SPEC PRS-7: what the token says stands above what the client says.
#[tokio::test]
async fn a_state_carries_the_name_of_the_token() {
    let door = Door::open();
    let watcher = door.writer(Protocol::Hocuspocus, "notes").await;
    for protocol in Protocol::ALL {
        let ada = door.peer(protocol, "notes", &door.token_of("Ada", "*", &[])).await;
        for claimed in [
            json!({ "user": { "name": "Bob", "id": "bob", "color": "red" }, "cursor": 3 }),
            json!({ "user": "Bob" }),
        ] {
            ada.set_presence(claimed.clone());
            let color = claimed["user"]["color"].clone();
            let shown = sees(&watcher, "Ada under her name", |shown| {
                shown.get(&ada.client_id()).is_some_and(|state| state["user"]["color"] == color)
            });
            let state = shown.await.remove(&ada.client_id()).unwrap();
            assert_eq!(state["user"]["name"], "Ada", "{protocol}");
            assert_eq!(state["user"]["id"], "Ada", "{protocol}");
            assert_eq!(
                state["cursor"], claimed["cursor"],
                "{protocol}: the rest is the client's own"
            );
        }
    }
}

/// SPEC PRS-7: no name in the token is no licence.
#[tokio::test]
async fn a_token_without_a_name_gives_its_subject() {
    let door = Door::open();
    let watcher = door.writer(Protocol::Hocuspocus, "notes").await;
    let nameless = renexus_load::server::run(
        crate::door::binary(),
        door.folder(),
        ["token", "--document", "*", "--level", "write", "--subject", "u-1"],
    );
    let mallory = door.peer(Protocol::YWebsocket, "notes", &nameless.unwrap()).await;
    mallory.set_presence(json!({ "user": { "name": "Ada" } }));
    let shown = sees(&watcher, "somebody", |shown| shown.contains_key(&mallory.client_id())).await;
    assert_eq!(shown[&mallory.client_id()]["user"], json!({ "id": "u-1", "name": "u-1" }));
}

/// SPEC PRS-7, ACC-16: visitors have no name to protect.
#[tokio::test]
async fn anonymous_visitors_name_themselves() {
    let door = Door::with(&[("auth.anonymous", "write")]);
    let watcher = door.peer(Protocol::Hocuspocus, "notes", "").await;
    let visitor = Peer::connect(door.server.target(Protocol::YWebsocket, "notes")).await.unwrap();
    visitor.set_presence(json!({ "user": { "name": "somebody" } }));
    let shown =
        sees(&watcher, "the visitor", |shown| shown.contains_key(&visitor.client_id())).await;
    assert_eq!(shown[&visitor.client_id()], json!({ "user": { "name": "somebody" } }));
}

/// SPEC PRS-6: neither a state nor a removal.
#[tokio::test]
async fn nobody_speaks_with_the_client_of_another() {
    let door = Door::open();
    let watcher = door.writer(Protocol::Hocuspocus, "notes").await;
    let mut ada = Member::enter(&door, Protocol::YWebsocket, &door.token_of("Ada", "*", &[])).await;
    ada.say(VICTIM, 1, r#"{"cursor":1}"#).await;
    sees(&watcher, "Ada", |shown| shown.contains_key(&VICTIM)).await;
    for (client, protocol) in (200..).zip(Protocol::ALL) {
        let mut bob = Member::enter(&door, protocol, &door.token_of("Bob", "*", &[])).await;
        bob.say(VICTIM, 50, r#"{"cursor":666}"#).await;
        bob.say(VICTIM, 60, "null").await;
        // What he says of himself comes after what he said of her.
        bob.say(client, 1, "{}").await;
        bob.say(VICTIM, 70, r#"{"cursor":666}"#).await;
        bob.say(VICTIM, 80, "null").await;
        bob.say(client, 2, r#"{"second":true}"#).await;
        let shown = sees(&watcher, "Bob", |shown| {
            shown.get(&client).is_some_and(|bob| bob.get("second").is_some())
        });
        let shown = shown.await;
        assert_eq!(shown[&VICTIM]["cursor"], 1, "{protocol}");
        assert_eq!(shown[&VICTIM]["user"]["name"], "Ada", "{protocol}");
    }
    ada.say(VICTIM, 2, r#"{"cursor":2}"#).await;
    sees(&watcher, "Ada's next state", |shown| shown[&VICTIM]["cursor"] == 2).await;
}

/// SPEC PRS-6: stock clients repeat what they hear; a second tab does not take the first one's cursor.
#[tokio::test]
async fn what_a_member_repeats_of_another_is_not_its_own() {
    let door = Door::open();
    let token = door.token_of("Ada", "*", &[]);
    let watcher = door.writer(Protocol::Hocuspocus, "notes").await;
    let mut first = Member::enter(&door, Protocol::YWebsocket, &token).await;
    let mut second = Member::enter(&door, Protocol::YSweet, &token).await;
    first.say(1, 1, r#"{"tab":1}"#).await;
    second.say(2, 1, r#"{"tab":2}"#).await;
    let (clock, state) = second.is_shown(1).await;
    second.say(1, clock, &state).await;
    second.say(2, 2, r#"{"tab":2,"after":true}"#).await;
    sees(&watcher, "the repetition", |shown| {
        shown.get(&2).is_some_and(|state| state.get("after").is_some())
    })
    .await;
    // The second tab goes, and takes only its own cursor along.
    drop(second);
    let shown = sees(&watcher, "one tab less", |shown| !shown.contains_key(&2)).await;
    assert_eq!(shown[&1]["tab"], 1);
}

/// SPEC PRS-9: a state is an object.
#[tokio::test]
async fn what_is_no_state_is_ignored() {
    let door = Door::open();
    let watcher = door.writer(Protocol::Hocuspocus, "notes").await;
    let mut odd = Member::enter(&door, Protocol::YWebsocket, &door.token("*", "write")).await;
    for (clock, state) in (1..).zip(["[]", "7", "\"text\"", "{", "", "true", r#"{"good":1}"#]) {
        odd.say(9, clock, state).await;
    }
    let shown = sees(&watcher, "the good state", |shown| shown.contains_key(&9)).await;
    assert_eq!(shown[&9]["good"], 1);
}
