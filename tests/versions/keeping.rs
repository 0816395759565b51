//! How long versions are there.

use serde_json::{Value, json};

use crate::door::until;
use crate::{ASKED, QUICK, Studio, names};

/// SPEC VER-4
#[tokio::test]
async fn old_versions_without_a_name_make_room() {
    let studio = Studio::open(&ASKED).await;
    let mut made = Vec::new();
    for name in [None, None, Some("kept"), None] {
        studio.types("words ").await;
        made.push(studio.take(name).await);
    }
    for version in &made[..3] {
        studio.ages(version, 3);
    }
    studio.types("more ").await;
    let newest = studio.take(None).await;
    // Of a day that is over the last one stays, and what has a name.
    let left: Vec<_> = studio.list().await.iter().map(|version| version["id"].clone()).collect();
    let ids = [&newest, &made[3], &made[2], &made[1]].map(|version| version["id"].clone());
    assert_eq!(left, ids);
}

/// SPEC VER-4
#[tokio::test]
async fn there_are_never_more_without_a_name_than_there_may_be() {
    let studio = Studio::open(&[&ASKED[..], &[("versions.unnamed", "2")]].concat()).await;
    studio.types("first ").await;
    studio.take(Some("kept")).await;
    for word in ["a ", "b ", "c "] {
        studio.types(word).await;
        studio.take(None).await;
    }
    let list = studio.list().await;
    assert_eq!(names(&list), ["-", "-", "kept"]);
    assert_eq!(studio.words(&list[1]).await, "first a b ");
}

/// SPEC VER-4
#[tokio::test]
async fn what_is_older_than_it_is_kept_is_swept_away() {
    let mut studio = Studio::open(&ASKED).await;
    for name in [None, Some("kept"), None] {
        studio.types("words ").await;
        studio.take(name).await;
    }
    for version in &studio.list().await[1..] {
        studio.ages(version, 366);
    }
    studio.door.restart(&ASKED);
    until("the oldest one is gone", async || studio.list().await.len() == 2).await;
    assert_eq!(names(&studio.list().await), ["-", "kept"]);
}

/// SPEC VER-3, DUR-1: a kill takes no version along, and what was not a version yet becomes one.
#[tokio::test]
async fn versions_outlive_the_server() {
    let mut studio = Studio::open(&QUICK).await;
    studio.types("before ").await;
    let first = studio.until(1).await;
    studio.door.restart(&QUICK);
    assert_eq!(studio.list().await, first);
    assert_eq!(studio.words(&first[0]).await, "before ");
    let editor =
        studio.door.peer(renexus_load::Protocol::Hocuspocus, &studio.document, &studio.ada.token);
    studio.editor = editor.await;
    studio.types("after ").await;
    let list = studio.until(2).await;
    assert_eq!(list[1], first[0]);
    assert_eq!(studio.words(&list[0]).await, "before after ");
}

/// SPEC VER-10
#[tokio::test]
async fn versions_go_with_their_document() {
    let studio = Studio::open(&ASKED).await;
    studio.types("words").await;
    let version = studio.take(Some("kept")).await;
    let page = format!("/api/v1/workspaces/studio/pages/{}", studio.document);
    studio.done(("DELETE", &page), Value::Null).await;
    for (method, path) in [
        ("GET", studio.path()),
        ("GET", studio.one(&version)),
        ("GET", format!("{}/update", studio.one(&version))),
        ("POST", format!("{}/restore", studio.one(&version))),
    ] {
        let (status, told) = studio.call(&studio.ada, (method, &path), Value::Null).await;
        assert_eq!(status, 404, "{method} {path}: {told}");
    }
    let body = json!({ "name": "late" });
    assert_eq!(studio.call(&studio.ada, ("POST", &studio.path()), body).await.0, 404);
}
