//! Workspaces and who is in them. See `WS` in docs/SPEC.md.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

#[path = "workspaces/conventions.rs"]
mod conventions;
#[path = "workspaces/description.rs"]
mod description;
#[path = "door/mod.rs"]
mod door;
#[path = "hand/mod.rs"]
mod hand;
#[path = "workspaces/headers.rs"]
mod headers;
#[path = "workspaces/keeping.rs"]
mod keeping;
#[path = "workspaces/matrix.rs"]
mod matrix;
#[path = "workspaces/members.rs"]
mod members;
#[path = "workspaces/places.rs"]
mod places;
mod problem;
#[path = "workspaces/sharing.rs"]
mod sharing;
#[path = "workspaces/together.rs"]
mod together;
#[path = "workspaces/visitors.rs"]
mod visitors;

use door::Door;
use door::people::OPEN;
use problem::problem;
use renexus_load::http::Request;
use serde_json::{Value, json};

/// SPEC WS-1, WS-2
#[tokio::test]
async fn a_workspace_is_made_found_and_listed_by_who_is_in_it() {
    let door = Door::with(&[OPEN]);
    let (ada, eve) = (door.human("Ada").await, door.human("Eve").await);
    let body = json!({ "name": "Studio", "slug": "studio" });
    let (status, made) = door.call(&ada, ("POST", "/api/v1/workspaces"), &body).await;
    assert_eq!(status, 201, "{made}");
    assert_eq!((&made["role"], &made["version"]), (&json!("owner"), &json!(1)));
    let id = made["id"].as_str().unwrap();
    for key in [id, "studio"] {
        let path = format!("/api/v1/workspaces/{key}");
        let (status, found) = door.call(&ada, ("GET", &path), &Value::Null).await;
        assert_eq!((status, &found["id"], &found["seq"]), (200, &json!(id), &json!(1)));
        let answer = door.ask(Request::get(&path).bearer(&eve.token)).await;
        problem(&answer, 404, "not-found");
        problem(&door.ask(Request::get(&path)).await, 401, "unauthorized");
    }
    let list = ("GET", "/api/v1/workspaces");
    let (_, mine) = door.call(&ada, list, &Value::Null).await;
    assert_eq!(mine["items"].as_array().unwrap().len(), 1);
    let (_, none) = door.call(&eve, list, &Value::Null).await;
    assert_eq!(none["items"], json!([]));
    let (status, taken) = door.call(&eve, ("POST", "/api/v1/workspaces"), &body).await;
    assert_eq!((status, &taken["type"]), (409, &json!("/problems/taken")));
}

/// SPEC WS-3
#[tokio::test]
async fn an_archived_workspace_is_only_read() {
    let door = Door::with(&[OPEN]);
    let ada = door.human("Ada").await;
    door.workspace(&ada, "studio").await;
    let post = async |path: &str| {
        door.call(&ada, ("POST", &format!("/api/v1/workspaces/studio/{path}")), &Value::Null).await
    };
    let (status, archived) = post("archive").await;
    assert_eq!(status, 200, "{archived}");
    assert!(archived["archived_at"].is_string());
    let edit = Request::new("PATCH", "/api/v1/workspaces/studio").bearer(&ada.token);
    let edit = edit.header("if-match", "\"2\"").json(r#"{"name":"Other"}"#);
    problem(&door.ask(edit.clone()).await, 409, "conflict");
    let (status, _) = door.call(&ada, ("GET", "/api/v1/workspaces/studio"), &Value::Null).await;
    assert_eq!(status, 200);
    assert_eq!(post("unarchive").await.0, 200);
    problem(&door.ask(edit).await, 412, "stale");
}

/// SPEC WS-4
#[tokio::test]
async fn a_deleted_workspace_can_be_restored_in_time() {
    let door = Door::with(&[OPEN]);
    let ada = door.human("Ada").await;
    door.workspace(&ada, "studio").await;
    let path = "/api/v1/workspaces/studio";
    let (status, deleted) = door.call(&ada, ("DELETE", path), &Value::Null).await;
    assert_eq!(status, 202, "{deleted}");
    assert!(deleted["delete_after"].is_string());
    let archive = Request::post(&format!("{path}/archive")).bearer(&ada.token);
    problem(&door.ask(archive.clone()).await, 409, "conflict");
    let restore = format!("{path}/restore");
    let (status, restored) = door.call(&ada, ("POST", &restore), &Value::Null).await;
    assert_eq!((status, &restored["delete_after"]), (200, &Value::Null));
    assert_eq!(door.ask(archive).await.status, 200);
}

/// SPEC WS-4
#[tokio::test]
async fn after_its_grace_a_workspace_is_gone_with_its_documents() {
    let grace = ("workspaces.grace_seconds", "0");
    let mut door = Door::with(&[OPEN, grace]);
    let ada = door.human("Ada").await;
    let id = door.workspace(&ada, "studio").await;
    let everything = door.token("*", "manage");
    let made = json!({ "id": "notes", "workspace": id }).to_string();
    let made = Request::post("/api/documents").bearer(&everything).json(&made);
    assert_eq!(door.ask(made).await.status, 201);
    let path = "/api/v1/workspaces/studio";
    assert_eq!(door.call(&ada, ("DELETE", path), &Value::Null).await.0, 202);
    // What is over is swept away at the start, and then each minute.
    door.restart(&[OPEN, grace]);
    door::until("the workspace is gone", async || {
        door.call(&ada, ("GET", path), &Value::Null).await.0 == 404
    })
    .await;
    let notes = Request::get("/api/documents/notes").bearer(&everything);
    problem(&door.ask(notes).await, 404, "not-found");
    door.workspace(&ada, "studio").await;
}
