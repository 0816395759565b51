//! Versions that people keep, their names, and what is heard of them.

use serde_json::{Value, json};

use crate::door::line::Line;
use crate::{ASKED, Studio, names};

/// SPEC VER-5
#[tokio::test]
async fn people_keep_versions_name_them_and_take_names_away() {
    let studio = Studio::open(&ASKED).await;
    let (ben, _) = studio.writer("Ben", "member").await;
    studio.types("words ").await;
    let first = studio.take(Some("  For Ana  ")).await;
    assert_eq!((&first["name"], &first["named_by"]), (&json!("For Ana"), &json!(studio.ada.id)));
    assert_eq!(first["taken_by"], json!(studio.ada.id));

    // Nothing changed: there is nothing to keep a second time.
    for body in [json!({}), json!({ "name": "Again" })] {
        let (status, told) = studio.call(&studio.ada, ("POST", &studio.path()), body).await;
        assert_eq!(
            (status, told["detail"].as_str().unwrap().contains("nothing changed")),
            (409, true)
        );
    }
    studio.types("more ").await;
    let second = studio.take(None).await;
    let named = json!({ "name": "Second" });
    let (status, same) = studio.call(&ben, ("POST", &studio.path()), named).await;
    assert_eq!((status, &same["id"], &same["name"]), (201, &second["id"], &json!("Second")));
    assert_eq!((&same["named_by"], &same["taken_by"]), (&json!(ben.id), &json!(studio.ada.id)));

    let path = studio.one(&first);
    let change = async |body: Value| studio.done(("PATCH", &path), body).await["name"].clone();
    assert_eq!(change(json!({})).await, "For Ana");
    assert_eq!(change(json!({ "name": "Für Ana 🎉" })).await, "Für Ana 🎉");
    assert_eq!(change(json!({ "name": null })).await, Value::Null);
    let shown = studio.done(("GET", &path), Value::Null).await;
    assert_eq!((&shown["name"], &shown["named_by"]), (&Value::Null, &Value::Null));
    assert_eq!(names(&studio.list().await), ["Second", "-"]);

    studio.done(("DELETE", &path), Value::Null).await;
    assert_eq!(names(&studio.list().await), ["Second"]);
    assert_eq!(studio.call(&studio.ada, ("DELETE", &path), Value::Null).await.0, 404);
    studio.editor.wait_text("words more ", crate::door::DEADLINE).await.unwrap();
}

/// SPEC VER-5
#[tokio::test]
async fn names_have_their_bounds() {
    let studio = Studio::open(&ASKED).await;
    studio.types("words ").await;
    let long = "ü".repeat(101);
    for name in ["", "   ", long.as_str(), "two\nlines", "nul\0"] {
        let body = json!({ "name": name });
        let (status, told) = studio.call(&studio.ada, ("POST", &studio.path()), body).await;
        assert_eq!(
            (status, told["detail"].as_str().unwrap().contains("name")),
            (400, true),
            "{told}"
        );
    }
    let version = studio.take(Some(&"ü".repeat(100))).await;
    let path = studio.one(&version);
    for body in [json!({ "name": long }), json!({ "name": 5 }), json!({ "title": "x" })] {
        assert_eq!(studio.call(&studio.ada, ("PATCH", &path), body.clone()).await.0, 400, "{body}");
    }
}

/// SPEC VER-5
#[tokio::test]
async fn a_document_has_so_many_named_versions_and_no_more() {
    let studio = Studio::open(&[&ASKED[..], &[("versions.named", "2")]].concat()).await;
    let mut made = Vec::new();
    for name in [Some("one"), Some("two"), None] {
        studio.types("words ").await;
        made.push(studio.take(name).await);
    }
    studio.types("words ").await;
    let body = json!({ "name": "three" });
    for (method, path) in [("POST", studio.path()), ("PATCH", studio.one(&made[2]))] {
        let (status, told) = studio.call(&studio.ada, (method, &path), body.clone()).await;
        assert_eq!(status, 409, "{told}");
        assert!(told["detail"].as_str().unwrap().contains("versions.named"), "{told}");
    }
    // One that has a name already may have another, and one that goes makes room.
    studio.done(("PATCH", &studio.one(&made[1])), json!({ "name": "zwei" })).await;
    studio.done(("DELETE", &studio.one(&made[0])), Value::Null).await;
    studio.take(Some("three")).await;
    assert_eq!(names(&studio.list().await), ["three", "-", "zwei"]);
}

/// SPEC VER-7
#[tokio::test]
async fn what_happens_to_versions_is_heard_by_the_workspace() {
    let studio = Studio::open(&ASKED).await;
    let mut line = Line::channel(&studio.door, &studio.workspace, &studio.ada.token).await;
    line.granted().await;
    studio.types("words ").await;
    let version = studio.take(Some("kept")).await;
    studio.done(("PATCH", &studio.one(&version)), json!({ "name": "renamed" })).await;
    studio.types("more ").await;
    let restored = studio.restore(&version).await;
    studio.done(("DELETE", &studio.one(&version)), Value::Null).await;
    line.resume(0).await;
    let data = |version: &Value| json!({ "document": studio.document, "id": version["id"] });
    let expected = [
        ("version.taken", data(&version)),
        ("version.updated", data(&version)),
        ("version.taken", data(&restored["before"])),
        ("version.restored", data(&version)),
        ("version.removed", data(&version)),
    ];
    for (kind, data) in expected {
        let event = loop {
            let event = line.told().await;
            if event["type"].as_str().is_some_and(|kind| kind.starts_with("version.")) {
                break event;
            }
        };
        assert_eq!((&event["type"], &event["data"]), (&json!(kind), &data), "{event}");
        assert_eq!(event["actor"], json!(studio.ada.id), "{event}");
    }
}
