//! Workspaces on the sockets: channels, events, and rights that change. See `EVT` in docs/SPEC.md.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

mod chance;
mod door;

#[path = "live/events.rs"]
mod events;
#[path = "live/gap.rs"]
mod gap;
#[path = "live/hearing.rs"]
mod hearing;
#[path = "live/rights.rs"]
mod rights;

use door::Door;
use door::line::Line;
use renexus_load::http::Request;
use serde_json::json;

/// Makes a document in a workspace, as an app with a token of the server does.
async fn document(door: &Door, workspace: &str, id: &str) {
    let body = json!({ "id": id, "workspace": workspace }).to_string();
    let made = Request::post("/api/documents").bearer(&door.token("*", "manage")).json(&body);
    assert_eq!(door.ask(made).await.status, 201);
}
