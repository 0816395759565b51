//! Passwords that are changed or forgotten, and addresses that are shown to be somebody's.

use renexus_load::http::Request;
use serde_json::{Value, json};

use crate::door::people::{Human, OPEN, PASSWORD, entered};
use crate::door::{Door, until};
use crate::hand::Hand;
use crate::problem::problem;

const OTHER: &str = "another password";

async fn log_in(door: &Door, human: &Human, password: &str) -> u16 {
    let body = json!({ "email": human.email, "password": password }).to_string();
    door.ask(Request::post("/api/v1/auth/login").json(&body)).await.status
}

/// The secret of the last mail to somebody, as they read it.
async fn mailed(door: &Door, to: &str, page: &str) -> String {
    let path = door.folder().to_owned();
    let like = format!("recipient = '{to}' AND body LIKE '%/{page}#%'");
    let mut hand = Hand::in_folder(&path);
    until("the mail was written", async || {
        hand.number(&format!("SELECT count(*) FROM outbox WHERE {like}")) > 0
    })
    .await;
    let body = hand.text(&format!("SELECT body FROM outbox WHERE {like} ORDER BY id DESC LIMIT 1"));
    let after = body.split_once(&format!("/{page}#")).unwrap().1;
    after.split_whitespace().next().unwrap().to_owned()
}

/// SPEC ACCT-10
#[tokio::test]
async fn a_changed_password_ends_every_other_login() {
    let door = Door::with(&[OPEN]);
    let ada = door.human("Ada").await;
    let body = json!({ "email": ada.email, "password": PASSWORD }).to_string();
    let phone = entered(&door.ask(Request::post("/api/v1/auth/login").json(&body)).await);
    let change = |current: &str, new: &str| json!({ "current": current, "new": new });
    let path = ("POST", "/api/v1/me/password");
    assert_eq!(door.call(&ada, path, &change("wrong", OTHER)).await.0, 401);
    assert_eq!(door.call(&ada, path, &change(PASSWORD, "short")).await.0, 400);
    assert_eq!(door.call(&ada, path, &change(PASSWORD, OTHER)).await.0, 204);
    let me = ("GET", "/api/v1/me");
    assert_eq!(door.call(&phone, me, &Value::Null).await.0, 401);
    assert_eq!(door.call(&ada, me, &Value::Null).await.0, 200);
    assert_eq!((log_in(&door, &ada, PASSWORD).await, log_in(&door, &ada, OTHER).await), (401, 200));
}

/// SPEC ACCT-11
#[tokio::test]
async fn a_forgotten_password_is_replaced_by_mail_once() {
    let door = Door::with(&[OPEN]);
    let ada = door.human("Ada").await;
    let forgot = |email: &str| {
        Request::post("/api/v1/auth/forgot").json(&json!({ "email": email }).to_string())
    };
    let (known, unknown) =
        (door.ask(forgot("ada@example.org")).await, door.ask(forgot("eve@example.org")).await);
    assert_eq!((known.status, &known.body), (202, &unknown.body));
    assert_eq!(unknown.status, 202, "it does not tell who has an account");
    let secret = mailed(&door, "ada@example.org", "reset").await;
    let reset = |secret: &str| {
        let body = json!({ "secret": secret, "password": OTHER }).to_string();
        Request::post("/api/v1/auth/reset").json(&body)
    };
    problem(&door.ask(reset("nonsense")).await, 404, "void");
    assert_eq!(door.ask(reset(&secret)).await.status, 204);
    problem(&door.ask(reset(&secret)).await, 404, "void");
    assert_eq!(door.call(&ada, ("GET", "/api/v1/me"), &Value::Null).await.0, 401);
    assert_eq!((log_in(&door, &ada, PASSWORD).await, log_in(&door, &ada, OTHER).await), (401, 200));
}

/// SPEC ACCT-11
#[tokio::test]
async fn an_address_is_verified_by_mail() {
    let door = Door::with(&[OPEN]);
    let ada = door.human("Ada").await;
    let (_, me) = door.call(&ada, ("GET", "/api/v1/me"), &Value::Null).await;
    assert_eq!(me["verified"], false);
    assert_eq!(door.call(&ada, ("POST", "/api/v1/me/verify"), &Value::Null).await.0, 202);
    let secret = mailed(&door, "ada@example.org", "verify").await;
    let show = Request::post("/api/v1/auth/verify").json(&json!({ "secret": secret }).to_string());
    assert_eq!(door.ask(show).await.status, 204);
    let (_, me) = door.call(&ada, ("GET", "/api/v1/me"), &Value::Null).await;
    assert_eq!(me["verified"], true);
}
