//! Documents and tokens over REST. See `HTTP` in docs/SPEC.md.

#![allow(
    missing_docs,
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing
)]

mod door;
mod problem;

use chrono::{DateTime, TimeDelta, Utc};
use door::{Door, forge};
use problem::problem;
use renexus_load::http::{Request, Response};
use serde_json::{Value, json};

const DOCUMENTS: &str = "/api/documents";

async fn create(door: &Door, token: &str, body: Value) -> Response {
    door.ask(Request::post(DOCUMENTS).bearer(token).json(&body.to_string())).await
}

fn delete(path: &str, token: &str) -> Request {
    Request::new("DELETE", path).bearer(token)
}

/// SPEC HTTP-3
#[tokio::test]
async fn a_document_is_made_with_an_id_of_ones_own_or_a_new_one() {
    let door = Door::open();
    let token = door.token("*", "write");
    let answer = create(&door, &token, json!({ "id": "notes", "workspace": "studio" })).await;
    assert_eq!(answer.status, 201, "{}", answer.text());
    let made = answer.json().unwrap();
    assert_eq!(
        (&made["id"], &made["workspace"], &made["seq"]),
        (&json!("notes"), &json!("studio"), &json!(0))
    );
    let at: DateTime<Utc> = made["created_at"].as_str().unwrap().parse().unwrap();
    assert!((Utc::now() - at).abs() < TimeDelta::minutes(1), "{at}");
    let answer = create(&door, &token, json!({})).await;
    assert_eq!(answer.status, 201, "{}", answer.text());
    let id: uuid::Uuid = answer.json().unwrap()["id"].as_str().unwrap().parse().unwrap();
    assert_eq!(id.get_version_num(), 7);
    let answer = create(&door, &token, json!({ "id": "notes" })).await;
    assert!(problem(&answer, 409, "taken").contains("notes"));
    let found = door.ask(Request::get("/api/documents/notes").bearer(&token)).await;
    assert_eq!((found.status, found.json().unwrap()), (200, made));
}

/// SPEC HTTP-2, HTTP-3, WIRE-18
#[tokio::test]
async fn an_id_that_cannot_be_is_refused() {
    let door = Door::open();
    let token = door.token("*", "write");
    for id in ["", "*", "a\0b", "a\nb", &"x".repeat(256)] {
        let answer = create(&door, &token, json!({ "id": id })).await;
        let detail = problem(&answer, 400, "invalid");
        assert!(detail.starts_with("id: "), "{detail}");
    }
    for id in ["x", &"x".repeat(255), "room/1 ü ✓"] {
        assert_eq!(create(&door, &token, json!({ "id": id })).await.status, 201);
        let path = format!("{DOCUMENTS}/{}", problem::segment(id));
        let found = door.ask(Request::get(&path).bearer(&token)).await;
        assert_eq!(found.json().unwrap()["id"], id);
    }
}

