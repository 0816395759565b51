//! What all resources below `/api/v1` have in common. See `API` in docs/SPEC.md.

use renexus_load::http::Request;
use serde_json::{Value, json};

use crate::door::people::OPEN;
use crate::door::{Door, until};
use crate::hand::Hand;
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
    // A tag that nothing ever had matches nothing; of several one has to.
    problem(&door.ask(edit("Two").header("if-match", "x")).await, 412, "stale");
    problem(
        &door.ask(edit("Two").header("if-match", &format!("{tag}, \"x\""))).await,
        412,
        "stale",
    );
    let several = format!("{tag}, {}", changed.header("etag").unwrap());
    assert_eq!(door.ask(edit("Two").header("if-match", &several)).await.status, 200);
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

/// SPEC API-3, API-6: whatever changes something takes a key, and what is told again counts like any other request.
#[tokio::test]
async fn every_change_takes_a_key() {
    // Nothing of the rate comes back while this runs, however long it takes.
    let door = Door::with(&[OPEN, ("rates.write_seconds", "1000000")]);
    let ada = door.human("Ada").await;
    door.workspace(&ada, "studio").await;
    let base = "/api/v1/workspaces/studio";
    let (_, label) =
        door.call(&ada, ("POST", &format!("{base}/labels")), &json!({ "name": "a" })).await;
    let label = format!("{base}/labels/{}", label["id"].as_str().unwrap());
    let person = format!("{base}/access/document/notes/role/guest");
    let ask = async |(method, path): (&str, &str), key: &str, body: &str| {
        let request = Request::new(method, path).bearer(&ada.token).header("idempotency-key", key);
        let request = if body.is_empty() { request } else { request.json(body) };
        door.ask(request).await
    };
    for (route, body, status) in [
        (("PATCH", label.as_str()), r#"{"name":"b"}"#, 200),
        (("PUT", person.as_str()), r#"{"level":"read"}"#, 404),
        (("DELETE", label.as_str()), "", 204),
    ] {
        let first = ask(route, route.0, body).await;
        let again = ask(route, route.0, body).await;
        assert_eq!((first.status, again.status), (status, status), "{}", again.text());
        assert_eq!((&first.body, first.header("etag")), (&again.body, again.header("etag")));
        assert_eq!(again.header("idempotency-replayed"), Some("true"));
        assert!(again.header("ratelimit").unwrap().starts_with("\"write\";r="));
        assert!(again.header("ratelimit-policy").is_some());
    }
    // The method is part of the request.
    problem(&ask(("DELETE", label.as_str()), "PATCH", "").await, 422, "key-reused");
    let mut counts = Vec::new();
    for _ in 0..2 {
        let told = ask(("DELETE", label.as_str()), "DELETE", "").await;
        let left = told.header("ratelimit").unwrap().split("r=").nth(1).unwrap().to_owned();
        counts.push(left.split(';').next().unwrap().parse::<i64>().unwrap());
    }
    assert_eq!(counts[1], counts[0] - 1, "{counts:?}");
}

/// SPEC API-3: answers with secrets are not kept, and keys are forgotten after a day.
#[tokio::test]
async fn a_secret_is_not_told_twice_and_a_key_ends_after_a_day() {
    let mut door = Door::with(&[OPEN]);
    let ada = door.human("Ada").await;
    door.workspace(&ada, "studio").await;
    let invite = || {
        let request = Request::post("/api/v1/workspaces/studio/invitations").bearer(&ada.token);
        request.header("idempotency-key", "k1").json(r#"{"role":"guest"}"#)
    };
    assert_eq!(door.ask(invite()).await.status, 201);
    problem(&door.ask(invite()).await, 409, "key-taken");
    let day_before = "UPDATE idempotency_keys SET created_at = datetime('now', '-25 hours')";
    Hand::in_folder(door.folder()).change(day_before);
    // The first look after a start forgets what is over.
    door.restart(&[OPEN]);
    until("the key is free", async || door.ask(invite()).await.status == 201).await;
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
