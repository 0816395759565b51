//! Conversations and comments.

use renexus_load::http::Request;
use serde_json::{Value, json};

use crate::studio::STUDIO;
use crate::talking::Company;

/// SPEC CMT-1, CMT-3, CMT-9
#[tokio::test]
async fn a_conversation_on_a_task_is_begun_answered_and_read() {
    let company = Company::open().await;
    let (ada, eve) = (&company.studio.ada, &company.eve);
    company.studio.task("One", json!({})).await;
    let thread = company.begin(ada, "REN-1", "Look, @eve: see REN-1 🎉 @bob `@gus`").await;
    assert_eq!((&thread["place_kind"], &thread["comments"]), (&json!("task"), &json!(1)));
    let mentions = &thread["first"]["mentions"];
    assert_eq!(mentions[0], json!({ "start": 6, "end": 10, "person": eve.id }));
    assert_eq!(mentions[1], json!({ "start": 16, "end": 21, "task": "REN-1" }));
    assert_eq!(mentions[2], json!({ "start": 25, "end": 29, "person": company.bob.id }));
    assert_eq!(mentions.as_array().unwrap().len(), 3, "code mentions nobody");
    let answer = company.say(eve, &thread, "Yes").await;
    let path = format!("threads/{}", thread["id"].as_str().unwrap());
    let (_, seen) = company.ask(ada, ("GET", &path), Value::Null).await;
    assert_eq!(seen["comments"], 2);
    let comments = format!("{path}/comments?limit=1");
    let (_, page) = company.ask(ada, ("GET", &comments), Value::Null).await;
    let next = format!("{comments}&after={}", page["next"].as_str().unwrap());
    let (_, rest) = company.ask(ada, ("GET", &next), Value::Null).await;
    assert_eq!((&rest["items"][0], &rest["next"]), (&answer, &Value::Null));
    let list = format!("threads?place_kind=task&place={}", thread["place"].as_str().unwrap());
    let (_, listed) = company.ask(eve, ("GET", &list), Value::Null).await;
    assert_eq!(listed["items"], json!([seen]));
    let events = company.events(eve, 0).await;
    let last = &events[events.len() - 2..];
    assert_eq!(
        (&last[0]["type"], &last[1]["type"]),
        (&json!("thread.created"), &json!("comment.created"))
    );
    assert_eq!(last[1]["data"]["comment"]["body"], "Yes");
    assert_eq!(last[1]["data"]["project"], company.studio.project["id"]);
}

/// SPEC CMT-2
#[tokio::test]
async fn a_conversation_stands_at_a_position_of_a_document() {
    let company = Company::open().await;
    let (ada, task) = (&company.studio.ada, company.studio.task("One", json!({})).await);
    let new = |anchor: Value| {
        json!({
            "place_kind": "document", "place": task["document"], "body": "Why?",
            "anchor": anchor, "quote": "the text",
        })
    };
    let anchor = json!({ "start": "AQIDBA==", "end": "BQYHCA==" });
    let (status, made) = company.ask(ada, ("POST", "threads"), new(anchor.clone())).await;
    assert_eq!(status, 201, "{made}");
    assert_eq!((&made["anchor"], &made["quote"]), (&anchor, &json!("the text")));
    let wrong = new(json!({ "start": "not base64!", "end": "x" }));
    assert_eq!(company.ask(ada, ("POST", "threads"), wrong).await.0, 400);
    let mut on_task = new(anchor);
    on_task["place_kind"] = json!("task");
    on_task["place"] = json!("REN-1");
    assert_eq!(company.ask(ada, ("POST", "threads"), on_task).await.0, 409);
    let nowhere = json!({ "place_kind": "document", "place": "nowhere", "body": "x" });
    assert_eq!(company.ask(ada, ("POST", "threads"), nowhere).await.0, 404);
}

