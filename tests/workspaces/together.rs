//! Many at once.

use futures_util::future::join_all;
use renexus_load::http::Request;
use serde_json::{Value, json};

use crate::door::Door;
use crate::door::people::OPEN;

/// SPEC WS-10
#[tokio::test]
async fn many_who_change_at_once_leave_no_hole_in_the_log() {
    const CHANGES: usize = 60;
    let door = Door::with(&[OPEN]);
    let ada = door.human("Ada").await;
    door.workspace(&ada, "studio").await;
    let change = |number: usize| {
        let word = if number.is_multiple_of(2) { "archive" } else { "unarchive" };
        let path = format!("/api/v1/workspaces/studio/{word}");
        door.ask(Request::post(&path).bearer(&ada.token))
    };
    let statuses = join_all((0..CHANGES).map(change)).await;
    assert!(statuses.iter().all(|answer| answer.status == 200));
    let path = "/api/v1/workspaces/studio/events?limit=200";
    let (_, page) = door.call(&ada, ("GET", path), &Value::Null).await;
    let items = page["items"].as_array().unwrap().iter();
    let seqs: Vec<_> = items.map(|event| event["seq"].as_u64().unwrap()).collect();
    let expected: Vec<_> = (1..=61).collect();
    assert_eq!(seqs, expected);
}

/// SPEC API-3
#[tokio::test]
async fn one_key_at_the_same_time_is_carried_out_once() {
    let door = Door::with(&[OPEN]);
    let ada = door.human("Ada").await;
    let body = json!({ "name": "Studio", "slug": "studio" }).to_string();
    let post = || {
        let request = Request::post("/api/v1/workspaces").bearer(&ada.token);
        door.ask(request.header("idempotency-key", "one").json(&body))
    };
    let answers = join_all((0..10).map(|_| post())).await;
    for answer in &answers {
        let kind = answer.json().unwrap()["type"].clone();
        let under_way = answer.status == 409 && kind == "/problems/key-taken";
        assert!(answer.status == 201 || under_way, "{}", answer.text());
    }
    assert!(answers.iter().any(|answer| answer.status == 201));
    let (_, list) = door.call(&ada, ("GET", "/api/v1/workspaces"), &Value::Null).await;
    assert_eq!(list["items"].as_array().unwrap().len(), 1);
}

/// SPEC ACCT-5
#[tokio::test]
async fn ten_tabs_that_refresh_at_once_all_stay_logged_in() {
    let door = Door::with(&[OPEN]);
    let ada = door.human("Ada").await;
    let refresh = || Request::post("/api/v1/auth/refresh").header("cookie", &ada.cookie);
    let answers = join_all((0..10).map(|_| door.ask(refresh()))).await;
    let cookies: std::collections::BTreeSet<_> = answers
        .iter()
        .map(|answer| {
            assert_eq!(answer.status, 200, "{}", answer.text());
            let cookie = answer.header("set-cookie").unwrap();
            cookie.split(';').next().unwrap().to_owned()
        })
        .collect();
    assert_eq!(cookies.len(), 1, "one successor for all");
}
