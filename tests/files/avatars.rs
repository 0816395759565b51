//! Pictures of people.

use renexus_load::http::Request;
use serde_json::Value;

use crate::door::until;
use crate::pictures::plain;
use crate::problem::problem;
use crate::shelf::Shelf;

const AVATAR: &str = "/api/v1/me/avatar";

/// SPEC FILE-20
#[tokio::test]
async fn a_person_has_a_picture_that_everybody_sees() {
    let shelf = Shelf::open().await;
    let put = async |bytes: Vec<u8>| {
        shelf.door.ask(Request::new("PUT", AVATAR).bearer(&shelf.ada.token).bytes(bytes)).await
    };
    problem(&put(b"<svg onload='alert(1)'/>".to_vec()).await, 422, "no-picture");
    let first = put(plain(600, 300)).await;
    assert_eq!(first.status, 200, "{}", first.text());
    let first = first.json().unwrap()["avatar"].as_str().unwrap().to_owned();
    let shown = shelf.door.ask(Request::get(&first)).await;
    assert_eq!(shown.header("content-type"), Some("image/jpeg"));
    assert!(shown.header("cache-control").unwrap().contains("immutable"));
    assert_eq!(image::load_from_memory(&shown.body).unwrap().width(), 256);
    let members = "/api/v1/workspaces/studio/members";
    let (_, list) = shelf.call("GET", members, &Value::Null).await;
    assert_eq!(list["items"][0]["avatar"], first.as_str());
    let second = put(plain(50, 50)).await.json().unwrap()["avatar"].as_str().unwrap().to_owned();
    assert_ne!(first, second);
    until("the first one is gone", async || {
        shelf.door.ask(Request::get(&first)).await.status == 404
    })
    .await;
    assert_eq!(shelf.door.ask(Request::get(&second)).await.status, 200);
    assert_eq!(shelf.call("DELETE", AVATAR, &Value::Null).await.0, 204);
    until("no picture is left", async || shelf.blobs() == 0).await;
    problem(
        &shelf.door.ask(Request::get("/api/v1/avatars/..%2f..%2fkeys")).await,
        404,
        "not-found",
    );
    let foreign = Request::new("PUT", AVATAR).bytes(plain(5, 5));
    problem(&shelf.door.ask(foreign).await, 401, "unauthorized");
}
