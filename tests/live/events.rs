//! The channel of a workspace: events in order, and resuming.

use renexus_load::peer::Heard;
use serde_json::{Value, json};

use crate::Line;
use crate::door::Door;
use crate::door::people::{Human, OPEN};

/// Invites somebody, which is one event.
async fn happen(door: &Door, owner: &Human) {
    let path = "/api/v1/workspaces/studio/invitations";
    let (status, made) = door.call(owner, ("POST", path), &json!({ "role": "guest" })).await;
    assert_eq!(status, 201, "{made}");
}

/// SPEC EVT-1, EVT-2: frame by frame, as a stock provider speaks.
#[tokio::test]
async fn a_channel_is_synced_takes_nothing_and_tells_what_happens() {
    let door = Door::with(&[OPEN]);
    let ada = door.human("Ada").await;
    let studio = door.workspace(&ada, "studio").await;
    let mut line = Line::channel(&door, &studio, &ada.token).await;
    assert_eq!(line.granted().await, "readonly");
    line.socket.send(&line.dialect.step_one(&[0])).await;
    let given = line.hear(|heard| match heard {
        Heard::StepTwo(update) => Some(update.to_vec()),
        _ => None,
    });
    assert_eq!(given.await, [0, 0]);
    line.socket.send(&line.dialect.update(&crate::door::words(7, "words"))).await;
    let saved = line.hear(|heard| match heard {
        Heard::Saved(saved) => Some(*saved),
        _ => None,
    });
    assert!(!saved.await);
    line.resume(1).await;
    happen(&door, &ada).await;
    let event = line.told().await;
    assert_eq!((&event["seq"], &event["type"]), (&json!(2), &json!("invitation.created")));
    assert_eq!((&event["workspace"], &event["actor"]), (&json!(studio), &json!(ada.id)));
    assert!(event["at"].is_string() && event["data"]["role"] == "guest", "{event}");
}

/// SPEC EVT-3, EVT-4
#[tokio::test]
async fn who_comes_back_hears_the_rest_or_a_reset() {
    let door = Door::with(&[OPEN, ("events.resume", "5")]);
    let ada = door.human("Ada").await;
    let studio = door.workspace(&ada, "studio").await;
    for _ in 0..3 {
        happen(&door, &ada).await;
    }
    let mut line = Line::channel(&door, &studio, &ada.token).await;
    line.resume(1).await;
    assert_eq!(line.seqs(3).await, [2, 3, 4]);
    drop(line);
    for _ in 0..4 {
        happen(&door, &ada).await;
    }
    let mut line = Line::channel(&door, &studio, &ada.token).await;
    line.resume(4).await;
    assert_eq!(line.seqs(4).await, [5, 6, 7, 8]);
    let mut late = Line::channel(&door, &studio, &ada.token).await;
    late.resume(1).await;
    assert_eq!(late.told().await, json!({ "reset": true, "seq": 8 }));
    happen(&door, &ada).await;
    assert_eq!((line.seqs(1).await, late.seqs(1).await), (vec![9], vec![9]));
}

/// SPEC EVT-1: nor for a token of the server, a slug, or another protocol.
#[tokio::test]
async fn a_channel_is_for_members_under_its_id_alone() {
    let door = Door::with(&[OPEN]);
    let (ada, eve) = (door.human("Ada").await, door.human("Eve").await);
    let studio = door.workspace(&ada, "studio").await;
    for (workspace, token) in
        [(studio.as_str(), &eve.token), ("studio", &ada.token), ("nowhere", &ada.token)]
    {
        let mut line = Line::channel(&door, workspace, token).await;
        assert_eq!(line.denied().await, "the token does not reach this document", "{workspace}");
    }
    let name = format!("workspace/{studio}");
    let target = door.target(renexus_load::Protocol::YWebsocket, &name, &ada.token);
    let mut bare = crate::door::raw::RawSocket::open(&target).await;
    assert_eq!(bare.closed().await.0, 4_404);
    let path = format!("/api/documents/{}", name.replace('/', "%2F"));
    let (status, _) = door.call(&ada, ("GET", &path), &Value::Null).await;
    assert!([403, 404].contains(&status), "{status}");
}

/// SPEC EVT-6
#[tokio::test]
async fn the_roster_is_the_presence_of_the_channel() {
    let door = Door::with(&[OPEN]);
    let (ada, bob) = (door.human("Ada").await, door.human("Bob").await);
    let studio = door.workspace(&ada, "studio").await;
    door.join(&ada, "studio", &bob, "member").await;
    let mut first = Line::channel(&door, &studio, &ada.token).await;
    let mut second = Line::channel(&door, &studio, &bob.token).await;
    first.granted().await;
    second.granted().await;
    let state = r#"{"user":{"id":"boss","name":"Boss"},"at":"board-7"}"#;
    let mut states = vec![1, 7, 1];
    renexus_wire::lib0::write_var_string(&mut states, state);
    first.socket.send(&first.dialect.awareness(&states)).await;
    let seen = second.hear(|heard| match heard {
        Heard::Awareness(states) => Some(String::from_utf8_lossy(states).into_owned()),
        _ => None,
    });
    let seen = seen.await;
    assert!(seen.contains("board-7") && seen.contains(&ada.id), "{seen}");
    assert!(!seen.contains("Boss"), "{seen}");
}
