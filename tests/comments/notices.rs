//! Who is told what, and what becomes of it.

use serde_json::{Value, json};

use crate::talking::Company;

fn told(kind: &str, excerpt: &str) -> (String, String) {
    (kind.to_owned(), excerpt.to_owned())
}

/// SPEC NTF-1, NTF-2
#[tokio::test]
async fn mentions_comments_and_assignments_reach_whom_they_concern() {
    let company = Company::open().await;
    let (ada, eve, bob, gus) = (&company.studio.ada, &company.eve, &company.bob, &company.gus);
    company.studio.task("One", json!({ "assignees": [eve.id] })).await;
    assert_eq!(company.told(eve).await, [told("assignment", "")]);
    let thread = company.begin(ada, "REN-1", "@bob and @gus and @ada, look").await;
    let mention = told("mention", "@bob and @gus and @ada, look");
    assert_eq!(company.told(bob).await, std::slice::from_ref(&mention));
    let heard = told("comment", "@bob and @gus and @ada, look");
    assert_eq!(company.told(eve).await, [heard, told("assignment", "")]);
    assert!(company.told(ada).await.is_empty(), "nobody is told of their own doing");
    assert!(company.told(gus).await.is_empty(), "who may not read it is not told");
    let one = &company.notices(bob, "").await[0];
    assert_eq!((&one["title"], &one["actor"]), (&json!("REN-1 One"), &json!(ada.id)));
    assert_eq!((&one["thread"], &one["comment"]), (&thread["id"], &thread["first"]["id"]));
    // Whoever talks hears what comes.
    company.say(bob, &thread, "I do").await;
    assert_eq!(company.told(ada).await, [told("comment", "I do")]);
    company.say(ada, &thread, "Fine").await;
    assert_eq!(company.told(bob).await, [told("comment", "Fine"), mention]);
    // A mention that is added later is told once.
    let path = format!("comments/{}", thread["first"]["id"].as_str().unwrap());
    for body in ["@eve and @bob, look", "@eve and @bob, look here"] {
        company.ask(ada, ("PATCH", &path), json!({ "body": body })).await;
    }
    assert_eq!(company.told(bob).await.len(), 2);
    // What is taken back is told no more.
    assert_eq!(company.ask(ada, ("DELETE", &path), Value::Null).await.0, 204);
    assert_eq!(company.told(bob).await, [told("comment", "Fine")]);
}

/// SPEC NTF-2, NTF-4
#[tokio::test]
async fn a_place_is_watched_and_muted() {
    let company = Company::open().await;
    let (ada, eve, bob) = (&company.studio.ada, &company.eve, &company.bob);
    company.studio.task("One", json!({ "assignees": [eve.id] })).await;
    let watch = async |human, method: &str, path: &str| {
        company.ask(human, (method, &format!("watches/{path}")), Value::Null).await
    };
    assert_eq!(watch(eve, "GET", "task/REN-1").await.1, json!({ "watching": true }));
    assert_eq!(watch(bob, "GET", "task/REN-1").await.1, json!({ "watching": false }));
    assert_eq!(watch(eve, "DELETE", "task/REN-1").await.0, 204);
    assert_eq!(watch(bob, "PUT", "project/REN").await.0, 200);
    let thread = company.begin(ada, "REN-1", "Hello").await;
    assert_eq!(company.told(bob).await, [told("comment", "Hello")], "by the project");
    assert_eq!(company.told(eve).await, [told("assignment", "")], "it is muted");
    // A mention that is added later is told then, and once.
    let path = format!("comments/{}", thread["first"]["id"].as_str().unwrap());
    for body in ["Hello @eve", "Hello, @eve"] {
        company.ask(ada, ("PATCH", &path), json!({ "body": body })).await;
    }
    let late = [told("mention", "Hello @eve"), told("assignment", "")];
    assert_eq!(company.told(eve).await, late);
    company.say(eve, &thread, "I talk").await;
    company.say(ada, &thread, "Then hear").await;
    assert_eq!(company.told(eve).await.len(), 2, "talking does not unmute");
    company.say(ada, &thread, "@eve!").await;
    assert_eq!(company.told(eve).await[0], told("mention", "@eve!"));
    assert_eq!(watch(eve, "GET", "workspace/studio").await.0, 404);
}

