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

use door::line::Line;
use door::{DEADLINE, Door};
use renexus_load::Protocol;
use renexus_load::http::Request;
use renexus_load::peer::{Dialect, Heard};
use renexus_wire::lib0::write_var_string;
use serde_json::{Value, json};

/// Makes a document in a workspace, as an app with a token of the server does.
async fn document(door: &Door, workspace: &str, id: &str) {
    let body = json!({ "id": id, "workspace": workspace }).to_string();
    let made = Request::post("/api/documents").bearer(&door.token("*", "manage")).json(&body);
    assert_eq!(door.ask(made).await.status, 201);
}
