//! One task: its number, its fields, its history, its links.

use renexus_load::http::Request;
use serde_json::{Value, json};

use crate::problem::problem;
use crate::studio::{STUDIO, Studio};

/// SPEC TASK-1
#[tokio::test]
async fn tasks_are_numbered_per_project_and_found_by_key_or_id() {
    let studio = Studio::open().await;
    studio.made("projects", json!({ "key": "WEB", "name": "Site" })).await;
    let first = studio.task("First", json!({})).await;
    let second = studio.task("Second", json!({})).await;
    let other = studio.made("tasks", json!({ "project": "WEB", "title": "Other" })).await;
    let keys = [&first["key"], &second["key"], &other["key"]];
    assert_eq!(keys, ["REN-1", "REN-2", "WEB-1"]);
    let id = first["id"].as_str().unwrap();
    for key in [id, "REN-1", "ren-1"] {
        assert_eq!(studio.read(&format!("tasks/{key}")).await, first, "{key}");
    }
    for key in ["REN-3", "XX-1", "REN", "0193f0e4-0000-7000-8000-000000000000", "1"] {
        let answer = studio.answer(Request::get(&format!("{STUDIO}/tasks/{key}"))).await;
        problem(&answer, 404, "not-found");
    }
    let many = (0..20).map(|n| studio.task(if n % 2 == 0 { "Even" } else { "Odd" }, json!({})));
    let made = futures_util::future::join_all(many).await;
    let mut numbers: Vec<_> = made.iter().map(|task| task["number"].as_i64().unwrap()).collect();
    numbers.sort_unstable();
    assert_eq!(numbers, (3..23).collect::<Vec<_>>());
}

/// SPEC TASK-2
#[tokio::test]
async fn each_field_is_set_changed_and_emptied_and_its_history_kept() {
    let studio = Studio::open().await;
    let label = studio.made("labels", json!({ "name": "bug" })).await;
    let cycle = json!({ "name": "One", "start": "2026-11-02", "end": "2026-11-15" });
    let cycle = studio.made("projects/REN/cycles", cycle).await;
    let milestone = studio.made("projects/REN/milestones", json!({ "name": "Beta" })).await;
    studio.task("Whole", json!({})).await;
    let made = studio
        .task(
            "  Crash   at start ",
            json!({
                "priority": "high", "estimate": 5, "start": "2026-11-03", "due": "2026-11-10",
                "parent": "REN-1", "cycle": cycle["id"], "milestone": milestone["id"],
                "labels": [label["id"]], "assignees": [studio.ada.id],
            }),
        )
        .await;
    assert_eq!((&made["title"], &made["priority"]), (&json!("Crash at start"), &json!("high")));
    assert_eq!((&made["version"], &made["labels"]), (&json!(1), &json!([label["id"]])));
    let path = "tasks/REN-2";
    let emptied = json!({
        "estimate": null, "start": null, "due": null, "parent": null, "cycle": null,
        "milestone": null, "labels": [], "remove_assignees": [studio.ada.id], "priority": "none",
    });
    let empty = studio.changed(path, emptied).await;
    for field in ["estimate", "start", "due", "parent", "cycle", "milestone"] {
        assert_eq!(empty[field], Value::Null, "{field}");
    }
    assert_eq!((&empty["labels"], &empty["assignees"]), (&json!([]), &json!([])));
    assert_eq!(empty["version"], 2);
    // What changes nothing is no change.
    assert_eq!(studio.changed(path, json!({ "title": "Crash at start" })).await["version"], 2);
    let history = studio.read(&format!("{path}/history")).await;
    let lines: Vec<_> = history["items"].as_array().unwrap().iter().collect();
    let line = |field: &str| lines.iter().find(|line| line["field"] == field).unwrap();
    assert_eq!(lines.len(), 9);
    assert_eq!(line("due")["before"], "2026-11-10");
    assert_eq!(
        (&line("priority")["before"], &line("priority")["after"]),
        (&json!("high"), &json!("none"))
    );
    assert_eq!(line("label")["before"], label["id"]);
    assert_eq!(line("due")["actor"], studio.ada.id);
}

