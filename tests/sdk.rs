//! The client SDK as the server gives it to pages. See `SDK` in docs/SPEC.md.

#![allow(
    missing_docs,
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing
)]

mod door;
mod problem;

use std::path::Path;
use std::process::Command;

use door::{Door, binary};
use problem::problem;
use renexus_load::http::Request;
use serde_json::Value;

/// SPEC SDK-12: programs that were made without the SDK say so.
#[tokio::test]
async fn pages_get_the_sdk_by_two_names_or_hear_how_it_is_made() {
    let door = Door::open();
    let built = Path::new(env!("CARGO_MANIFEST_DIR")).join("client-sdk/dist/page/renexus.js");
    let latest = door.ask(Request::get("/sdk/renexus.js")).await;
    if !built.exists() {
        problem(&latest, 404, "not-found");
        assert!(latest.text().contains("npm run build"), "{}", latest.text());
        return;
    }
    assert_eq!(latest.status, 200);
    assert!(latest.header("content-type").unwrap().starts_with("text/javascript"));
    assert_eq!(latest.header("cache-control"), Some("public, no-cache"));
    let told: Value = door.ask(Request::get("/sdk/integrity.json")).await.json().unwrap();
    assert!(told["integrity"].as_str().unwrap().starts_with("sha384-"), "{told}");
    let named = door.ask(Request::get(told["url"].as_str().unwrap())).await;
    assert_eq!((named.status, &named.body), (200, &latest.body));
    assert!(named.header("cache-control").unwrap().contains("immutable"));
    let old = door.ask(Request::get("/sdk/renexus.0123456789abcdef.js")).await;
    problem(&old, 404, "not-found");
    let known =
        Request::get("/sdk/renexus.js").header("if-none-match", latest.header("etag").unwrap());
    assert_eq!(door.ask(known).await.status, 304);
    let head = door.ask(Request::new("HEAD", "/sdk/renexus.js")).await;
    assert_eq!((head.status, head.body.len()), (200, 0));
}

/// SPEC CLI-10
#[tokio::test]
async fn openapi_prints_what_the_server_describes() {
    let door = Door::open();
    let printed = Command::new(binary()).arg("openapi").output().unwrap();
    assert!(printed.status.success());
    let printed: Value = serde_json::from_slice(&printed.stdout).unwrap();
    let described: Value = door.ask(Request::get("/api/openapi.json")).await.json().unwrap();
    assert_eq!(printed, described);
}
