//! People's accounts. See `ACCT` in docs/SPEC.md.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

#[path = "accounts/administering.rs"]
mod administering;
mod door;
#[path = "accounts/factor.rs"]
mod factor;
mod hand;
#[path = "accounts/hostile.rs"]
mod hostile;
#[path = "accounts/keys.rs"]
mod keys;
#[path = "accounts/mail.rs"]
mod mail;
#[path = "accounts/passwords.rs"]
mod passwords;
mod problem;
#[path = "accounts/refreshing.rs"]
mod refreshing;

use door::Door;
use door::people::{OPEN, PASSWORD, entered};
use problem::problem;
use renexus_load::http::Request;
use serde_json::{Value, json};

/// SPEC ACCT-1
#[tokio::test]
async fn an_empty_server_takes_its_first_administrator_by_the_link_that_it_prints() {
    let mut door = Door::with(&[("accounts.registration", "closed")]);
    let link = door.setup_secret().await;
    let register = |name: &str, secret: Option<&str>| {
        let email = format!("{name}@example.org");
        let body =
            json!({ "email": email, "name": name, "password": PASSWORD, "invitation": secret });
        Request::post("/api/v1/auth/register").json(&body.to_string())
    };
    problem(&door.ask(register("eve", None)).await, 403, "forbidden");
    problem(&door.ask(register("eve", Some("guess"))).await, 404, "void");
    let made = door.ask(register("ada", Some(&link))).await;
    assert_eq!(made.status, 201, "{}", made.text());
    assert_eq!(made.json().unwrap()["person"]["administrator"], true);
    problem(&door.ask(register("eve", Some(&link))).await, 404, "void");
    door.restart(&[]);
    let said = || door.server.output().join("\n");
    door::until("the banner is there", async || said().contains("renexus token --help")).await;
    assert!(!said().contains("/setup#"), "there is somebody: {}", said());
}

/// SPEC ACCT-2
#[tokio::test]
async fn a_person_registers_and_logs_in() {
    let door = Door::with(&[OPEN]);
    let ada = door.human("Ada").await;
    let (status, me) = door.call(&ada, ("GET", "/api/v1/me"), &Value::Null).await;
    assert_eq!((status, &me["handle"], &me["administrator"]), (200, &json!("ada"), &json!(false)));
    assert!(me.get("password_hash").is_none());
    let log_in = async |email: &str, password: &str| {
        let body = json!({ "email": email, "password": password });
        door.ask(Request::post("/api/v1/auth/login").json(&body.to_string())).await
    };
    let again = entered(&log_in("ADA@example.org", PASSWORD).await);
    assert_eq!(again.id, ada.id);
    let (wrong, unknown) =
        (log_in("ada@example.org", "wrong").await, log_in("eve@example.org", PASSWORD).await);
    let told = problem(&wrong, 401, "wrong-credentials");
    assert_eq!(told, problem(&unknown, 401, "wrong-credentials"), "both look alike");
    let body = json!({ "email": "ada@EXAMPLE.org", "name": "Ada", "password": PASSWORD });
    let twice = door.ask(Request::post("/api/v1/auth/register").json(&body.to_string())).await;
    problem(&twice, 409, "taken");
    let short = json!({ "email": "x@example.org", "name": "X", "password": "short" });
    let refused = door.ask(Request::post("/api/v1/auth/register").json(&short.to_string())).await;
    assert!(problem(&refused, 400, "invalid").contains("password: it has 5 characters"));
}

/// SPEC ACCT-3
#[tokio::test]
async fn an_access_token_is_no_document_token_and_no_document_token_is_a_person() {
    let door = Door::with(&[OPEN]);
    let ada = door.human("Ada").await;
    let documents = Request::post("/api/documents").bearer(&ada.token).json("{}");
    problem(&door.ask(documents).await, 403, "forbidden");
    let everything = door.token("*", "manage");
    problem(&door.ask(Request::get("/api/v1/me").bearer(&everything)).await, 401, "unauthorized");
    let refresh = ada.cookie.split_once('=').unwrap().1;
    problem(&door.ask(Request::get("/api/v1/me").bearer(refresh)).await, 401, "unauthorized");
    problem(&door.ask(Request::get("/api/v1/me")).await, 401, "unauthorized");
}

/// SPEC ACCT-4
#[tokio::test]
async fn a_profile_is_changed_by_its_person() {
    let door = Door::with(&[OPEN]);
    let (ada, eve) = (door.human("Ada").await, door.human("Eve").await);
    let change = json!({ "name": "Ada L.", "handle": "lovelace", "avatar": "/files/a.png" });
    let (status, me) = door.call(&ada, ("PATCH", "/api/v1/me"), &change).await;
    assert_eq!((status, &me["name"], &me["version"]), (200, &json!("Ada L."), &json!(2)), "{me}");
    let (_, me) = door.call(&ada, ("PATCH", "/api/v1/me"), &json!({ "avatar": null })).await;
    assert_eq!((&me["avatar"], &me["handle"]), (&Value::Null, &json!("lovelace")));
    let (status, _) =
        door.call(&eve, ("PATCH", "/api/v1/me"), &json!({ "handle": "lovelace" })).await;
    assert_eq!(status, 409);
    let stale = Request::new("PATCH", "/api/v1/me").bearer(&ada.token).header("if-match", "\"1\"");
    let stale = door.ask(stale.json(r#"{"name":"Other"}"#)).await;
    assert_eq!(stale.json().unwrap()["current"]["name"], "Ada L.");
    problem(&stale, 412, "stale");
    for avatar in ["javascript:alert(1)", "http://x.org/a.png", "//x.org/a.png"] {
        let (status, _) =
            door.call(&ada, ("PATCH", "/api/v1/me"), &json!({ "avatar": avatar })).await;
        assert_eq!(status, 400, "{avatar}");
    }
}
