//! What a login continues, and what ends it.

use renexus_load::Protocol;
use renexus_load::http::{Request, Response};
use serde_json::Value;

use crate::door::people::{Human, OPEN, entered};
use crate::door::{CUT_OFF, DEADLINE, Door, until};
use crate::problem::problem;

fn refresh(cookie: &str) -> Request {
    Request::post("/api/v1/auth/refresh").header("cookie", cookie)
}

async fn works(door: &Door, human: &Human) -> bool {
    door.call(human, ("GET", "/api/v1/me"), &Value::Null).await.0 == 200
}

fn cookie(answer: &Response) -> String {
    answer.header("set-cookie").unwrap().to_owned()
}

/// SPEC ACCT-5
#[tokio::test]
async fn a_refresh_token_changes_with_each_use_and_two_tabs_get_the_same() {
    let door = Door::with(&[OPEN]);
    let ada = door.human("Ada").await;
    let (one, other) = (door.ask(refresh(&ada.cookie)).await, door.ask(refresh(&ada.cookie)).await);
    assert_eq!((one.status, other.status), (200, 200), "{}", other.text());
    let set = cookie(&one);
    assert_eq!(set.split(';').next(), cookie(&other).split(';').next());
    for flag in ["HttpOnly", "SameSite=Strict", "Path=/", "Max-Age="] {
        assert!(set.contains(flag), "{set}");
    }
    assert!(set.starts_with("renexus_refresh=") && !set.contains("Secure"), "http on loopback");
    let next = entered(&one);
    assert_ne!(next.cookie, ada.cookie);
    assert!(works(&door, &next).await);
    assert_eq!(door.ask(refresh(&next.cookie)).await.status, 200);
    problem(&door.ask(refresh("renexus_refresh=nonsense")).await, 401, "unauthorized");
    problem(&door.ask(Request::post("/api/v1/auth/refresh")).await, 401, "unauthorized");
}

/// SPEC ACCT-6
#[tokio::test]
async fn a_refresh_token_that_comes_back_late_ends_its_login() {
    let door = Door::with(&[OPEN, ("accounts.replay_seconds", "0")]);
    let (ada, other) = (door.human("Ada").await, door.human("Other").await);
    let next = entered(&door.ask(refresh(&ada.cookie)).await);
    problem(&door.ask(refresh(&ada.cookie)).await, 401, "unauthorized");
    problem(&door.ask(refresh(&next.cookie)).await, 401, "unauthorized");
    assert!(!works(&door, &next).await, "its access tokens are over, too");
    assert!(works(&door, &other).await);
    // Also one that was used up long ago.
    let second = entered(&door.ask(refresh(&other.cookie)).await);
    let third = entered(&door.ask(refresh(&second.cookie)).await);
    problem(&door.ask(refresh(&other.cookie)).await, 401, "unauthorized");
    problem(&door.ask(refresh(&third.cookie)).await, 401, "unauthorized");
}

/// SPEC ACCT-7
#[tokio::test]
async fn logging_out_ends_tokens_and_survives_a_restart() {
    let mut door = Door::with(&[OPEN]);
    let ada = door.human("Ada").await;
    let out = door.ask(Request::post("/api/v1/auth/logout").header("cookie", &ada.cookie)).await;
    assert_eq!(out.status, 204, "{}", out.text());
    assert!(cookie(&out).contains("Max-Age=0"));
    assert!(!works(&door, &ada).await);
    problem(&door.ask(refresh(&ada.cookie)).await, 401, "unauthorized");
    door.restart(&[OPEN]);
    assert!(!works(&door, &ada).await, "it is on disk");
    assert_eq!(door.ask(Request::post("/api/v1/auth/logout")).await.status, 204);
}

/// SPEC ACCT-7: its sockets, and nobody else's.
#[tokio::test]
async fn logging_out_closes_the_sockets_of_that_login() {
    let door = Door::with(&[OPEN]);
    let ada = door.human("Ada").await;
    let body = serde_json::json!({ "email": ada.email, "password": crate::door::people::PASSWORD });
    let log_in = Request::post("/api/v1/auth/login").json(&body.to_string());
    let phone = entered(&door.ask(log_in).await);
    let studio = door.workspace(&ada, "studio").await;
    let made = serde_json::json!({ "id": "notes", "workspace": studio }).to_string();
    let made = Request::post("/api/documents").json(&made).bearer(&door.token("*", "manage"));
    assert_eq!(door.ask(made).await.status, 201);
    let mut closing = Vec::new();
    for protocol in Protocol::ALL {
        closing.push(door.peer(protocol, "notes", &ada.token).await);
    }
    let staying = door.peer(Protocol::Hocuspocus, "notes", &phone.token).await;
    let out = Request::post("/api/v1/auth/logout").header("cookie", &ada.cookie);
    assert_eq!(door.ask(out).await.status, 204);
    for peer in closing {
        assert_eq!(peer.wait_closed(CUT_OFF).await.expect("an end").0, 4_401);
    }
    staying.insert("still here").unwrap();
    staying.all_acknowledged().await.unwrap();
}

