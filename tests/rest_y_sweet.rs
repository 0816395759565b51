//! The small REST of y-sweet, as its SDK calls it. See `HTTP-13` in docs/SPEC.md.

#![allow(
    missing_docs,
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing
)]

mod door;
mod problem;

use door::people::OPEN;
use door::{Door, forge};
use problem::problem;
use renexus_actors::replica::Replica;
use renexus_load::Protocol;
use renexus_load::http::{Request, Response};
use serde_json::{Value, json};

async fn post(door: &Door, path: &str, token: &str, body: Value) -> Response {
    // The SDK puts a random number behind every address.
    let path = format!("{path}?z=0.123");
    door.ask(Request::post(&path).bearer(token).json(&body.to_string())).await
}

async fn auth(door: &Door, document: &str, token: &str, body: Value) -> Value {
    let answer = post(door, &format!("/doc/{document}/auth"), token, body).await;
    assert_eq!(answer.status, 200, "{}", answer.text());
    answer.json().unwrap()
}

/// SPEC HTTP-13
#[tokio::test]
async fn the_server_says_that_it_is_ready_and_that_its_store_answers() {
    let door = Door::open();
    let ready = door.ask(Request::get("/ready?z=1")).await;
    assert_eq!((ready.status, ready.json().unwrap()), (200, json!({ "ok": true })));
    let owner = door.token("*", "manage");
    for method in ["GET", "POST"] {
        let check = || Request::new(method, "/check_store?z=1").json("{}");
        let answer = door.ask(check().bearer(&owner)).await;
        assert_eq!((answer.status, answer.json().unwrap()), (200, json!({ "ok": true })));
        problem(&door.ask(check()).await, 401, "unauthorized");
        problem(&door.ask(check().bearer(&door.token("notes", "write"))).await, 403, "forbidden");
    }
}

/// SPEC HTTP-13
#[tokio::test]
async fn a_document_is_made_once_and_found_again() {
    let door = Door::open();
    let owner = door.token("*", "write");
    for _ in 0..2 {
        let answer = post(&door, "/doc/new", &owner, json!({ "docId": "notes" })).await;
        assert_eq!((answer.status, answer.json().unwrap()), (200, json!({ "docId": "notes" })));
    }
    let answer = post(&door, "/doc/new", &owner, json!({})).await;
    let id = answer.json().unwrap()["docId"].as_str().unwrap().to_owned();
    id.parse::<uuid::Uuid>().unwrap();
    let found = door.ask(Request::get(&format!("/api/documents/{id}")).bearer(&owner)).await;
    assert_eq!(found.status, 200);
    problem(&post(&door, "/doc/new", &owner, json!({ "docId": "*" })).await, 400, "invalid");
    problem(
        &post(&door, "/doc/new", &door.token("notes", "write"), json!({})).await,
        403,
        "forbidden",
    );
}

/// SPEC HTTP-13
#[tokio::test]
async fn a_client_token_says_where_to_connect_and_what_it_may() {
    let door = Door::open();
    let owner = door.token("*", "write");
    let given = auth(&door, "notes", &owner, json!({})).await;
    let host = door.server.addr();
    assert_eq!(given["url"], format!("ws://{host}/d/notes/ws"));
    assert_eq!(given["baseUrl"], format!("http://{host}/d/notes"));
    assert_eq!((&given["docId"], &given["authorization"]), (&json!("notes"), &json!("full")));
    let wish = json!({ "authorization": "read-only", "userId": "ada", "validForSeconds": 60 });
    let given = auth(&door, "notes", &owner, wish).await;
    assert_eq!(given["authorization"], "read-only");
    let (_, claims) = forge::read(given["token"].as_str().unwrap());
    assert_eq!(
        (&claims["sub"], &claims["documents"]),
        (&json!("ada"), &json!({ "notes": "read" }))
    );
    assert_eq!(claims["exp"].as_i64().unwrap() - claims["iat"].as_i64().unwrap(), 60);
    // A name with a slash stays one segment of the address.
    let given = auth(&door, "a%2Fb", &owner, json!({ "docId": "a/b" })).await;
    assert_eq!(given["url"], format!("ws://{host}/d/a%2Fb/ws"));
    assert_eq!(given["docId"], "a/b");
}

