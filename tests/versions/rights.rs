//! Who may do what with versions.

use renexus_load::http::Request;
use serde_json::{Value, json};

use crate::problem::problem;
use crate::{ASKED, Studio};

/// SPEC VER-6
#[tokio::test]
async fn readers_look_writers_keep_and_restore_managers_delete() {
    let studio = Studio::open(&ASKED).await;
    let [eve, gus] = [studio.door.human("Eve").await, studio.door.human("Gus").await];
    studio.door.join(&studio.ada, "studio", &gus, "guest").await;
    studio.types("words ").await;
    let version = studio.take(None).await;
    let (one, name) = (studio.one(&version), json!({ "name": "kept" }));
    let looks = [("GET", studio.path()), ("GET", one.clone()), ("GET", format!("{one}/update"))];
    let writes = [
        ("POST", studio.path(), name.clone(), 201),
        ("PATCH", one.clone(), name.clone(), 200),
        ("POST", format!("{one}/restore"), Value::Null, 200),
    ];
    let gone = ("DELETE", one.clone());
    let every: Vec<_> = looks
        .iter()
        .map(|(method, path)| (*method, path.clone(), Value::Null))
        .chain(writes.iter().map(|(method, path, body, _)| (*method, path.clone(), body.clone())))
        .chain([(gone.0, gone.1.clone(), Value::Null)])
        .collect();
    for (method, path, body) in &every {
        for who in [&eve, &gus] {
            let (status, told) = studio.call(who, (method, path), body.clone()).await;
            assert_eq!(status, 404, "{method} {path}: {told}");
        }
        problem(&studio.door.ask(Request::new(method, path)).await, 401, "unauthorized");
    }
    let share =
        format!("/api/v1/workspaces/studio/access/document/{}/person/{}", studio.document, gus.id);
    for level in ["read", "comment", "write", "manage"] {
        studio.done(("PUT", &share), json!({ "level": level })).await;
        for (method, path) in &looks {
            let status = studio.call(&gus, (method, path), Value::Null).await.0;
            assert_eq!(status, 200, "{level}: {method} {path}");
        }
        let may_write = ["write", "manage"].contains(&level);
        for (method, path, body, done) in &writes {
            if may_write {
                studio.types("more ").await;
            }
            let (status, told) = studio.call(&gus, (method, path), body.clone()).await;
            assert_eq!(
                status,
                if may_write { *done } else { 403 },
                "{level} {method} {path} {told}"
            );
        }
        let status = studio.call(&gus, (gone.0, &gone.1), Value::Null).await.0;
        assert_eq!(status, if level == "manage" { 204 } else { 403 }, "{level}");
    }
}

/// SPEC VER-6: a link lets look who has an account, and nobody without one.
#[tokio::test]
async fn a_link_shows_versions_as_far_as_it_says() {
    let studio = Studio::open(&ASKED).await;
    let gus = studio.door.human("Gus").await;
    studio.door.join(&studio.ada, "studio", &gus, "guest").await;
    studio.types("words ").await;
    let version = studio.take(Some("kept")).await;
    let links = format!("/api/v1/workspaces/studio/access/document/{}/links", studio.document);
    let link = studio.done(("POST", &links), json!({ "level": "read" })).await;
    let secret = link["secret"].as_str().unwrap();
    let with = async |method: &str, path: &str| {
        let request = Request::new(method, path).bearer(&gus.token);
        studio.door.ask(request.header("renexus-link", secret)).await.status
    };
    assert_eq!(with("GET", &studio.path()).await, 200);
    assert_eq!(with("GET", &format!("{}/update", studio.one(&version))).await, 200);
    assert_eq!(with("POST", &format!("{}/restore", studio.one(&version))).await, 403);
    let opened = json!({ "secret": secret });
    let opened = studio.done(("POST", "/api/v1/links/open"), opened).await;
    let visitor = Request::get(&studio.path()).bearer(opened["token"].as_str().unwrap());
    assert_eq!(studio.door.ask(visitor).await.status, 401);
}

/// SPEC VER-6
#[tokio::test]
async fn what_is_archived_keeps_its_versions_and_takes_no_more() {
    let studio = Studio::open(&ASKED).await;
    studio.types("words ").await;
    let version = studio.take(Some("kept")).await;
    studio.types("more ").await;
    studio.done(("POST", "/api/v1/workspaces/studio/archive"), Value::Null).await;
    assert_eq!(studio.words(&version).await, "words ");
    for (method, path) in
        [("POST", studio.path()), ("POST", format!("{}/restore", studio.one(&version)))]
    {
        let body = if path == studio.path() { json!({}) } else { Value::Null };
        let (status, told) = studio.call(&studio.ada, (method, &path), body).await;
        assert!((400..500).contains(&status), "{method} {path}: {status} {told}");
    }
    studio.editor.wait_text("words more ", crate::door::DEADLINE).await.unwrap();
}
