//! Looking at versions.

use serde_json::{Value, json};

use crate::door::people::OPEN;
use crate::{ASKED, Studio, names, page};

/// SPEC VER-3
#[tokio::test]
async fn what_a_version_holds_is_one_update_that_never_changes() {
    let studio = Studio::open(&ASKED).await;
    studio.types("as it was").await;
    let version = studio.take(Some("kept")).await;
    studio.types(" and went on").await;
    let first = studio.content(&version, &[]).await;
    assert_eq!(first.status, 200);
    assert_eq!(first.header("content-type"), Some("application/octet-stream"));
    assert_eq!(version["size"], json!(first.body.len()));
    assert!(first.header("cache-control").unwrap().contains("immutable"));
    let tag = first.header("etag").unwrap();
    assert_eq!(studio.content(&version, &[("if-none-match", tag)]).await.status, 304);
    assert_eq!(studio.content(&version, &[("if-none-match", "\"other\"")]).await.status, 200);
    assert_eq!(studio.words(&version).await, "as it was");

    // A stock peer that takes it has the document as it was.
    let fresh = page(&studio.door, &studio.ada, "Copy").await;
    let peer = renexus_load::Protocol::YWebsocket;
    let peer = studio.door.peer(peer, &fresh, &studio.ada.token).await;
    peer.apply_update(&first.body).unwrap();
    assert_eq!(peer.text(), "as it was");
}

/// SPEC VER-3
#[tokio::test]
async fn versions_come_page_by_page_and_stay_with_their_document() {
    let studio = Studio::open(&ASKED).await;
    let all = ["one", "two", "three", "four", "five"];
    for name in all {
        studio.types("words ").await;
        studio.take(Some(name)).await;
    }
    let (mut seen, mut after) = (Vec::new(), String::new());
    loop {
        let path = format!("{}?limit=2&after={after}", studio.path());
        let page = studio.done(("GET", &path), Value::Null).await;
        let items = page["items"].as_array().unwrap().clone();
        assert!(items.len() <= 2);
        seen.extend(items);
        match page["next"].as_str() {
            Some(next) => after = next.to_owned(),
            None => break,
        }
    }
    assert_eq!(names(&seen), ["five", "four", "three", "two", "one"]);
    for query in ["limit=0", "limit=201", "page=2"] {
        let path = format!("{}?{query}", studio.path());
        assert_eq!(studio.call(&studio.ada, ("GET", &path), Value::Null).await.0, 400, "{query}");
    }

    let other = page(&studio.door, &studio.ada, "Other").await;
    let id = seen[0]["id"].as_str().unwrap();
    for (method, path) in [
        ("GET", format!("/api/v1/documents/{other}/versions/{id}")),
        ("GET", format!("/api/v1/documents/{other}/versions/{id}/update")),
        ("POST", format!("/api/v1/documents/{other}/versions/{id}/restore")),
        ("DELETE", format!("/api/v1/documents/{other}/versions/{id}")),
        ("GET", format!("{}/nothing", studio.path())),
        ("GET", "/api/v1/documents/nowhere/versions".to_owned()),
    ] {
        let (status, told) = studio.call(&studio.ada, (method, &path), Value::Null).await;
        assert_eq!(status, 404, "{method} {path}: {told}");
    }
}

/// SPEC VER-1: documents that belong to no workspace have none.
#[tokio::test]
async fn documents_of_no_workspace_have_no_versions() {
    let door = crate::Door::with(&[OPEN, ("versions.quiet_seconds", "0.1")]);
    let ada = door.human("Ada").await;
    let peer = door.writer(renexus_load::Protocol::YWebsocket, "alone").await;
    peer.insert("words").unwrap();
    peer.mark();
    let path = ("GET", "/api/v1/documents/alone/versions");
    assert_eq!(door.call(&ada, path, &Value::Null).await.0, 404);
}