/// SPEC CMT-4
#[tokio::test]
async fn a_conversation_is_resolved_and_reopened() {
    let company = Company::open().await;
    let (ada, eve) = (&company.studio.ada, &company.eve);
    company.studio.task("One", json!({})).await;
    let thread = company.begin(ada, "REN-1", "Done?").await;
    let path = format!("threads/{}", thread["id"].as_str().unwrap());
    let post = async |what: &str| {
        company.ask(eve, ("POST", &format!("{path}/{what}")), Value::Null).await.1
    };
    let listed = async |resolved: bool| {
        let list = format!("threads?place_kind=task&place=REN-1&resolved={resolved}");
        company.ask(ada, ("GET", &list), Value::Null).await.1["items"].as_array().unwrap().len()
    };
    let resolved = post("resolve").await;
    assert_eq!((&resolved["resolved_by"], &resolved["version"]), (&json!(eve.id), &json!(2)));
    assert_eq!(post("resolve").await, resolved, "once is enough");
    assert_eq!((listed(true).await, listed(false).await), (1, 0));
    assert_eq!(post("reopen").await["resolved_at"], Value::Null);
    assert_eq!((listed(true).await, listed(false).await), (0, 1));
}

/// SPEC CMT-5, CMT-6
#[tokio::test]
async fn a_comment_is_changed_by_its_author_and_leaves_a_trace() {
    let company = Company::open().await;
    let (ada, eve, bob) = (&company.studio.ada, &company.eve, &company.bob);
    company.studio.task("One", json!({})).await;
    let thread = company.begin(eve, "REN-1", "Frist").await;
    let path = format!("comments/{}", thread["first"]["id"].as_str().unwrap());
    let body = |text: &str| json!({ "body": text });
    assert_eq!(company.ask(bob, ("PATCH", &path), body("Mine")).await.0, 403);
    let (status, changed) = company.ask(eve, ("PATCH", &path), body("First")).await;
    assert_eq!((status, &changed["version"]), (200, &json!(2)));
    assert!(changed["edited_at"].is_string());
    let stale = Request::new("PATCH", &format!("{STUDIO}/{path}")).bearer(&eve.token);
    let stale = stale.header("if-match", "\"1\"").json(r#"{"body":"Third"}"#);
    let answer = company.studio.door.ask(stale).await;
    assert_eq!((answer.status, &answer.json().unwrap()["current"]["body"]), (412, &json!("First")));
    assert_eq!(company.ask(bob, ("DELETE", &path), Value::Null).await.0, 403);
    assert_eq!(company.ask(ada, ("DELETE", &path), Value::Null).await.0, 204, "who manages may");
    assert_eq!(company.ask(eve, ("PATCH", &path), body("Again")).await.0, 409);
    let comments = format!("threads/{}/comments", thread["id"].as_str().unwrap());
    let (_, page) = company.ask(bob, ("GET", &comments), Value::Null).await;
    let gone = &page["items"][0];
    assert_eq!((&gone["body"], &gone["deleted_by"]), (&json!(""), &json!(ada.id)));
    let history = format!("{path}/history");
    assert_eq!(company.ask(eve, ("GET", &history), Value::Null).await.0, 403);
    let (_, trace) = company.ask(ada, ("GET", &history), Value::Null).await;
    let said: Vec<_> = trace["items"].as_array().unwrap().iter().map(|one| &one["body"]).collect();
    assert_eq!(said, ["Frist", "First"]);
}

/// SPEC CMT-7
#[tokio::test]
async fn reactions_are_of_a_short_list_and_once_per_person() {
    let company = Company::open().await;
    let (ada, eve) = (&company.studio.ada, &company.eve);
    company.studio.task("One", json!({})).await;
    let thread = company.begin(ada, "REN-1", "Done").await;
    let comment = thread["first"]["id"].as_str().unwrap();
    let thumb = format!("comments/{comment}/reactions/%F0%9F%91%8D");
    company.ask(ada, ("PUT", &thumb), Value::Null).await;
    company.ask(eve, ("PUT", &thumb), Value::Null).await;
    let (status, twice) = company.ask(eve, ("PUT", &thumb), Value::Null).await;
    let both = json!([{ "emoji": "👍", "people": [ada.id, eve.id] }]);
    assert_eq!((status, &twice["reactions"]), (200, &both));
    let (_, one) = company.ask(ada, ("DELETE", &thumb), Value::Null).await;
    assert_eq!(one["reactions"], json!([{ "emoji": "👍", "people": [eve.id] }]));
    let other = format!("comments/{comment}/reactions/nonsense");
    assert_eq!(company.ask(ada, ("PUT", &other), Value::Null).await.0, 404);
}

/// SPEC CMT-8, CMT-9
#[tokio::test]
async fn who_may_not_read_the_place_finds_nothing_of_it() {
    let company = Company::open().await;
    let (ada, gus) = (&company.studio.ada, &company.gus);
    company.studio.task("One", json!({})).await;
    let thread = company.begin(ada, "REN-1", "Secret").await;
    let (id, comment) = (thread["id"].as_str().unwrap(), thread["first"]["id"].as_str().unwrap());
    for (method, path, body) in [
        ("GET", "threads?place_kind=task&place=REN-1".to_owned(), Value::Null),
        ("GET", format!("threads/{id}"), Value::Null),
        ("GET", format!("threads/{id}/comments"), Value::Null),
        ("POST", format!("threads/{id}/comments"), json!({ "body": "x" })),
        ("POST", format!("threads/{id}/resolve"), Value::Null),
        ("PATCH", format!("comments/{comment}"), json!({ "body": "x" })),
        ("GET", format!("comments/{comment}/history"), Value::Null),
        ("PUT", format!("comments/{comment}/reactions/%F0%9F%91%8D"), Value::Null),
        ("PUT", "watches/task/REN-1".to_owned(), Value::Null),
    ] {
        let (status, told) = company.ask(gus, (method, &path), body).await;
        assert_eq!(status, 404, "{method} {path}: {told}");
    }
    // With read one reads, with comment one talks.
    let project = company.studio.project["id"].as_str().unwrap();
    let given = format!("access/project/{project}/person/{}", gus.id);
    let say = format!("threads/{id}/comments");
    for (level, expected) in [("read", 403), ("comment", 201)] {
        let (status, told) = company.ask(ada, ("PUT", &given), json!({ "level": level })).await;
        assert_eq!(status, 204, "{told}");
        assert_eq!(company.ask(gus, ("GET", &say), Value::Null).await.0, 200);
        assert_eq!(company.ask(gus, ("POST", &say), json!({ "body": "x" })).await.0, expected);
    }
}

/// SPEC CMT-10
#[tokio::test]
async fn places_and_conversations_are_bounded() {
    let settings = [("comments.threads", "1"), ("comments.comments", "2")];
    let company = Company::with(&settings).await;
    let ada = &company.studio.ada;
    company.studio.task("One", json!({})).await;
    let thread = company.begin(ada, "REN-1", "One").await;
    company.say(ada, &thread, "Two").await;
    let say = format!("threads/{}/comments", thread["id"].as_str().unwrap());
    assert_eq!(company.ask(ada, ("POST", &say), json!({ "body": "Three" })).await.0, 409);
    let again = json!({ "place_kind": "task", "place": "REN-1", "body": "x" });
    assert_eq!(company.ask(ada, ("POST", "threads"), again).await.0, 409);
    let long = json!({ "body": "x".repeat(10_001) });
    let (status, told) = company.ask(ada, ("POST", &say), long).await;
    assert_eq!(status, 400);
    assert!(told["detail"].as_str().unwrap().contains("at most 10000"), "{told}");
    assert_eq!(company.ask(ada, ("POST", &say), json!({ "body": " \n" })).await.0, 400);
}