/// SPEC NTF-3, NTF-5
#[tokio::test]
async fn people_choose_and_read() {
    let company = Company::open().await;
    let (ada, eve, bob) = (&company.studio.ada, &company.eve, &company.bob);
    company.studio.task("One", json!({ "assignees": [eve.id, bob.id] })).await;
    let door = &company.studio.door;
    let choices = "/api/v1/me/notifications/choices";
    let (_, before) = door.call(eve, ("GET", choices), &Value::Null).await;
    assert_eq!((&before["mention"], &before["comment"]), (&json!("mail"), &json!("app")));
    let off = json!({ "comment": "off" });
    let (status, after) = door.call(eve, ("PATCH", choices), &off).await;
    assert_eq!(
        (status, &after["comment"], &after["mention"]),
        (200, &json!("off"), &json!("mail"))
    );
    let wrong = json!({ "comment": "loud" });
    assert_eq!(door.call(eve, ("PATCH", choices), &wrong).await.0, 400);
    let thread = company.begin(ada, "REN-1", "One").await;
    company.say(ada, &thread, "Two").await;
    assert_eq!(company.told(eve).await.len(), 1, "comments are off");
    let unread = async |human| {
        let path = "/api/v1/me/notifications/unread";
        door.call(human, ("GET", path), &Value::Null).await.1["unread"].as_i64().unwrap()
    };
    assert_eq!(unread(bob).await, 3);
    let (_, first) =
        door.call(bob, ("GET", "/api/v1/me/notifications?limit=1"), &Value::Null).await;
    assert_eq!(first["items"][0]["excerpt"], "Two", "the newest first");
    let next = format!("?limit=2&after={}", first["next"].as_str().unwrap());
    assert_eq!(company.notices(bob, &next).await.len(), 2);
    let id = first["items"][0]["id"].as_str().unwrap();
    let read = format!("/api/v1/me/notifications/{id}/read");
    assert_eq!(door.call(eve, ("POST", &read), &Value::Null).await.0, 404, "it is Bob's");
    assert_eq!(door.call(bob, ("POST", &read), &Value::Null).await.0, 204);
    assert_eq!(unread(bob).await, 2);
    assert_eq!(company.notices(bob, "?unread=true").await.len(), 2);
    let all = "/api/v1/me/notifications/read";
    assert_eq!(door.call(bob, ("POST", all), &Value::Null).await.0, 204);
    assert_eq!((unread(bob).await, unread(eve).await), (0, 1));
}

/// SPEC NTF-6, NTF-9
#[tokio::test]
async fn an_invitation_is_told_and_who_left_sees_no_more() {
    let company = Company::open().await;
    let (ada, eve) = (&company.studio.ada, &company.eve);
    let zoe = company.studio.door.human("Zoe").await;
    let invite = json!({ "role": "member", "email": "Zoe@example.org" });
    assert_eq!(company.ask(ada, ("POST", "invitations"), invite).await.0, 201);
    assert_eq!(company.told(&zoe).await, [told("invitation", "")]);
    let one = &company.notices(&zoe, "").await[0];
    assert_eq!((&one["title"], &one["place_kind"]), (&json!("studio"), &json!("workspace")));
    company.studio.task("One", json!({ "assignees": [eve.id] })).await;
    assert_eq!(company.told(eve).await.len(), 1);
    assert_eq!(company.ask(eve, ("POST", "leave"), Value::Null).await.0, 204);
    assert!(company.told(eve).await.is_empty());
}
