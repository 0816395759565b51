//! Webhooks, delivered to a server of the test. See `HOOK` in docs/SPEC.md.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

#[path = "webhooks/caring.rs"]
mod caring;
#[path = "webhooks/delivering.rs"]
mod delivering;
mod door;
mod problem;
#[path = "webhooks/reaching.rs"]
mod reaching;
#[path = "webhooks/receiver.rs"]
mod receiver;
#[path = "webhooks/retrying.rs"]
mod retrying;

use door::Door;
use door::people::{Human, OPEN};
use serde_json::{Value, json};

/// Where the webhooks of the workspace are.
const HOOKS: &str = "/api/v1/workspaces/studio/webhooks";

/// Settings under which a server of the test is reached, and failures are tried again soon.
const NEAR: [(&str, &str); 4] = [
    OPEN,
    ("webhooks.insecure_http", "true"),
    ("webhooks.private_hosts", "127.0.0.1"),
    ("webhooks.retry_seconds", "0,0,1,1"),
];

/// A workspace with somebody who sets up webhooks.
struct Studio {
    door: Door,
    ada: Human,
}

impl Studio {
    async fn open() -> Self {
        Self::with(&[]).await
    }

    async fn with(settings: &[(&str, &str)]) -> Self {
        let settings: Vec<_> = NEAR.into_iter().chain(settings.iter().copied()).collect();
        let door = Door::with(&settings);
        let ada = door.human("Ada").await;
        door.workspace(&ada, "studio").await;
        Self { door, ada }
    }

    /// Ada does something that she may.
    async fn done(&self, (method, path): (&str, &str), body: Value) -> Value {
        let (status, made) = self.door.call(&self.ada, (method, path), &body).await;
        assert!((200..300).contains(&status), "{method} {path}: {status} {made}");
        made
    }

    /// Sets a webhook up; its id and its secret.
    async fn hook(&self, url: &str, events: &[&str]) -> (String, String) {
        let body = json!({ "url": url, "events": events });
        let made = self.done(("POST", HOOKS), body).await;
        let text = |value: &Value| value.as_str().unwrap().to_owned();
        (text(&made["webhook"]["id"]), text(&made["secret"]))
    }

    async fn show(&self, id: &str) -> Value {
        self.done(("GET", &format!("{HOOKS}/{id}")), Value::Null).await
    }

    /// The deliveries of a webhook, the newest first.
    async fn deliveries(&self, id: &str) -> Vec<Value> {
        let path = format!("{HOOKS}/{id}/deliveries");
        let page = self.done(("GET", &path), Value::Null).await;
        page["items"].as_array().unwrap().clone()
    }

    /// Something that happens: a label is made.
    async fn label(&self, name: &str) {
        self.done(("POST", "/api/v1/workspaces/studio/labels"), json!({ "name": name })).await;
    }
}