/// SPEC ACCT-7: by itself.
#[tokio::test]
async fn an_access_token_ends_with_its_sockets() {
    let door = Door::with(&[OPEN, ("accounts.access_seconds", "3")]);
    let ada = door.human("Ada").await;
    let studio = door.workspace(&ada, "studio").await;
    let channel = format!("workspace/{studio}");
    let peer = door.peer(Protocol::Hocuspocus, &channel, &ada.token).await;
    assert_eq!(peer.wait_closed(DEADLINE).await.expect("an end").0, 4_401);
    assert!(!works(&door, &ada).await);
    assert!(works(&door, &entered(&door.ask(refresh(&ada.cookie)).await)).await);
}

/// SPEC ACCT-8
#[tokio::test]
async fn logins_are_seen_and_ended_by_their_person() {
    let door = Door::with(&[OPEN]);
    let ada = door.human("Ada").await;
    let body = serde_json::json!({ "email": ada.email, "password": crate::door::people::PASSWORD });
    let log_in = Request::post("/api/v1/auth/login").header("user-agent", "Phone 1.0");
    let phone = entered(&door.ask(log_in.json(&body.to_string())).await);
    let list = async || door.call(&ada, ("GET", "/api/v1/me/sessions"), &Value::Null).await.1;
    let seen = list().await;
    assert_eq!(seen["items"].as_array().unwrap().len(), 2, "{seen}");
    let newest = &seen["items"][0];
    assert_eq!((&newest["user_agent"], &newest["current"]), (&"Phone 1.0".into(), &false.into()));
    assert_eq!(seen["items"][1]["current"], true);
    let one = format!("/api/v1/me/sessions/{}", newest["id"].as_str().unwrap());
    assert_eq!(door.call(&ada, ("DELETE", &one), &Value::Null).await.0, 204);
    assert!(!works(&door, &phone).await && works(&door, &ada).await);
    assert_eq!(door.call(&ada, ("DELETE", &one), &Value::Null).await.0, 404);
    let everywhere = ("DELETE", "/api/v1/me/sessions");
    assert_eq!(door.call(&ada, everywhere, &Value::Null).await.0, 204);
    assert!(!works(&door, &ada).await);
}

/// SPEC ACCT-9
#[tokio::test]
async fn the_cookie_is_read_for_pages_of_this_server_alone() {
    let door = Door::with(&[OPEN]);
    let ada = door.human("Ada").await;
    let foreign = refresh(&ada.cookie).header("origin", "https://evil.example.org");
    problem(&door.ask(foreign).await, 403, "forbidden");
    let cross = refresh(&ada.cookie).header("sec-fetch-site", "cross-site");
    problem(&door.ask(cross).await, 403, "forbidden");
    let body = serde_json::json!({ "email": ada.email, "password": crate::door::people::PASSWORD });
    let log_in = Request::post("/api/v1/auth/login").json(&body.to_string());
    let foreign = log_in.header("origin", "https://evil.example.org");
    problem(&door.ask(foreign).await, 403, "forbidden");
    let cookie_only = Request::get("/api/v1/me").header("cookie", &ada.cookie);
    problem(&door.ask(cookie_only).await, 401, "unauthorized");
    let own = refresh(&ada.cookie).header("sec-fetch-site", "same-origin");
    assert_eq!(door.ask(own.header("origin", "http://localhost:3000")).await.status, 200);
}

/// SPEC ACCT-9
#[tokio::test]
async fn over_https_the_cookie_belongs_to_the_host() {
    let door = Door::with(&[OPEN, ("server.public_url", "https://renexus.example.org")]);
    let ada = door.human("Ada").await;
    assert!(ada.cookie.starts_with("__Host-renexus_refresh="), "{}", ada.cookie);
    let set = cookie(&door.ask(refresh(&ada.cookie)).await);
    assert!(set.contains("; Secure") && set.contains("Path=/") && !set.contains("Domain"), "{set}");
}

/// SPEC ACCT-7
#[tokio::test]
async fn an_access_token_ends_with_its_time() {
    let door = Door::with(&[OPEN, ("accounts.access_seconds", "1")]);
    let ada = door.human("Ada").await;
    until("the token ends", async || !works(&door, &ada).await).await;
    let next = entered(&door.ask(refresh(&ada.cookie)).await);
    assert!(works(&door, &next).await);
}
