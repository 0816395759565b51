//! What HTTP says around it; the audit of `graphql-http` asks the rest.

use renexus_load::http::Request;
use serde_json::json;

use crate::asking::{PATH, post};
use crate::studio::{Studio, encoded};

/// SPEC GQL-5
#[tokio::test]
async fn strangers_are_told_before_anything_is_read() {
    let studio = Studio::open().await;
    for request in [post("{ me { id } }"), post("{"), Request::get("/graphql?query=%7Bme%7D")] {
        let answer = studio.door.ask(request).await;
        assert_eq!(answer.status, 401);
        assert_eq!(answer.json().unwrap()["type"], "/problems/unauthorized");
    }
    let server = studio.door.token("*", "manage");
    assert_eq!(studio.door.ask(post("{ me { id } }").bearer(&server)).await.status, 401);
}

/// SPEC GQL-6
#[tokio::test]
async fn an_address_changes_nothing() {
    let studio = Studio::open().await;
    let get = async |query: &str| {
        studio.answer(Request::get(&format!("{PATH}?query={}", encoded(query)))).await
    };
    let answer = get("{ me { name } }").await;
    assert_eq!(
        (answer.status, answer.json().unwrap()["data"]["me"]["name"].clone()),
        (200, json!("Ada"))
    );
    let answer = get("mutation { readAllNotifications }").await;
    assert_eq!((answer.status, answer.header("allow")), (405, Some("POST")));
    let answer = studio.answer(Request::new("PUT", PATH)).await;
    assert_eq!((answer.status, answer.header("allow")), (405, Some("GET, POST")));
    // A form of another site could send these without being asked for.
    for kind in ["text/plain", "application/x-www-form-urlencoded", "multipart/form-data"] {
        let body = r#"{"query":"mutation { readAllNotifications }"}"#;
        let form = Request::post(PATH).header("content-type", kind).body(body);
        assert_eq!(studio.answer(form).await.status, 415, "{kind}");
    }
}

/// SPEC GQL-6
#[tokio::test]
async fn the_media_type_decides_how_a_refusal_is_told() {
    let studio = Studio::open().await;
    let asked = |query: &str, accept: &str| studio.answer(post(query).header("accept", accept));
    let own = "application/graphql-response+json";
    for (accept, status, kind) in [
        ("application/json", 200, "application/json; charset=utf-8"),
        ("*/*", 200, "application/json; charset=utf-8"),
        (own, 400, "application/graphql-response+json; charset=utf-8"),
    ] {
        let answer = asked("{ nothing }", accept).await;
        assert_eq!(
            (answer.status, answer.header("content-type")),
            (status, Some(kind)),
            "{accept}"
        );
        let told = answer.json().unwrap();
        assert_eq!(told["errors"][0]["extensions"]["code"], "invalid");
        assert_eq!(told.get("data"), None);
    }
    // What was carried out in part is told 200 in both.
    let half = asked("{ me { name } workspace(workspace: \"none\") { id } }", own).await;
    let (status, told) = (half.status, half.json().unwrap());
    assert_eq!((status, &told["data"]["me"]["name"]), (200, &json!("Ada")), "{told}");
    assert_eq!(told["errors"][0]["path"], json!(["workspace"]));
    assert_eq!(told["errors"][0]["extensions"]["code"], "not-found");
    let answer = asked("{ me { name } }", "text/html").await;
    assert_eq!(
        (answer.status, answer.json().unwrap()["type"].clone()),
        (406, json!("/problems/not-acceptable"))
    );
    let listening = studio.refused("subscription { notifications { id } }").await;
    assert!(listening["message"].as_str().unwrap().contains("graphql-transport-ws"));
}
