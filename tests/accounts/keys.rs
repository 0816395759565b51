//! Keys of programs.

use renexus_load::http::Request;
use serde_json::{Value, json};

use crate::door::Door;
use crate::door::people::{Human, OPEN};
use crate::problem::problem;

async fn key(door: &Door, human: &Human, body: Value) -> (Human, String) {
    let (status, made) = door.call(human, ("POST", "/api/v1/me/keys"), &body).await;
    assert_eq!(status, 201, "{made}");
    let token = made["key"].as_str().unwrap().to_owned();
    assert!(token.starts_with("rnx_"));
    (Human { token, ..human.clone() }, made["info"]["id"].as_str().unwrap().to_owned())
}

/// SPEC ACCT-13
#[tokio::test]
async fn a_key_reaches_as_far_as_its_scope() {
    let door = Door::with(&[OPEN]);
    let ada = door.human("Ada").await;
    door.workspace(&ada, "studio").await;
    let (reader, id) = key(&door, &ada, json!({ "name": "CI", "scope": "read" })).await;
    let (writer, _) = key(&door, &ada, json!({ "name": "Bot", "scope": "write" })).await;
    let (admin, _) = key(&door, &ada, json!({ "name": "Ops", "scope": "admin" })).await;
    let show = ("GET", "/api/v1/workspaces/studio");
    let invite = ("POST", "/api/v1/workspaces/studio/invitations");
    let role = json!({ "role": "guest" });
    for (program, invites) in [(&reader, 403), (&writer, 403), (&admin, 201)] {
        assert_eq!(door.call(program, show, &Value::Null).await.0, 200);
        assert_eq!(door.call(program, invite, &role).await.0, invites);
        let (status, told) = door
            .call(program, ("POST", "/api/v1/me/keys"), &json!({ "name": "x", "scope": "read" }))
            .await;
        assert_eq!(status, 403, "a key makes no keys: {told}");
    }
    let (_, list) = door.call(&ada, ("GET", "/api/v1/me/keys"), &Value::Null).await;
    assert_eq!(list["items"].as_array().unwrap().len(), 3);
    assert!(list["items"][0]["used_at"].is_string(), "{list}");
    let path = format!("/api/v1/me/keys/{id}");
    assert_eq!(door.call(&ada, ("DELETE", &path), &Value::Null).await.0, 204);
    let gone = Request::get("/api/v1/workspaces/studio").bearer(&reader.token);
    problem(&door.ask(gone).await, 401, "unauthorized");
    problem(
        &door.ask(Request::get("/api/v1/me").bearer("rnx_nonsense")).await,
        401,
        "unauthorized",
    );
}

/// SPEC ACCT-13
#[tokio::test]
async fn a_key_ends_with_its_time() {
    let door = Door::with(&[OPEN]);
    let ada = door.human("Ada").await;
    let (program, _) =
        key(&door, &ada, json!({ "name": "x", "scope": "read", "seconds": 1 })).await;
    crate::door::until("the key ends", async || {
        door.call(&program, ("GET", "/api/v1/me"), &Value::Null).await.0 == 401
    })
    .await;
}
