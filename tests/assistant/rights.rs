//! Who may ask the assistant, and what for.

use renexus_load::http::Request;
use serde_json::{Value, json};

use crate::door::Door;
use crate::door::people::OPEN;
use crate::problem::problem;
use crate::{Studio, TEXT};

/// SPEC AI-2
#[tokio::test]
async fn it_is_asked_by_those_who_may_write() {
    let studio = Studio::open("plain", &[]).await;
    let [eve, gus] = [studio.door.human("Eve").await, studio.door.human("Gus").await];
    studio.door.join(&studio.ada, "studio", &gus, "guest").await;
    let share =
        format!("/api/v1/workspaces/studio/access/document/{}/person/{}", studio.document, gus.id);
    let job = studio.ask(json!({ "task": "summarise" })).await;
    studio.until(&job, "offered").await;
    let one = format!("{}/{job}", studio.path());
    let body = json!({ "task": "summarise" });
    let every = [
        ("POST", studio.path(), body.clone()),
        ("GET", studio.path(), Value::Null),
        ("GET", one.clone(), Value::Null),
        ("DELETE", one.clone(), Value::Null),
        ("POST", format!("{one}/accept"), Value::Null),
        ("POST", format!("{one}/reject"), Value::Null),
    ];
    for (method, path, body) in &every {
        for who in [&eve, &gus] {
            let (status, told) = studio.call(who, (method, path), body.clone()).await;
            assert_eq!(status, 404, "{method} {path}: {told}");
        }
        let answer = studio.door.ask(Request::new(method, path)).await;
        problem(&answer, 401, "unauthorized");
    }
    let level = json!({ "level": "comment" });
    let (status, told) = studio.call(&studio.ada, ("PUT", &share), level).await;
    assert!((200..300).contains(&status), "{told}");
    for (method, path, body) in &every {
        let (status, told) = studio.call(&gus, (method, path), body.clone()).await;
        let expected = if *method == "GET" { 200 } else { 403 };
        assert_eq!(status, expected, "{method} {path}: {told}");
    }
    let elsewhere = format!("/api/v1/documents/nowhere/assistant/{job}");
    assert_eq!(studio.call(&studio.ada, ("GET", &elsewhere), Value::Null).await.0, 404);
}

/// SPEC AI-2
#[tokio::test]
async fn what_cannot_be_done_is_refused_with_its_field() {
    let studio = Studio::open("plain", &[]).await;
    let at = json!({ "anchor": { "tname": "default" } });
    for (body, field) in [
        (json!({}), "task"),
        (json!({ "task": "obey" }), "task"),
        (json!({ "task": "draft" }), "prompt"),
        (json!({ "task": "draft", "prompt": "x".repeat(4_001) }), "prompt"),
        (json!({ "task": "fix" }), "selection"),
        (json!({ "task": "translate", "selection": at }), "language"),
        (json!({ "task": "fix", "selection": { "anchor": {} } }), "selection.anchor"),
        (
            json!({ "task": "fix", "selection": { "anchor": { "item": { "client": 1_u64 << 53, "clock": 0 } } } }),
            "selection.anchor",
        ),
        (
            json!({ "task": "fix", "selection": { "anchor": { "tname": "x", "assoc": 5 } } }),
            "selection.anchor",
        ),
        (json!({ "task": "summarise", "model": "other" }), "model"),
    ] {
        let (status, told) = studio.call(&studio.ada, ("POST", &studio.path()), body.clone()).await;
        assert_eq!(status, 400, "{body}: {told}");
        assert!(told["detail"].as_str().unwrap().contains(field), "{body}: {told}");
    }
    let elsewhere = json!({ "task": "fix", "selection": { "anchor": { "tname": "other" } } });
    let job = studio.ask(elsewhere).await;
    assert_eq!(
        studio.until(&job, "failed").await["problem"],
        "what was selected is not there any more"
    );
    studio.holds(TEXT).await;
}

/// SPEC AI-1
#[tokio::test]
async fn a_server_without_a_service_says_so() {
    let door = Door::with(&[OPEN]);
    let ada = door.human("Ada").await;
    door.workspace(&ada, "studio").await;
    let pages = "/api/v1/workspaces/studio/pages";
    let (_, page) = door.call(&ada, ("POST", pages), &json!({ "title": "Minutes" })).await;
    let path = format!("/api/v1/documents/{}/assistant", page["id"].as_str().unwrap());
    let (status, told) = door.call(&ada, ("POST", &path), &json!({ "task": "summarise" })).await;
    assert_eq!(status, 409, "{told}");
    assert!(told["detail"].as_str().unwrap().contains("assistant.url"), "{told}");
    let (_, shown) =
        door.call(&ada, ("GET", "/api/v1/workspaces/studio/assistant"), &Value::Null).await;
    assert_eq!(shown["available"], false);
}
