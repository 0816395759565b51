//! Whose turn it is at the service, when there is not enough room for all.

use chrono::{DateTime, Utc};
use serde_json::{Value, json};

use crate::Studio;
use crate::door::until;

/// One thing at a time.
const ONE: (&str, &str) = ("assistant.at_once", "1");

/// Ends what the assistant is at, which would never come to an end.
async fn end(studio: &Studio, job: &str) {
    studio.until(job, "running").await;
    let path = format!("{}/{job}", studio.path());
    let (status, told) = studio.call(&studio.ada, ("DELETE", &path), Value::Null).await;
    assert_eq!(status, 200, "{told}");
}

/// Ends one job after the other; they began in this order.
async fn come(studio: &Studio, order: &[&str]) {
    for (place, job) in order.iter().enumerate() {
        studio.until(job, "running").await;
        for later in &order[place + 1..] {
            assert_eq!(studio.job(later).await["state"], "waiting", "{place}");
        }
        end(studio, job).await;
    }
}

/// SPEC AI-24
#[tokio::test]
async fn what_somebody_waits_for_goes_before_what_can_wait() {
    let studio = Studio::open("long", &[ONE]).await;
    let first = studio.ask(json!({ "task": "summarise" })).await;
    studio.until(&first, "running").await;
    let later = studio.ask(json!({ "task": "summarise", "urgency": "later" })).await;
    let waited = studio.ask(json!({ "task": "summarise", "urgency": "waited" })).await;
    let unsaid = studio.ask(json!({ "task": "summarise" })).await;
    come(&studio, &[&first, &waited, &unsaid, &later]).await;
    let wrong = json!({ "task": "summarise", "urgency": "never" });
    assert_eq!(studio.call(&studio.ada, ("POST", &studio.path()), wrong).await.0, 400);
}

/// SPEC AI-24
#[tokio::test]
async fn what_can_wait_does_not_wait_forever() {
    let studio = Studio::open("long", &[ONE, ("assistant.later_seconds", "0.01")]).await;
    let first = studio.ask(json!({ "task": "summarise" })).await;
    studio.until(&first, "running").await;
    let later = studio.ask(json!({ "task": "summarise", "urgency": "later" })).await;
    let waited = studio.ask(json!({ "task": "summarise" })).await;
    let asked: DateTime<Utc> =
        studio.job(&later).await["created_at"].as_str().unwrap().parse().unwrap();
    until("it has waited", async || (Utc::now() - asked).num_milliseconds() > 20).await;
    come(&studio, &[&first, &later, &waited]).await;
}

/// SPEC AI-24
#[tokio::test]
async fn workspaces_take_turns() {
    let mut studio = Studio::open("long", &[ONE]).await;
    let first = studio.ask(json!({ "task": "summarise" })).await;
    studio.until(&first, "running").await;
    let second = studio.ask(json!({ "task": "summarise" })).await;
    let third = studio.ask(json!({ "task": "summarise" })).await;
    studio.door.workspace(&studio.ada, "workshop").await;
    let body = json!({ "title": "Plan" });
    let pages = ("POST", "/api/v1/workspaces/workshop/pages");
    let (status, page) = studio.call(&studio.ada, pages, body).await;
    assert_eq!(status, 201, "{page}");
    // The other workspace asked last, and waits for one of the first alone.
    let own = std::mem::replace(&mut studio.document, page["id"].as_str().unwrap().to_owned());
    let other = studio.ask(json!({ "task": "draft", "prompt": "a plan" })).await;
    let there = std::mem::replace(&mut studio.document, own);
    end(&studio, &first).await;
    let own = std::mem::replace(&mut studio.document, there);
    end(&studio, &other).await;
    studio.document = own;
    come(&studio, &[&second, &third]).await;
}