/// SPEC TASK-3
#[tokio::test]
async fn a_change_of_something_older_is_refused_with_what_is_there() {
    let studio = Studio::open().await;
    studio.task("One", json!({})).await;
    let path = format!("{STUDIO}/tasks/REN-1");
    let found = studio.answer(Request::get(&path)).await;
    assert_eq!(found.header("etag"), Some("\"1\""));
    let edit = |tag: &str, body: Value| {
        let request = Request::new("PATCH", &path).header("if-match", tag);
        request.json(&body.to_string())
    };
    assert_eq!(studio.answer(edit("\"1\"", json!({ "title": "Two" }))).await.status, 200);
    let answer = studio.answer(edit("\"1\"", json!({ "title": "Three" }))).await;
    problem(&answer, 412, "stale");
    assert_eq!(answer.json().unwrap()["current"]["title"], "Two");
    // Without a version the last writer of each field wins, and other fields stay.
    let (title, priority) = tokio::join!(
        studio.changed("tasks/REN-1", json!({ "title": "Four" })),
        studio.changed("tasks/REN-1", json!({ "priority": "urgent" })),
    );
    assert_ne!(title["version"], priority["version"]);
    let both = studio.read("tasks/REN-1").await;
    assert_eq!((&both["title"], &both["priority"]), (&json!("Four"), &json!("urgent")));
}

/// SPEC TASK-4
#[tokio::test]
async fn what_cannot_be_is_refused_naming_the_field() {
    let studio = Studio::open().await;
    studio.task("One", json!({})).await;
    studio.task("Part", json!({ "parent": "REN-1" })).await;
    for (body, field) in [
        (json!({ "title": "" }), "title: it is empty"),
        (json!({ "title": "x".repeat(301) }), "title: it has 301 characters, at most 300"),
        (json!({ "colour": "red" }), "unknown field `colour`"),
        (json!({ "priority": "soon" }), "priority: unknown variant `soon`"),
        (json!({ "estimate": -1 }), "estimate: -1 is not from 0 to 1000"),
        (json!({ "due": "2026-02-30" }), "due: "),
        (json!({ "due": "0001-01-01" }), "due: 0001-01-01 is not in the years"),
        (json!({ "status": "nowhere" }), "status: `nowhere` is no status of the project"),
        (json!({ "cycle": "nowhere" }), "cycle: `nowhere` is no cycle of the project"),
        (json!({ "milestone": "nowhere" }), "milestone: `nowhere` is no milestone of the project"),
        (json!({ "labels": ["nowhere"] }), "labels: the workspace has no label `nowhere`"),
        (json!({ "assignees": ["nobody"] }), "assignees: `nobody` is not in the workspace"),
        (json!({ "parent": "REN-9" }), "parent: there is no task `REN-9`"),
        (json!({ "parent": "REN-2" }), "parent: a task cannot be part of itself"),
        (json!({ "labels": vec!["x"; 31] }), "labels: it has 31 items, at most 30"),
    ] {
        let request = Request::new("PATCH", &format!("{STUDIO}/tasks/REN-1"));
        let answer = studio.answer(request.json(&body.to_string())).await;
        let detail = problem(&answer, 400, "invalid");
        assert!(detail.contains(field), "{body}: {detail}");
    }
    assert_eq!(studio.read("tasks/REN-1").await["version"], 1);
    let deep =
        (2..9).map(|n| json!({ "project": "REN", "title": "In", "parent": format!("REN-{n}") }));
    let mut last = 201;
    for body in deep {
        last = studio.ask("POST", "tasks", &body).await.0;
    }
    assert_eq!(last, 400, "a tower of tasks");
}

/// SPEC TASK-5
#[tokio::test]
async fn the_description_is_a_document_that_was_saved_with_the_task() {
    let studio = Studio::open().await;
    let task = studio.task("Told", json!({ "description": "It crashes.\nAlways." })).await;
    let plain = studio.task("Untold", json!({})).await;
    assert_ne!(task["document"], plain["document"]);
    assert_eq!(studio.door.text(task["document"].as_str().unwrap()).await, "It crashes.\nAlways.");
    assert_eq!(studio.door.text(plain["document"].as_str().unwrap()).await, "");
}

