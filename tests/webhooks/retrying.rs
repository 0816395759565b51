//! What becomes of deliveries that fail.

use std::time::Duration;

use serde_json::{Value, json};
use tokio::time::Instant;

use crate::door::until;
use crate::receiver::{Answer, Receiver, say};
use crate::{HOOKS, Studio};

/// SPEC HOOK-3, HOOK-6
#[tokio::test]
async fn what_fails_is_tried_again_and_stays_in_order() {
    let studio = Studio::with(&[("webhooks.timeout_seconds", "1")]).await;
    let long = Answer::Say(500, "", "x".repeat(5_000));
    let silent = Answer::Silence(Duration::from_secs(30));
    let elsewhere = Answer::Say(302, "location: http://127.0.0.1:1/\r\n", String::new());
    let receiver = Receiver::start([long, silent, elsewhere]).await;
    let (id, _) = studio.hook(&receiver.url, &["label.created"]).await;
    studio.label("one").await;
    receiver.wait(1).await;
    until("the answer is written down", async || {
        studio.deliveries(&id).await[0]["status"] == json!(500)
    })
    .await;
    let first = studio.deliveries(&id).await.remove(0);
    assert_eq!(first["answer"].as_str().map(str::len), Some(1_024), "{first}");
    studio.label("two").await;
    let received = receiver.wait(5).await;
    let names: Vec<_> = received.iter().map(|one| one.json()["data"]["name"].clone()).collect();
    assert_eq!(names, ["one", "one", "one", "one", "two"], "a redirect is a failure");
    assert!(received[..4].iter().all(|one| one.id() == received[0].id()));
    until("it arrived", async || studio.deliveries(&id).await[0]["state"] == "delivered").await;
    let log = studio.deliveries(&id).await;
    assert_eq!((&log[1]["attempts"], &log[1]["status"]), (&json!(4), &json!(200)), "{log:?}");
    assert_eq!(studio.show(&id).await["failures"], 0);
}

/// SPEC HOOK-6
#[tokio::test]
async fn a_receiver_says_how_long_it_wants_to_be_left_alone() {
    let studio = Studio::open().await;
    let busy = Answer::Say(429, "retry-after: 2\r\n", String::new());
    let receiver = Receiver::start([busy]).await;
    studio.hook(&receiver.url, &["label.created"]).await;
    let began = Instant::now();
    studio.label("one").await;
    receiver.wait(2).await;
    assert!(began.elapsed() >= Duration::from_secs(2), "{:?}", began.elapsed());
}

/// SPEC HOOK-6
#[tokio::test]
async fn what_fails_too_often_is_given_up_and_can_be_delivered_by_hand() {
    let studio = Studio::with(&[("webhooks.retry_seconds", "0")]).await;
    let receiver = Receiver::start([say(400), say(400)]).await;
    let (id, _) = studio.hook(&receiver.url, &["label.created"]).await;
    studio.label("one").await;
    studio.label("two").await;
    let received = receiver.wait(3).await;
    assert_eq!(received[2].json()["data"]["name"], "two", "the next one has its turn");
    let log = studio.deliveries(&id).await;
    assert_eq!((&log[1]["state"], &log[1]["attempts"]), (&json!("failed"), &json!(2)), "{log:?}");
    let path = format!("{HOOKS}/{id}/deliveries/{}/redeliver", log[1]["id"].as_str().unwrap());
    let again = studio.done(("POST", &path), Value::Null).await;
    assert_eq!((&again["state"], &again["attempts"]), (&json!("delivered"), &json!(3)), "{again}");
    assert_eq!(receiver.wait(4).await[3].body, received[0].body);
}

/// SPEC HOOK-7
#[tokio::test]
async fn a_receiver_that_is_gone_is_left_alone() {
    let studio = Studio::open().await;
    let receiver = Receiver::start([say(410)]).await;
    let (id, _) = studio.hook(&receiver.url, &["label.created"]).await;
    studio.label("one").await;
    until("it is paused", async || studio.show(&id).await["active"] == false).await;
    assert_eq!(studio.show(&id).await["reason"], "gone");
    studio.label("two").await;
    // It can be tried all the same.
    let path = format!("{HOOKS}/{id}");
    let ping = studio.done(("POST", &format!("{path}/ping")), Value::Null).await;
    assert_eq!((&ping["type"], &ping["status"]), (&json!("webhook.ping"), &json!(200)), "{ping}");
    let received = receiver.wait(2).await;
    assert_eq!(received[1].kind(), "webhook.ping");
    studio.done(("PATCH", &path), json!({ "active": true })).await;
    let received = receiver.wait(3).await;
    assert_eq!(received[2].json()["data"]["name"], "two", "it goes on where it stood");
}

/// SPEC HOOK-7
#[tokio::test]
async fn a_webhook_that_fails_again_and_again_is_paused_and_people_are_told() {
    let studio = Studio::with(&[("webhooks.failures", "3")]).await;
    let receiver = Receiver::start([say(500), say(500), say(500)]).await;
    let (id, _) = studio.hook(&receiver.url, &["label.created"]).await;
    studio.label("one").await;
    until("it is paused", async || studio.show(&id).await["reason"] == "failing").await;
    until("people are told", async || {
        let told = studio.done(("GET", "/api/v1/me/notifications"), Value::Null).await;
        let items = told["items"].as_array().unwrap();
        items.iter().any(|one| {
            one["kind"] == "webhook" && one["excerpt"].as_str().unwrap().contains(&receiver.url)
        })
    })
    .await;
    studio.done(("PATCH", &format!("{HOOKS}/{id}")), json!({ "active": true })).await;
    let received = receiver.wait(4).await;
    assert_eq!(received[3].id(), received[0].id(), "nothing is lost");
}
