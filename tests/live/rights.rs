//! Rights of people: asked when they come in, and again when they change.

use std::time::{Duration, Instant};

use renexus_load::http::Request;
use serde_json::{Value, json};
use tokio::time::timeout;

use crate::door::people::{OPEN, PASSWORD, entered};
use crate::door::{CUT_OFF, Door};
use crate::{Line, document};

/// Within this time a change is in force; of several, one must be so quick on a noisy machine.
const IN_FORCE: Duration = Duration::from_millis(250);

/// SPEC ACC-24: in place, without a new connection.
#[tokio::test]
async fn a_level_that_changes_is_in_force_where_somebody_sits() {
    let door = Door::with(&[OPEN]);
    let (ada, bob) = (door.human("Ada").await, door.human("Bob").await);
    let studio = door.workspace(&ada, "studio").await;
    document(&door, &studio, "notes").await;
    door.join(&ada, "studio", &bob, "guest").await;
    let mut stranger = Line::open(&door, "notes", &bob.token).await;
    stranger.denied().await;
    let path = format!("/api/v1/workspaces/studio/access/document/notes/person/{}", bob.id);
    let give = async |level: &str| {
        let (status, _) = door.call(&ada, ("PUT", &path), &json!({ "level": level })).await;
        assert_eq!(status, 204, "{level}");
    };
    give("read").await;
    let mut line = Line::open(&door, "notes", &bob.token).await;
    assert_eq!(line.granted().await, "readonly");
    let mut quickest = CUT_OFF;
    for (level, scope) in
        [("write", "read-write"), ("comment", "readonly"), ("manage", "read-write")]
    {
        let asked = Instant::now();
        give(level).await;
        assert_eq!(timeout(CUT_OFF, line.granted()).await.unwrap(), scope);
        quickest = quickest.min(asked.elapsed());
    }
    assert!(quickest <= IN_FORCE, "{quickest:?}");
    give("none").await;
    timeout(CUT_OFF, line.denied()).await.unwrap();
}

/// SPEC ACC-24: the role gives, and takes.
#[tokio::test]
async fn who_is_sent_away_hears_no_more() {
    let door = Door::with(&[OPEN]);
    let (ada, bob) = (door.human("Ada").await, door.human("Bob").await);
    let studio = door.workspace(&ada, "studio").await;
    document(&door, &studio, "notes").await;
    door.join(&ada, "studio", &bob, "member").await;
    let mut channel = Line::channel(&door, &studio, &bob.token).await;
    let mut line = Line::open(&door, "notes", &bob.token).await;
    channel.granted().await;
    assert_eq!(line.granted().await, "read-write");
    let member = format!("/api/v1/workspaces/studio/members/{}", bob.id);
    let (status, _) = door.call(&ada, ("DELETE", &member), &Value::Null).await;
    assert_eq!(status, 204);
    timeout(CUT_OFF, channel.denied()).await.unwrap();
    timeout(CUT_OFF, line.denied()).await.unwrap();
}

/// SPEC ACC-24: an archived workspace is only read, on sockets too.
#[tokio::test]
async fn what_is_archived_is_read_only_on_open_sockets() {
    let door = Door::with(&[OPEN]);
    let ada = door.human("Ada").await;
    let studio = door.workspace(&ada, "studio").await;
    document(&door, &studio, "notes").await;
    let mut line = Line::open(&door, "notes", &ada.token).await;
    assert_eq!(line.granted().await, "read-write");
    let (status, _) =
        door.call(&ada, ("POST", "/api/v1/workspaces/studio/archive"), &Value::Null).await;
    assert_eq!(status, 200);
    assert_eq!(timeout(CUT_OFF, line.granted()).await.unwrap(), "readonly");
}

/// SPEC ACC-25
#[tokio::test]
async fn who_logs_out_is_gone_from_every_socket() {
    let door = Door::with(&[OPEN]);
    let ada = door.human("Ada").await;
    let studio = door.workspace(&ada, "studio").await;
    document(&door, &studio, "notes").await;
    let mut lines = [
        Line::channel(&door, &studio, &ada.token).await,
        Line::open(&door, "notes", &ada.token).await,
    ];
    for line in &mut lines {
        line.granted().await;
    }
    let out = Request::post("/api/v1/auth/logout").header("cookie", &ada.cookie);
    assert_eq!(door.ask(out).await.status, 204);
    for line in lines {
        assert_eq!(timeout(CUT_OFF, line.closed()).await.unwrap(), 4_401);
    }
}

/// SPEC ACC-25: an administrator keeps somebody out.
#[tokio::test]
async fn who_is_deactivated_is_gone_from_every_socket() {
    let door = Door::with(&[OPEN]);
    let link = door.setup_secret().await;
    let body = json!({ "email": "root@example.org", "name": "Root", "password": PASSWORD, "invitation": link });
    let root = Request::post("/api/v1/auth/register").json(&body.to_string());
    let root = entered(&door.ask(root).await);
    let ada = door.human("Ada").await;
    let studio = door.workspace(&ada, "studio").await;
    let mut line = Line::channel(&door, &studio, &ada.token).await;
    line.granted().await;
    let path = format!("/api/v1/people/{}", ada.id);
    let (status, _) = door.call(&root, ("PATCH", &path), &json!({ "active": false })).await;
    assert_eq!(status, 200);
    assert_eq!(timeout(CUT_OFF, line.closed()).await.unwrap(), 4_401);
    let mut again = Line::channel(&door, &studio, &ada.token).await;
    again.denied().await;
}