/// SPEC HTTP-2
#[tokio::test]
async fn a_body_that_cannot_be_read_is_refused_naming_the_field() {
    let door = Door::open();
    let token = door.token("*", "manage");
    let token = &token;
    let post = async |path: &str, body: &str| {
        problem(&door.ask(Request::post(path).bearer(token).json(body)).await, 400, "invalid")
    };
    for (path, body, named) in [
        (DOCUMENTS, r#"{"colour":"red"}"#, "colour"),
        (DOCUMENTS, r#"{"workspace":7}"#, "workspace"),
        ("/api/tokens", r#"{"subject":"ada","ttl_seconds":"soon"}"#, "ttl_seconds"),
        ("/api/tokens", r#"{"subject":"ada","documents":{"notes":"owner"}}"#, "notes"),
        ("/api/tokens", r#"{"name":"Ada"}"#, "subject"),
    ] {
        let detail = post(path, body).await;
        assert!(detail.contains(named), "{body}: {detail}");
    }
    for body in ["", "{", "[]", "nonsense"] {
        post(DOCUMENTS, body).await;
    }
}

/// SPEC HTTP-4
#[tokio::test]
async fn documents_are_listed_page_by_page() {
    let door = Door::open();
    let token = door.token("*", "manage");
    for id in ["e", "b", "d", "a", "c"] {
        assert_eq!(create(&door, &token, json!({ "id": id })).await.status, 201);
    }
    let page = async |query: &str| {
        let answer = door.ask(Request::get(&format!("{DOCUMENTS}{query}")).bearer(&token)).await;
        assert_eq!(answer.status, 200, "{}", answer.text());
        let page = answer.json().unwrap();
        (ids(&page), page["next"].as_str().map(str::to_owned))
    };
    assert_eq!(
        page("").await,
        (vec!["a".into(), "b".into(), "c".into(), "d".into(), "e".into()], None)
    );
    assert_eq!(page("?limit=2").await, (vec!["a".into(), "b".into()], Some("b".into())));
    assert_eq!(page("?limit=2&after=b").await, (vec!["c".into(), "d".into()], Some("d".into())));
    assert_eq!(page("?limit=2&after=d").await, (vec!["e".into()], None));
    assert_eq!(page("?after=e").await, (vec![], None));
    assert_eq!(page("?limit=200").await.0.len(), 5);
    assert_eq!(door.ask(delete("/api/documents/c", &token)).await.status, 204);
    assert_eq!(page("?limit=2&after=b").await.0, ["d", "e"], "what is deleted is not listed");
    for query in ["?limit=0", "?limit=201", "?limit=-1", "?limit=some", "?before=b"] {
        let answer = door.ask(Request::get(&format!("{DOCUMENTS}{query}")).bearer(&token)).await;
        problem(&answer, 400, "invalid");
    }
}

fn ids(page: &Value) -> Vec<String> {
    let items = page["items"].as_array().unwrap().iter();
    items.map(|item| item["id"].as_str().unwrap().to_owned()).collect()
}

/// SPEC HTTP-4, HTTP-10, ACC-23
#[tokio::test]
async fn a_list_shows_what_the_token_reaches_and_nothing_else() {
    let door = Door::open();
    let owner = door.token("*", "manage");
    for (id, workspace) in
        [("a", None), ("b", None), ("s1", Some("studio")), ("o1", Some("office"))]
    {
        let body = json!({ "id": id, "workspace": workspace });
        assert_eq!(create(&door, &owner, body).await.status, 201);
    }
    let args = ["token", "--workspace", "studio", "--document", "b", "--level", "read"];
    let member = renexus_load::server::run(door::binary(), door.folder(), args).unwrap();
    for (token, expected) in [
        (door.token("*", "read"), vec!["a", "b", "o1", "s1"]),
        (door.token("a", "comment"), vec!["a"]),
        (door.token("unknown", "manage"), vec![]),
        (member, vec!["b", "s1"]),
    ] {
        let answer = door.ask(Request::get(DOCUMENTS).bearer(&token)).await;
        assert_eq!(ids(&answer.json().unwrap()), expected);
    }
}

/// SPEC HTTP-10, ACC-20
#[tokio::test]
async fn who_may_not_is_told_401_or_403() {
    let door = Door::open();
    let owner = door.token("*", "manage");
    assert_eq!(create(&door, &owner, json!({ "id": "notes" })).await.status, 201);
    let reader = door.token("notes", "read");
    let stranger = door.token("other", "manage");
    for path in ["", "/json", "/html", "/markdown", "/text", "/update", "/state-vector"] {
        let request = || Request::get(&format!("{DOCUMENTS}/notes{path}"));
        problem(&door.ask(request()).await, 401, "unauthorized");
        problem(&door.ask(request().bearer("nonsense")).await, 401, "unauthorized");
        problem(
            &door.ask(request().header("authorization", "Basic YTpi")).await,
            401,
            "unauthorized",
        );
        problem(&door.ask(request().bearer(&stranger)).await, 403, "forbidden");
        assert_eq!(door.ask(request().bearer(&reader)).await.status, 200, "{path}");
        let unknown = || Request::get(&format!("{DOCUMENTS}/unknown{path}"));
        problem(&door.ask(unknown().bearer(&owner)).await, 404, "not-found");
        // Whoever has no right in a document is not told whether it exists.
        problem(&door.ask(unknown().bearer(&stranger)).await, 403, "forbidden");
    }
    for token in [&reader, &stranger] {
        problem(&create(&door, token, json!({})).await, 403, "forbidden");
        problem(&door.ask(delete("/api/documents/notes", token)).await, 403, "forbidden");
    }
    problem(&door.ask(Request::post(DOCUMENTS).json("{}")).await, 401, "unauthorized");
}

/// SPEC HTTP-7
#[tokio::test]
async fn a_document_is_deleted_by_who_manages_it_and_its_id_is_not_given_again() {
    let door = Door::open();
    let owner = door.token("*", "manage");
    assert_eq!(create(&door, &owner, json!({ "id": "notes" })).await.status, 201);
    let writer = door.token("notes", "write");
    problem(&door.ask(delete("/api/documents/notes", &writer)).await, 403, "forbidden");
    let manager = door.token("notes", "manage");
    assert_eq!(door.ask(delete("/api/documents/notes", &manager)).await.status, 204);
    problem(&door.ask(delete("/api/documents/notes", &manager)).await, 404, "not-found");
    for path in ["", "/json", "/html", "/markdown", "/text", "/update", "/state-vector"] {
        let gone = Request::get(&format!("{DOCUMENTS}/notes{path}")).bearer(&owner);
        problem(&door.ask(gone).await, 404, "not-found");
    }
    problem(&create(&door, &owner, json!({ "id": "notes" })).await, 409, "taken");
}

/// SPEC HTTP-8
#[tokio::test]
async fn tokens_are_minted_for_who_manages_everything() {
    let door = Door::open();
    let owner = door.token("*", "manage");
    let mint = async |token: &str, body: Value| {
        door.ask(Request::post("/api/tokens").bearer(token).json(&body.to_string())).await
    };
    let body = json!({
        "subject": "ada", "name": "Ada", "documents": { "notes": "write" },
        "workspace": { "id": "studio", "level": "read" }, "ttl_seconds": 600,
    });
    let answer = mint(&owner, body.clone()).await;
    assert_eq!(answer.status, 201, "{}", answer.text());
    let made = answer.json().unwrap();
    let token = made["token"].as_str().unwrap();
    let (_, claims) = forge::read(token);
    assert_eq!((&claims["sub"], &claims["name"]), (&json!("ada"), &json!("Ada")));
    assert_eq!(claims["documents"], json!({ "notes": "write" }));
    assert_eq!(claims["workspace"], json!({ "id": "studio", "level": "read" }));
    assert_eq!(claims["jti"], made["id"]);
    let end: DateTime<Utc> = made["expires_at"].as_str().unwrap().parse().unwrap();
    assert_eq!(claims["exp"], end.timestamp());
    assert_eq!(claims["exp"].as_i64().unwrap() - claims["iat"].as_i64().unwrap(), 600);
    let answer = mint(&owner, json!({ "subject": "eve", "documents": { "*": "read" } })).await;
    let (_, claims) = forge::read(answer.json().unwrap()["token"].as_str().unwrap());
    assert_eq!(
        claims["exp"].as_i64().unwrap() - claims["iat"].as_i64().unwrap(),
        3_600,
        "auth.token_seconds"
    );
    for wrong in [
        json!({ "subject": "" }),
        json!({ "subject": "ada", "ttl_seconds": 0 }),
        json!({ "subject": "ada", "ttl_seconds": 366 * 24 * 3_600 + 1 }),
    ] {
        problem(&mint(&owner, wrong).await, 400, "invalid");
    }
    problem(&mint(&door.token("*", "write"), body.clone()).await, 403, "forbidden");
    problem(&mint(&door.token("notes", "manage"), body).await, 403, "forbidden");
}

/// SPEC HTTP-9
#[tokio::test]
async fn a_revoked_token_opens_nothing_any_more() {
    let door = Door::open();
    let owner = door.token("*", "manage");
    let token = door.token("*", "read");
    let list = || Request::get(DOCUMENTS).bearer(&token);
    assert_eq!(door.ask(list()).await.status, 200);
    let path = format!("/api/tokens/{}", forge::id_of(&token));
    problem(&door.ask(delete(&path, &door.token("*", "write"))).await, 403, "forbidden");
    assert_eq!(door.ask(list()).await.status, 200);
    assert_eq!(door.ask(delete(&path, &owner)).await.status, 204);
    problem(&door.ask(list()).await, 401, "unauthorized");
    assert_eq!(door.ask(delete(&path, &owner)).await.status, 204, "once more changes nothing");
}
