//! Reads that are kept, and rates.

use renexus_load::http::{Request, Response};
use serde_json::{Value, json};

use crate::door::Door;
use crate::door::people::{Human, OPEN, PASSWORD};
use crate::problem::problem;

async fn get(door: &Door, human: &Human, path: &str) -> Response {
    let answer = door.ask(Request::get(path).bearer(&human.token)).await;
    assert_eq!(answer.status, 200, "{}", answer.text());
    answer
}

/// SPEC API-5
#[tokio::test]
async fn what_is_read_often_is_kept_until_it_changes() {
    let door = Door::with(&[OPEN]);
    let (ada, bob) = (door.human("Ada").await, door.human("Bob").await);
    let list = "/api/v1/workspaces";
    let seen = async |human: &Human, path: &str| {
        let answer = get(&door, human, path).await;
        let many = answer.json().unwrap()["items"].as_array().unwrap().len();
        (answer.header("x-cache").unwrap().to_owned(), many)
    };
    let hits = r#"renexus_kept_reads_total{found="hit"}"#;
    assert_eq!(seen(&ada, list).await, ("miss".into(), 0));
    let before = door.figure(hits).await;
    assert_eq!(seen(&ada, list).await, ("hit".into(), 0));
    assert_eq!(door.figure(hits).await, before + 1, "it is counted");
    door.workspace(&ada, "studio").await;
    assert_eq!(seen(&ada, list).await, ("miss".into(), 1));
    assert_eq!(seen(&bob, list).await, ("miss".into(), 0), "everybody has their own");
    let members = "/api/v1/workspaces/studio/members";
    assert_eq!(seen(&ada, members).await, ("miss".into(), 1));
    door.join(&ada, "studio", &bob, "member").await;
    assert_eq!(seen(&bob, members).await, ("miss".into(), 2));
    assert_eq!(seen(&ada, members).await, ("hit".into(), 2), "members see the same");
    let name = json!({ "name": "Robert" });
    assert_eq!(door.call(&bob, ("PATCH", "/api/v1/me"), &name).await.0, 200);
    let names = get(&door, &ada, members).await;
    assert!(names.text().contains("Robert"), "{}", names.text());
    let out = format!("{members}/{}", bob.id);
    assert_eq!(door.call(&ada, ("DELETE", &out), &Value::Null).await.0, 204);
    let gone = door.ask(Request::get(members).bearer(&bob.token)).await;
    problem(&gone, 404, "not-found");
}

/// SPEC API-6
#[tokio::test]
async fn who_asks_too_often_is_told_to_wait() {
    let door = Door::with(&[OPEN, ("rates.read_burst", "3"), ("rates.read_seconds", "60")]);
    let (ada, bob) = (door.human("Ada").await, door.human("Bob").await);
    let list = || Request::get("/api/v1/workspaces").bearer(&ada.token);
    let first = door.ask(list()).await;
    assert_eq!(first.header("ratelimit-policy"), Some("\"read\";q=3;w=60"));
    assert_eq!(first.header("ratelimit"), Some("\"read\";r=2;t=60"));
    for _ in 0..2 {
        assert_eq!(door.ask(list()).await.status, 200);
    }
    let refused = door.ask(list()).await;
    let wait: u64 = refused.header("retry-after").unwrap().parse().unwrap();
    assert!((1..=20).contains(&wait), "{wait}");
    problem(&refused, 429, "too-many");
    let refused = r#"renexus_limited_requests_total{class="read"}"#;
    assert_eq!(door.figure(refused).await, 1, "it is counted");
    door.workspace(&ada, "studio").await;
    get(&door, &bob, "/api/v1/workspaces").await;
}

/// SPEC API-6
#[tokio::test]
async fn strangers_are_counted_by_address_and_by_the_account_that_they_try() {
    let door = Door::with(&[
        OPEN,
        ("rates.account_burst", "3"),
        ("rates.account_seconds", "600"),
        ("rates.enter_burst", "8"),
        ("rates.enter_seconds", "600"),
        ("server.trusted_proxies", "10.1.2.3,127.0.0.0/8"),
    ]);
    let ada = door.human("Ada").await;
    let log_in = |from: &str, email: &str, password: &str| {
        let body = json!({ "email": email, "password": password }).to_string();
        Request::post("/api/v1/auth/login").header("x-forwarded-for", from).json(&body)
    };
    for from in ["10.0.0.1", "10.0.0.2", "10.0.0.3"] {
        problem(&door.ask(log_in(from, &ada.email, "wrong")).await, 401, "wrong-credentials");
    }
    let refused = door.ask(log_in("10.0.0.4", "ADA@example.org", PASSWORD)).await;
    problem(&refused, 429, "too-many");
    let mut statuses = Vec::new();
    for number in 0..9 {
        let email = format!("person{number}@example.org");
        // What stands before the last address may be invented.
        let from = format!("10.9.9.{number}, 10.0.0.9");
        statuses.push(door.ask(log_in(&from, &email, "wrong")).await.status);
    }
    assert_eq!(statuses, [[401; 8].as_slice(), &[429]].concat());
}
