//! Who has webhooks, and whose rights decide what they are told.

use std::time::Duration;

use renexus_load::http::Request;
use serde_json::{Value, json};

use crate::door::until;
use crate::problem::problem;
use crate::receiver::{Answer, Receiver};
use crate::{HOOKS, NEAR, Studio};

/// SPEC HOOK-1
#[tokio::test]
async fn admins_set_webhooks_up_and_change_them() {
    let studio = Studio::with(&[("webhooks.most", "2")]).await;
    let mel = studio.door.human("Mel").await;
    studio.door.join(&studio.ada, "studio", &mel, "member").await;
    assert_eq!(studio.door.call(&mel, ("GET", HOOKS), &Value::Null).await.0, 403);
    let (id, _) = studio.hook("http://127.0.0.1:1/hook", &["task.*", "*.deleted"]).await;
    let path = format!("{HOOKS}/{id}");
    let shown = studio.show(&id).await;
    assert_eq!(shown["events"], json!(["task.*", "*.deleted"]));
    assert_eq!((&shown["active"], &shown["owner"]), (&json!(true), &json!(studio.ada.id)));
    let change = json!({ "active": false, "events": ["*"] });
    let changed = studio.done(("PATCH", &path), change).await;
    assert_eq!((&changed["reason"], &changed["version"]), (&json!("asked"), &json!(2)));
    let stale = Request::new("PATCH", &path).bearer(&studio.ada.token).header("if-match", "\"1\"");
    problem(&studio.door.ask(stale.json("{}")).await, 412, "stale");
    for body in [
        json!({ "events": [] }),
        json!({ "events": ["TASK"] }),
        json!({ "events": vec!["*"; 51] }),
        json!({ "url": "nowhere" }),
        json!({ "secret": "x" }),
    ] {
        assert_eq!(studio.door.call(&studio.ada, ("PATCH", &path), &body).await.0, 400, "{body}");
    }
    studio.hook("http://127.0.0.1:1/other", &["*"]).await;
    let third = json!({ "url": "http://127.0.0.1:1/third" });
    assert_eq!(studio.door.call(&studio.ada, ("POST", HOOKS), &third).await.0, 409);
    studio.done(("DELETE", &path), Value::Null).await;
    assert_eq!(studio.door.call(&studio.ada, ("GET", &path), &Value::Null).await.0, 404);
}

/// SPEC HOOK-9
#[tokio::test]
async fn a_webhook_is_told_what_its_owner_may_hear_and_nothing_when_they_leave() {
    let studio = Studio::open().await;
    let receiver = Receiver::start([]).await;
    let mel = studio.door.human("Mel").await;
    studio.door.join(&studio.ada, "studio", &mel, "admin").await;
    let body = json!({ "url": receiver.url, "events": ["label.*"] });
    let (status, made) = studio.door.call(&mel, ("POST", HOOKS), &body).await;
    assert_eq!(status, 201, "{made}");
    let id = made["webhook"]["id"].as_str().unwrap();
    studio.label("one").await;
    receiver.wait(1).await;
    let member = format!("/api/v1/workspaces/studio/members/{}", mel.id);
    studio.done(("PATCH", &member), json!({ "role": "member" })).await;
    studio.label("two").await;
    until("it is paused", async || studio.show(id).await["reason"] == "owner_left").await;
    assert_eq!(receiver.received().len(), 1);
    let told = studio.done(("GET", "/api/v1/me/notifications"), Value::Null).await;
    assert_eq!(told["items"][0]["kind"], "webhook", "{told}");
    // Another admin takes it over.
    let path = format!("{HOOKS}/{id}");
    let taken = studio.done(("PATCH", &path), json!({ "active": true })).await;
    assert_eq!(taken["owner"], json!(studio.ada.id));
    assert_eq!(receiver.wait(2).await[1].json()["data"]["name"], "two");
    studio.done(("DELETE", &member), Value::Null).await;
    studio.label("three").await;
    receiver.wait(3).await;
}

/// SPEC API-3: while the first one is under way, and when the server died in the middle of it.
#[tokio::test]
async fn what_is_under_way_is_not_begun_again() {
    let mut studio = Studio::with(&[("webhooks.timeout_seconds", "60")]).await;
    let silence = || Answer::Silence(Duration::from_secs(60));
    let receiver = Receiver::start([silence(), silence()]).await;
    let (id, _) = studio.hook(&receiver.url, &["label.created"]).await;
    let ping = Request::post(&format!("{HOOKS}/{id}/ping")).bearer(&studio.ada.token);
    let ping = ping.header("idempotency-key", "k1");
    let (request, address) = (ping.clone(), studio.door.server.addr());
    let first = tokio::spawn(async move { request.send(address).await });
    receiver.wait(1).await;
    problem(&studio.door.ask(ping.clone()).await, 409, "key-taken");
    studio.door.restart(&NEAR);
    assert!(first.await.unwrap().is_err(), "nobody answered it");
    problem(&studio.door.ask(ping).await, 409, "key-taken");
    assert_eq!(receiver.received().len(), 1);
}
