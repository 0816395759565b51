//! What is suggested for tasks, and what people do with it.

use renexus_load::http::Request;
use serde_json::{Value, json};

use crate::problem::problem;
use crate::studio::{STUDIO, Studio};

/// What is suggested of a kind.
fn of<'a>(view: &'a Value, kind: &str) -> &'a [Value] {
    let kinds = view["suggestions"].as_array().unwrap_or_else(|| panic!("{view}"));
    let found = kinds.iter().find(|one| one["kind"] == kind);
    found.map_or(&[], |one| one["items"].as_array().unwrap())
}

async fn draft(studio: &Studio, title: &str) -> Value {
    let body = json!({ "project": "REN", "title": title });
    let (status, found) = studio.ask("POST", "suggestions/draft", &body).await;
    assert_eq!(status, 200, "{found}");
    found
}

/// SPEC INS-10, INS-11
#[tokio::test]
async fn similar_tasks_tell_who_what_and_how_much() {
    let studio = Studio::open().await;
    let bo = studio.door.human("Bo").await;
    studio.door.join(&studio.ada, "studio", &bo, "member").await;
    let empty = draft(&studio, "Login crashes").await;
    assert_eq!((&empty["suggestions"], &empty["tasks"]), (&json!([]), &json!(0)));
    assert!(empty["note"].as_str().unwrap().contains("no tasks"));
    let label = studio.made("labels", json!({ "name": "auth" })).await;
    for number in 0..12 {
        let crash = json!({
            "assignees": [studio.ada.id], "labels": [label["id"]], "priority": "urgent", "estimate": 5,
        });
        studio.task(&format!("Login form crashes in browser {number}"), crash).await;
        let manual = json!({ "assignees": [bo.id], "priority": "low", "estimate": 1 });
        studio.task(&format!("Write the manual page of command {number}"), manual).await;
    }
    let found = draft(&studio, "Crash in the login form on tablets").await;
    let who = &of(&found, "assignee")[0];
    assert_eq!((&who["value"], &who["name"]), (&json!(studio.ada.id), &json!("Ada")));
    let reason = who["reason"].as_str().unwrap();
    assert!(reason.ends_with("most similar tasks went to Ada."), "{reason}");
    assert!(who["confidence"].as_f64().unwrap() > 0.5, "{who}");
    assert_eq!(of(&found, "label")[0]["name"], "auth");
    assert_eq!(of(&found, "priority")[0]["value"], "urgent");
    assert_eq!(of(&found, "estimate")[0]["name"], "5 points");

    // What happened since is known at once, and a task is no duplicate of itself.
    studio.task("Export of large boards times out", json!({})).await;
    let again = draft(&studio, "Large boards: export times out").await;
    assert_eq!(of(&again, "duplicate")[0]["value"], "REN-25", "{again}");
    assert_eq!(of(&studio.read("tasks/REN-25/suggestions").await, "duplicate").len(), 0);
    studio.changed("tasks/REN-25", json!({ "title": "Buy a coffee machine" })).await;
    let gone = draft(&studio, "Large boards: export times out").await;
    assert!(of(&gone, "duplicate").iter().all(|one| one["value"] != "REN-25"), "{gone}");

    let next = studio.read("suggestions/next?project=REN").await;
    assert!(of(&next, "next")[0]["reason"].as_str().unwrap().contains("it presses"), "{next}");
}

/// SPEC INS-12
#[tokio::test]
async fn no_title_is_told_to_those_who_may_not_read_it() {
    let studio = Studio::open().await;
    let closed = json!({ "key": "SEC", "name": "Deal", "closed": true });
    studio.made("projects", closed).await;
    let secret = json!({ "project": "SEC", "title": "Acquire the secret lighthouse" });
    studio.made("tasks", secret).await;
    studio.task("Paint the lighthouse", json!({})).await;
    let eve = studio.door.human("Eve").await;
    studio.door.join(&studio.ada, "studio", &eve, "member").await;
    // The owner asks first, so that everything is in memory.
    let body = json!({ "project": "SEC", "title": "Acquire the secret lighthouse" });
    let path = format!("{STUDIO}/suggestions/draft");
    let (_, known) = studio.door.call(&studio.ada, ("POST", &path), &body).await;
    assert_eq!(of(&known, "duplicate")[0]["value"], "SEC-1");
    let request = Request::post(&path).bearer(&eve.token).json(&body.to_string());
    problem(&studio.door.ask(request).await, 404, "not-found");
    let open = json!({ "project": "REN", "title": "Acquire the secret lighthouse" });
    let (status, hers) = studio.door.call(&eve, ("POST", &path), &open).await;
    assert!(status == 200 && !hers.to_string().contains("Acquire"), "{hers}");
    for door in [
        "tasks/SEC-1/suggestions",
        "suggestions/next?project=SEC",
        "suggestions/scores?project=SEC",
    ] {
        let request = Request::get(&format!("{STUDIO}/{door}")).bearer(&eve.token);
        problem(&studio.door.ask(request).await, 404, "not-found");
    }
    // Closing a project is in force at once, also for what is in memory.
    studio.changed("projects/REN", json!({ "closed": true })).await;
    let request = Request::post(&path).bearer(&eve.token).json(&open.to_string());
    problem(&studio.door.ask(request).await, 404, "not-found");
}

/// SPEC INS-13
#[tokio::test]
async fn what_people_do_with_suggestions_is_counted() {
    let studio = Studio::open().await;
    for place in [json!(1), json!(1), json!(3), Value::Null] {
        let answer =
            json!({ "project": "REN", "kind": "assignee", "place": place, "confidence": 60 });
        assert_eq!(studio.ask("POST", "suggestions/answers", &answer).await.0, 204);
    }
    let scores = studio.read("suggestions/scores?project=REN").await;
    let expected = json!({
        "kind": "assignee", "answered": 4, "accepted": 0.75, "first": 0.5, "fifth": 0.75,
    });
    assert_eq!(scores["kinds"], json!([expected]));
    let wrong = json!({ "project": "REN", "kind": "assignee", "place": 6 });
    assert_eq!(studio.ask("POST", "suggestions/answers", &wrong).await.0, 400);
}
