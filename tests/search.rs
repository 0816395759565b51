//! Search at the front door. See `SRCH` in docs/SPEC.md.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

#[path = "search/comments.rs"]
mod comments;
#[path = "search/common.rs"]
mod common;
#[path = "search/documents.rs"]
mod documents;
mod door;
#[path = "search/meaning.rs"]
mod meaning;
#[path = "search/neighbours.rs"]
mod neighbours;
mod problem;
#[path = "search/rights.rs"]
mod rights;
#[path = "search/rows.rs"]
mod rows;
#[path = "assistant/service.rs"]
mod service;
#[path = "search/texts.rs"]
mod texts;

use serde_json::{Value, json};

use crate::door::Door;
use crate::door::people::{Human, OPEN};

/// A server with a workspace `studio` of Ada's and a project `REN` in it.
struct Studio {
    door: Door,
    ada: Human,
}

impl Studio {
    async fn open() -> Self {
        Self::with(&[]).await
    }

    async fn with(more: &[(&str, &str)]) -> Self {
        let own = [OPEN, ("search.quiet_seconds", "0.1")];
        let door = Door::with(&[&own[..], more].concat());
        let ada = door.human("Ada").await;
        door.workspace(&ada, "studio").await;
        let studio = Self { door, ada };
        studio.made("projects", json!({ "key": "REN", "name": "Renexus" })).await;
        studio
    }

    async fn made(&self, path: &str, body: Value) -> Value {
        let path = format!("/api/v1/workspaces/studio/{path}");
        let (status, made) = self.door.call(&self.ada, ("POST", &path), &body).await;
        assert_eq!(status, 201, "{path} {body}: {made}");
        made
    }

    async fn task(&self, title: &str) -> Value {
        self.made("tasks", json!({ "project": "REN", "title": title })).await
    }

    /// What somebody gets who searches.
    async fn page(&self, who: &Human, query: &str) -> (u16, Value) {
        let path = format!("/api/v1/workspaces/studio/search?{query}");
        self.door.call(who, ("GET", &path), &Value::Null).await
    }

    /// The titles that somebody finds.
    async fn titles_for(&self, who: &Human, q: &str) -> Vec<String> {
        let (status, page) = self.page(who, &format!("q={}", encoded(q))).await;
        assert_eq!(status, 200, "{q}: {page}");
        let titles = page["items"].as_array().unwrap().iter();
        titles.map(|hit| hit["title"]["text"].as_str().unwrap().to_owned()).collect()
    }

    async fn titles(&self, q: &str) -> Vec<String> {
        self.titles_for(&self.ada, q).await
    }
}

/// A text as it stands in an address.
fn encoded(text: &str) -> String {
    text.bytes().map(|byte| format!("%{byte:02X}")).collect()
}
