//! What is suggested for tasks, and what people do with it.

use std::fmt::Write;

use renexus_load::http::Request;
use serde_json::{Value, json};

use crate::past::{ago, import};
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

/// SPEC INS-14
#[tokio::test]
async fn a_day_for_a_new_task_is_held_against_how_long_others_took() {
    let studio = Studio::open().await;
    let day = |days: i64| (chrono::Utc::now() + chrono::TimeDelta::days(days)).date_naive();
    let ask = async |title: &str, due: Value| {
        let body = json!({ "project": "REN", "title": title, "due": due });
        let (status, found) = studio.ask("POST", "suggestions/draft", &body).await;
        assert_eq!(status, 200, "{found}");
        found["due"].clone()
    };
    assert_eq!(ask("Login form crashes on watches", json!(day(5))).await, Value::Null, "no past");
    let mut table = "title;status;created;completed\n".to_owned();
    for (title, took, status) in [
        ("Login form crashes on phones", 3, "Done"),
        ("Login form crashes on tablets", 9, "Done"),
        ("Login form crashes on desktops", 20, "Done"),
        ("Login form crashes on fridges", 30, "Cancelled"),
        ("Write the manual", 1, "Done"),
        ("Rotate the keys", 1, "Done"),
        ("Buy coffee", 1, "Done"),
    ] {
        let [made, done] = [40, 40 - took].map(|days| ago(days).to_rfc3339());
        writeln!(table, "{title};{status};{made};{done}").unwrap();
    }
    import(&studio, "REN", table).await;
    let like = ask("Login form crashes on watches", json!(day(5))).await;
    assert_eq!((&like["late"], &like["of"]), (&json!(2), &json!(3)), "{like}");
    assert_eq!((&like["days"], &like["alike"]), (&json!(5), &json!(true)), "{like}");
    assert_eq!(like["probability"], 0.625);
    let tasks = like["tasks"].as_array().unwrap();
    assert!(tasks.iter().any(|one| one["title"] == "Login form crashes on tablets"), "{like}");
    assert!(tasks.iter().all(|one| one["title"] != "Login form crashes on fridges"), "{like}");
    let any = ask("Paint a lighthouse", json!(day(5))).await;
    assert_eq!((&any["late"], &any["of"]), (&json!(2), &json!(6)), "{any}");
    assert_eq!((&any["alike"], &any["tasks"]), (&json!(false), &json!([])));
    assert_eq!(ask("Login form crashes on watches", json!(day(-2))).await, Value::Null);
    assert_eq!(ask("Login form crashes on watches", Value::Null).await, Value::Null);
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

/// SPEC INS-13
#[tokio::test]
async fn what_people_do_with_suggestions_is_learned_from() {
    let studio = Studio::open().await;
    for number in 0..12 {
        let crash = json!({ "assignees": [studio.ada.id], "priority": "urgent" });
        studio.task(&format!("Login form crashes in browser {number}"), crash).await;
    }
    let sure = async |kind: &str| {
        let found = draft(&studio, "Crash in the login form on tablets").await;
        of(&found, kind).first().map(|one| one["confidence"].as_f64().unwrap())
    };
    let answered = async |kind: &str, place: Value| {
        let answer = json!({ "project": "REN", "kind": kind, "place": place, "confidence": 80 });
        assert_eq!(studio.ask("POST", "suggestions/answers", &answer).await.0, 204);
    };
    let (before, other) = (sure("priority").await.unwrap(), sure("assignee").await.unwrap());
    for _ in 0..10 {
        answered("priority", Value::Null).await;
    }
    let doubted = sure("priority").await.unwrap();
    assert!(doubted < 0.8 * before, "{doubted} instead of {before}");
    assert_eq!(sure("assignee").await, Some(other), "each kind by itself");
    for _ in 0..60 {
        answered("priority", json!(1)).await;
    }
    assert!(sure("priority").await.unwrap() > doubted);
}