/// SPEC TASK-6
#[tokio::test]
async fn links_are_made_once_and_never_block_in_a_circle() {
    let studio = Studio::open().await;
    for title in ["One", "Two", "Three"] {
        studio.task(title, json!({})).await;
    }
    let link = async |from: &str, kind: &str, to: &str| {
        let body = json!({ "kind": kind, "task": to });
        studio.ask("POST", &format!("tasks/{from}/links"), &body).await
    };
    assert_eq!(link("REN-1", "blocks", "REN-2").await.0, 201);
    assert_eq!(link("REN-2", "blocks", "REN-3").await.0, 201);
    let (status, refused) = link("REN-3", "blocks", "REN-1").await;
    assert_eq!(status, 400, "{refused}");
    assert!(refused["detail"].as_str().unwrap().contains("circle"), "{refused}");
    assert_eq!(link("REN-1", "blocks", "REN-1").await.0, 400);
    // What relates does so in both directions.
    assert_eq!(link("REN-1", "relates", "REN-3").await.0, 201);
    assert_eq!(link("REN-3", "relates", "REN-1").await.0, 201);
    let count = async |key: &str| {
        studio.read(&format!("tasks/{key}/links")).await["items"].as_array().unwrap().len()
    };
    assert_eq!((count("REN-1").await, count("REN-2").await, count("REN-3").await), (2, 2, 2));
    assert_eq!(studio.filtered("is:blocked").await, ["Two", "Three"]);
    let done = studio.status("Done").await;
    studio.changed("tasks/REN-1", json!({ "status": done })).await;
    assert_eq!(studio.filtered("is:blocked").await, ["Three"]);
    let gone = "tasks/REN-3/links/relates/REN-1";
    assert_eq!(studio.ask("DELETE", gone, &Value::Null).await.0, 204);
    assert_eq!(studio.ask("DELETE", gone, &Value::Null).await.0, 404);
    assert_eq!(count("REN-3").await, 1);
}

/// SPEC TASK-7
#[tokio::test]
async fn many_tasks_are_changed_together_or_not_at_all() {
    let studio = Studio::open().await;
    for title in ["One", "Two", "Three"] {
        studio.task(title, json!({})).await;
    }
    let bulk = async |tasks: Value, change: Value| {
        studio.ask("POST", "tasks/bulk", &json!({ "tasks": tasks, "change": change })).await
    };
    let change = json!({ "priority": "low", "add_assignees": [studio.ada.id] });
    let (status, changed) = bulk(json!(["REN-1", "REN-3"]), change.clone()).await;
    assert_eq!((status, changed["items"].as_array().unwrap().len()), (200, 2), "{changed}");
    assert_eq!(studio.filtered("priority:low assignee:me").await, ["One", "Three"]);
    assert_eq!(bulk(json!(["REN-2", "REN-9"]), change.clone()).await.0, 404);
    assert_eq!(studio.filtered("priority:low").await, ["One", "Three"]);
    assert_eq!(bulk(json!([]), change.clone()).await.0, 400);
    assert_eq!(bulk(json!(vec!["REN-1"; 201]), change).await.0, 400);
    bulk(json!(["REN-1"]), json!({ "archived": true })).await;
    assert_eq!(studio.filtered("").await, ["Two", "Three"]);
    assert_eq!(studio.filtered("is:archived").await, ["One"]);
}

/// SPEC TASK-8
#[tokio::test]
async fn a_status_says_when_work_began_and_ended() {
    let studio = Studio::open().await;
    let task = studio.task("One", json!({})).await;
    assert_eq!((&task["started_at"], &task["completed_at"]), (&Value::Null, &Value::Null));
    let to = async |name: &str| {
        let status = studio.status(name).await;
        studio.changed("tasks/REN-1", json!({ "status": status })).await
    };
    let started = to("In progress").await;
    assert!(started["started_at"].is_string() && started["completed_at"].is_null());
    let done = to("Done").await;
    assert_eq!(done["started_at"], started["started_at"]);
    assert!(done["completed_at"].is_string());
    let again = to("To do").await;
    assert_eq!(
        (&again["started_at"], &again["completed_at"]),
        (&started["started_at"], &Value::Null)
    );
}
