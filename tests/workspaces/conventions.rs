//! What all resources below `/api/v1` have in common. See `API` in docs/SPEC.md.

use renexus_load::http::Request;
use serde_json::{Value, json};

use crate::door::Door;
use crate::door::people::OPEN;
use crate::problem::problem;

/// SPEC API-1
#[tokio::test]
async fn a_field_beyond_its_limit_is_named_with_the_limit() {
    let door = Door::with(&[OPEN]);
    let ada = door.human("Ada").await;
    let post = async |body: Value| {
        let request = Request::post("/api/v1/workspaces").bearer(&ada.token);
        problem(&door.ask(request.json(&body.to_string())).await, 400, "invalid")
    };
    let detail = post(json!({ "name": "x".repeat(81), "slug": "A b" })).await;
    assert!(detail.contains("name: it has 81 characters, at most 80"), "{detail}");
    assert!(detail.contains("slug: it needs 2 to 32"), "{detail}");
    assert!(post(json!({ "name": "x", "slug": "xy", "colour": 1 })).await.contains("colour"));
    assert!(post(json!({ "name": 7, "slug": "xy" })).await.starts_with("name"));
    assert!(post(json!({ "name": " ", "slug": "xy" })).await.contains("name: it is empty"));
}

/// SPEC API-2
#[tokio::test]
async fn a_change_is_based_on_what_is_there() {
    let door = Door::with(&[OPEN]);
    let ada = door.human("Ada").await;
    door.workspace(&ada, "studio").await;
    let path = "/api/v1/workspaces/studio";
    let found = door.ask(Request::get(path).bearer(&ada.token)).await;
    let tag = found.header("etag").unwrap().to_owned();
    let edit = |name: &str| {
        let body = json!({ "name": name }).to_string();
        Request::new("PATCH", path).bearer(&ada.token).json(&body)
    };
    problem(&door.ask(edit("One")).await, 428, "version-needed");
    let changed = door.ask(edit("One").header("if-match", &tag)).await;
    assert_eq!(changed.status, 200, "{}", changed.text());
    assert_ne!(changed.header("etag"), Some(tag.as_str()));
    let refused = door.ask(edit("Two").header("if-match", &tag)).await;
    assert_eq!(refused.status, 412);
    let told = refused.json().unwrap();
    assert_eq!(
        (&told["type"], &told["current"]["name"]),
        (&json!("/problems/stale"), &json!("One"))
    );
    problem(&door.ask(edit("Two").header("if-match", "x")).await, 400, "invalid");
}

/// SPEC API-3
#[tokio::test]
async fn a_request_with_a_key_is_carried_out_once() {
    let door = Door::with(&[OPEN]);
    let ada = door.human("Ada").await;
    let post = |slug: &str, key: &str| {
        let body = json!({ "name": slug, "slug": slug }).to_string();
        let request = Request::post("/api/v1/workspaces").bearer(&ada.token);
        request.header("idempotency-key", key).json(&body)
    };
    let first = door.ask(post("studio", "k1")).await;
    let again = door.ask(post("studio", "k1")).await;
    assert_eq!((first.status, again.status), (201, 201), "{}", again.text());
    assert_eq!((&first.body, first.header("etag")), (&again.body, again.header("etag")));
    assert_eq!(again.header("idempotency-replayed"), Some("true"));
    problem(&door.ask(post("office", "k1")).await, 422, "key-reused");
    problem(&door.ask(post("studio", "k2")).await, 409, "taken");
    problem(&door.ask(post("other", "")).await, 400, "invalid");
    let list = door.ask(Request::get("/api/v1/workspaces").bearer(&ada.token)).await;
    assert_eq!(list.json().unwrap()["items"].as_array().unwrap().len(), 1);
}

/// SPEC API-4
#[tokio::test]
async fn lists_are_read_page_by_page() {
    let door = Door::with(&[OPEN]);
    let ada = door.human("Ada").await;
    for slug in ["one", "two", "three"] {
        door.workspace(&ada, slug).await;
    }
    let (mut names, mut after) = (Vec::new(), String::new());
    loop {
        let path = format!("/api/v1/workspaces?limit=2&after={after}");
        let (status, page) = door.call(&ada, ("GET", &path), &Value::Null).await;
        assert_eq!(status, 200, "{page}");
        let items = page["items"].as_array().unwrap().iter();
        names.extend(items.map(|item| item["slug"].as_str().unwrap().to_owned()));
        match page["next"].as_str() {
            Some(next) => next.clone_into(&mut after),
            None => break,
        }
    }
    assert_eq!(names, ["one", "two", "three"]);
    for query in ["limit=0", "limit=201", "limit=x", "colour=red"] {
        let path = format!("/api/v1/workspaces?{query}");
        problem(&door.ask(Request::get(&path).bearer(&ada.token)).await, 400, "invalid");
    }
}
