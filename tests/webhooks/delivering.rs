//! What arrives, in which order, and signed with what.

use std::time::Duration;

use serde_json::{Value, json};

use crate::door::until;
use crate::receiver::{Answer, Receiver, say};
use crate::{HOOKS, NEAR, Studio};

/// SPEC HOOK-2, HOOK-3
#[tokio::test]
async fn events_arrive_signed_and_in_order() {
    let studio = Studio::open().await;
    let receiver = Receiver::start([]).await;
    studio.label("before").await;
    let (id, secret) = studio.hook(&receiver.url, &["label.*"]).await;
    for name in ["one", "two", "three"] {
        studio.label(name).await;
    }
    studio
        .done(("POST", "/api/v1/workspaces/studio/projects"), json!({ "key": "REN", "name": "R" }))
        .await;
    studio.label("four").await;
    let received = receiver.wait(4).await;
    let names: Vec<_> = received.iter().map(|one| one.json()["data"]["name"].clone()).collect();
    assert_eq!(names, ["one", "two", "three", "four"], "nothing from before, nothing else");
    for one in &received {
        assert_eq!((one.kind().as_str(), one.signed(&secret)), ("label.created", 1));
        assert_eq!(one.headers["content-type"], "application/json");
    }
    let seqs: Vec<_> = received.iter().map(|one| one.json()["seq"].as_i64().unwrap()).collect();
    assert!(seqs.is_sorted());
    until("all are written down", async || {
        studio.deliveries(&id).await.iter().all(|one| one["state"] == "delivered")
    })
    .await;
    let log = studio.deliveries(&id).await;
    assert_eq!(log.len(), 4);
    let newest = &log[0];
    assert_eq!((&newest["status"], &newest["attempts"]), (&json!(200), &json!(1)), "{newest}");
    assert_eq!(newest["id"], received[3].id());
    let path = format!("{HOOKS}/{id}/deliveries/{}", received[3].id());
    let whole = studio.done(("GET", &path), Value::Null).await;
    assert_eq!(whole["event"], received[3].json());
}

/// SPEC HOOK-2
#[tokio::test]
async fn a_webhook_hears_of_one_project() {
    let studio = Studio::open().await;
    let receiver = Receiver::start([]).await;
    let projects = "/api/v1/workspaces/studio/projects";
    for key in ["ONE", "TWO"] {
        studio.done(("POST", projects), json!({ "key": key, "name": key })).await;
    }
    let body = json!({ "url": receiver.url, "project": "TWO" });
    studio.done(("POST", HOOKS), body).await;
    let task = async |key: &str| {
        let body = json!({ "project": key, "title": key });
        studio.done(("POST", "/api/v1/workspaces/studio/tasks"), body).await;
    };
    task("ONE").await;
    studio.label("x").await;
    task("TWO").await;
    let received = receiver.wait(1).await;
    assert_eq!(received[0].json()["data"]["task"]["title"], "TWO", "{}", received[0].body);
}

/// SPEC HOOK-5
#[tokio::test]
async fn two_secrets_are_good_while_they_change() {
    let studio = Studio::open().await;
    let receiver = Receiver::start([]).await;
    let (id, first) = studio.hook(&receiver.url, &["label.created"]).await;
    let path = format!("{HOOKS}/{id}/secret");
    let second = studio.done(("POST", &path), Value::Null).await;
    let second = second["secret"].as_str().unwrap();
    assert_ne!(first, second);
    studio.label("one").await;
    let one = receiver.wait(1).await.remove(0);
    assert_eq!((one.signed(&first), one.signed(second)), (1, 1));
    let shown = studio.show(&id).await.to_string();
    assert!(!shown.contains("whsec") && !shown.contains(&first), "{shown}");
}

/// SPEC HOOK-5
#[tokio::test]
async fn the_secret_before_ends() {
    let studio = Studio::with(&[("webhooks.rotation_seconds", "0")]).await;
    let receiver = Receiver::start([]).await;
    let (id, first) = studio.hook(&receiver.url, &["*"]).await;
    let second = studio.done(("POST", &format!("{HOOKS}/{id}/secret")), Value::Null).await;
    studio.label("one").await;
    let last = receiver.wait(2).await.remove(1);
    assert_eq!((last.signed(&first), last.signed(second["secret"].as_str().unwrap())), (0, 1));
}

/// SPEC HOOK-4
#[tokio::test]
async fn a_slow_webhook_delays_no_other() {
    let studio = Studio::with(&[("webhooks.timeout_seconds", "15")]).await;
    let slow = Receiver::start([Answer::Silence(Duration::from_secs(60))]).await;
    let quick = Receiver::start([]).await;
    studio.hook(&slow.url, &["label.created"]).await;
    studio.hook(&quick.url, &["label.created"]).await;
    for name in ["one", "two", "three"] {
        studio.label(name).await;
    }
    quick.wait(3).await;
    assert!(slow.received().len() <= 1, "it still says nothing to the first one");
}

/// SPEC HOOK-3
#[tokio::test]
async fn a_restart_in_the_middle_loses_nothing() {
    let mut studio = Studio::open().await;
    let receiver = Receiver::start([say(200), Answer::Silence(Duration::from_secs(60))]).await;
    studio.hook(&receiver.url, &["label.created"]).await;
    for name in ["one", "two", "three"] {
        studio.label(name).await;
    }
    receiver.wait(2).await;
    // The second one is under way.
    studio.door.restart(&NEAR);
    let received = receiver.wait(4).await;
    let names: Vec<_> = received.iter().map(|one| one.json()["data"]["name"].clone()).collect();
    assert_eq!(names, ["one", "two", "two", "three"]);
    assert_eq!(received[1].id(), received[2].id(), "who receives it twice can tell");
}