/// SPEC HTTP-13, ACC-8
#[tokio::test]
async fn nobody_gives_more_than_they_have() {
    let door = Door::open();
    let owner = door.token("*", "write");
    assert_eq!(post(&door, "/doc/new", &owner, json!({ "docId": "notes" })).await.status, 200);
    let reader = door.token("notes", "read");
    let given = auth(&door, "notes", &reader, json!({ "docId": "notes" })).await;
    assert_eq!(given["authorization"], "read-only");
    let more = post(&door, "/doc/notes/auth", &reader, json!({ "authorization": "full" })).await;
    problem(&more, 403, "forbidden");
    problem(&post(&door, "/doc/notes/auth", "nonsense", json!({})).await, 401, "unauthorized");
    let stranger = door.token("other", "write");
    problem(&post(&door, "/doc/notes/auth", &stranger, json!({})).await, 403, "forbidden");
    problem(&post(&door, "/doc/other/auth", &stranger, json!({})).await, 404, "not-found");
    let brief = door.token_of("ada", "notes", &["--ttl", "1m"]);
    let given = auth(&door, "notes", &brief, json!({ "validForSeconds": 86_400 })).await;
    let (_, claims) = forge::read(given["token"].as_str().unwrap());
    let (_, own) = forge::read(&brief);
    assert!(claims["exp"].as_i64() <= own["exp"].as_i64(), "it lives longer than its parent");
}

/// SPEC HTTP-13
#[tokio::test]
async fn content_is_read_and_written_with_a_client_token() {
    let door = Door::open();
    let owner = door.token("*", "write");
    let full = auth(&door, "notes", &owner, json!({})).await;
    let full = full["token"].as_str().unwrap();
    let read = auth(&door, "notes", &owner, json!({ "authorization": "read-only" })).await;
    let read = read["token"].as_str().unwrap();
    let update = Replica::from_text("text", "hello").unwrap();
    let send = |token| Request::post("/d/notes/update?z=1").bearer(token).bytes(update.clone());
    problem(&door.ask(send(read)).await, 403, "forbidden");
    let sent = door.ask(send(full)).await;
    assert_eq!((sent.status, sent.text().as_str()), (200, ""));
    for token in [full, read] {
        let answer = door.ask(Request::get("/d/notes/as-update?z=1").bearer(token)).await;
        assert_eq!(answer.header("content-type"), Some("application/octet-stream"));
        assert_eq!((answer.status, &answer.body[..]), (200, &update[..]));
        let peer = door.peer(Protocol::YSweet, "notes", token).await;
        assert_eq!(peer.text(), "hello");
    }
    problem(&door.ask(Request::get("/d/notes/as-update")).await, 401, "unauthorized");
    problem(&door.ask(Request::get("/d/other/as-update").bearer(full)).await, 403, "forbidden");
}

/// SPEC HTTP-13, ACC-24: a person gets no more than they have, and loses it with their rights.
#[tokio::test]
async fn a_person_opens_documents_of_their_workspaces() {
    let door = Door::with(&[OPEN]);
    let (ada, gus) = (door.human("Ada").await, door.human("Gus").await);
    let studio = door.workspace(&ada, "studio").await;
    let made = json!({ "id": "notes", "workspace": studio }).to_string();
    let made = Request::post("/api/documents").json(&made).bearer(&door.token("*", "manage"));
    assert_eq!(door.ask(made).await.status, 201);
    door.join(&ada, "studio", &gus, "guest").await;
    assert_eq!(post(&door, "/doc/notes/auth", &gus.token, json!({})).await.status, 403);
    let given = format!("/api/v1/workspaces/studio/access/document/notes/person/{}", gus.id);
    for (level, authorization) in [("read", "read-only"), ("write", "full")] {
        assert_eq!(door.call(&ada, ("PUT", &given), &json!({ "level": level })).await.0, 204);
        let told = auth(&door, "notes", &gus.token, json!({})).await;
        assert_eq!(told["authorization"], authorization, "{told}");
    }
    let told = auth(&door, "notes", &gus.token, json!({})).await;
    let token = told["token"].as_str().unwrap();
    let peer = door.peer(Protocol::YSweet, "notes", token).await;
    peer.insert("here").unwrap();
    peer.all_acknowledged().await.unwrap();
    assert_eq!(door.call(&ada, ("PUT", &given), &json!({ "level": "none" })).await.0, 204);
    let status = async || {
        let path = format!("/d/notes/as-update?token={token}");
        door.ask(Request::get(&path).bearer(token)).await.status
    };
    door::until("it is worth nothing", async || status().await == 403).await;
    assert_eq!(post(&door, "/doc/notes/auth", token, json!({})).await.status, 403);
}

/// SPEC HTTP-15
#[tokio::test]
async fn no_document_has_the_name_of_a_channel() {
    let door = Door::open();
    let owner = door.token("*", "manage");
    let own = async |path: &str, body: Value| post(&door, path, &owner, body).await;
    for name in ["workspace/x", "workspace/0192", "workspace/"] {
        let made = Request::post("/api/documents").json(&json!({ "id": name }).to_string());
        problem(&door.ask(made.bearer(&owner)).await, 400, "invalid");
        problem(&own("/doc/new", json!({ "docId": name })).await, 400, "invalid");
        let path = format!("/doc/{}/auth", problem::segment(name));
        problem(&own(&path, json!({})).await, 400, "invalid");
    }
}
