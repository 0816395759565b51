//! Tasks and projects that are deleted: restored in time, or gone with everything.

use renexus_load::http::Request;
use serde_json::{Value, json};

use crate::door::people::OPEN;
use crate::door::until;
use crate::studio::{STUDIO, Studio};

/// What search finds, by its kinds.
async fn found(studio: &Studio, word: &str) -> Vec<String> {
    let page = studio.read(&format!("search?q={word}")).await;
    let kinds = page["items"].as_array().unwrap().iter();
    kinds.map(|hit| hit["kind"].as_str().unwrap().to_owned()).collect()
}

/// The kinds of what happened, with the data of the last one.
async fn last_event(studio: &Studio, kind: &str) -> Value {
    let page = studio.read("events?limit=200").await;
    let events = page["items"].as_array().unwrap().iter().rev();
    let mut of_kind = events.filter(|event| event["type"] == kind);
    of_kind.next().unwrap_or_else(|| panic!("no {kind} in {page}"))["data"].clone()
}

async fn status(studio: &Studio, method: &str, path: &str) -> u16 {
    studio.ask(method, path, &Value::Null).await.0
}

async fn document(studio: &Studio, id: &Value) -> u16 {
    let path = format!("/api/documents/{}", id.as_str().unwrap());
    studio.answer(Request::get(&path)).await.status
}

/// SPEC TASK-25, TASK-26
#[tokio::test]
async fn a_deleted_task_is_nowhere_and_comes_back_as_it_was() {
    let studio = Studio::with(&[("search.quiet_seconds", "0.1")]).await;
    let label = studio.made("labels", json!({ "name": "bug" })).await;
    let more = json!({ "labels": [label["id"]], "description": "The foghorn is broken." });
    let task = studio.task("Lighthouse", more).await;
    studio.task("Part", json!({ "parent": "REN-1" })).await;
    studio.task("Other", json!({})).await;
    studio.made("tasks/REN-1/links", json!({ "kind": "blocks", "task": "REN-3" })).await;
    studio.changed("tasks/REN-1", json!({ "priority": "high" })).await;
    let place = json!({ "place_kind": "task", "place": "REN-1", "body": "Heard from afar." });
    let thread = studio.made("threads", place).await;
    let thread = format!("threads/{}", thread["id"].as_str().unwrap());
    assert_eq!(document(&studio, &task["document"]).await, 200);
    let before = studio.read("tasks/REN-1").await;

    let (answer, trashed) = studio.ask("DELETE", "tasks/REN-1", &Value::Null).await;
    assert_eq!((answer, &trashed["key"]), (202, &json!("REN-1")));
    assert_eq!(status(&studio, "GET", "tasks/REN-1").await, 404);
    assert_eq!(status(&studio, "GET", &thread).await, 404);
    assert_ne!(document(&studio, &task["document"]).await, 200);
    assert_eq!(studio.titles("sort=number").await, ["Part", "Other"]);
    assert!(found(&studio, "lighthouse").await.is_empty());
    assert!(found(&studio, "afar").await.is_empty());
    assert_eq!(studio.read("tasks/REN-2").await["parent"], Value::Null);
    assert_eq!(studio.read("tasks/REN-3/links").await["items"], json!([]));
    let told = last_event(&studio, "task.deleted").await;
    assert_eq!((&told["task"]["id"], &told["project"]), (&task["id"], &task["project"]));

    let listed = studio.read("trash?project=REN").await;
    assert_eq!(listed["items"], json!([trashed]));
    let restore = format!("trash/{}/restore", task["id"].as_str().unwrap());
    let (answer, back) = studio.ask("POST", &restore, &Value::Null).await;
    assert_eq!(answer, 200, "{back}");
    for same in ["key", "title", "labels", "priority", "status", "rank", "document", "created_at"] {
        assert_eq!(back[same], before[same], "{same}");
    }
    assert_eq!(back["version"].as_i64(), before["version"].as_i64().map(|version| version + 1));
    let history = studio.read("tasks/REN-1/history").await;
    assert_eq!(history["items"][0]["field"], "priority");
    assert_eq!(studio.read("tasks/REN-2").await["parent"], task["id"]);
    assert_eq!(studio.read("tasks/REN-1/links").await["items"][0]["kind"], "blocks");
    assert_eq!(studio.read(&thread).await["first"]["body"], "Heard from afar.");
    assert_eq!(found(&studio, "lighthouse").await, ["task"]);
    assert_eq!(found(&studio, "afar").await, ["comment"]);
    until("the description is found again", async || found(&studio, "foghorn").await == ["task"])
        .await;
    assert_eq!(studio.read("trash").await["items"], json!([]));
    assert_eq!(status(&studio, "POST", &restore).await, 404);
}

/// SPEC TASK-25
#[tokio::test]
async fn several_tasks_are_deleted_together_or_not_at_all() {
    let studio = Studio::open().await;
    for title in ["One", "Two", "Three"] {
        studio.task(title, json!({})).await;
    }
    let wanted = json!({ "tasks": ["REN-1", "REN-9"] });
    assert_eq!(studio.ask("POST", "tasks/delete", &wanted).await.0, 404);
    assert_eq!(studio.titles("sort=number").await, ["One", "Two", "Three"]);
    let stale = Request::new("DELETE", &format!("{STUDIO}/tasks/REN-1"));
    assert_eq!(studio.answer(stale.header("if-match", "\"7\"")).await.status, 412);
    let wanted = json!({ "tasks": ["REN-1", "REN-3"] });
    let (answer, gone) = studio.ask("POST", "tasks/delete", &wanted).await;
    assert_eq!((answer, gone["items"].as_array().unwrap().len()), (202, 2));
    assert_eq!(studio.titles("sort=number").await, ["Two"]);
    // Its number is not given again.
    assert_eq!(studio.task("Four", json!({})).await["key"], "REN-4");
}

/// SPEC TASK-26, TASK-20
#[tokio::test]
async fn the_trash_of_a_project_is_closed_with_it() {
    let studio = Studio::open().await;
    let task = studio.task("Secret", json!({})).await;
    let eve = studio.door.human("Eve").await;
    studio.door.join(&studio.ada, "studio", &eve, "member").await;
    studio.changed("projects/REN", json!({ "closed": true })).await;
    studio.ask("DELETE", "tasks/REN-1", &Value::Null).await;
    let ask = async |method: &str, path: &str| {
        let path = format!("{STUDIO}/{path}");
        studio.door.call(&eve, (method, &path), &Value::Null).await
    };
    assert_eq!(ask("GET", "trash").await.1["items"], json!([]));
    let id = task["id"].as_str().unwrap();
    assert_eq!(ask("POST", &format!("trash/{id}/restore")).await.0, 404);
    assert_eq!(ask("DELETE", &format!("trash/{id}")).await.0, 404);
    let path = format!("/api/documents/{}", task["document"].as_str().unwrap());
    let answer = studio.door.ask(Request::get(&path).bearer(&eve.token)).await;
    assert!((403..=404).contains(&answer.status), "{}", answer.text());
}

/// SPEC TASK-27
#[tokio::test]
async fn what_is_over_goes_with_everything_that_hangs_on_it() {
    let settings = [("tasks.trash_days", "0")];
    let mut studio = Studio::with(&settings).await;
    let task = studio.task("Lighthouse", json!({ "description": "Tall." })).await;
    let place = json!({ "place_kind": "task", "place": "REN-1", "body": "Heard from afar." });
    let thread = studio.made("threads", place).await["id"].clone();
    let request = Request::post(&format!("{STUDIO}/files?name=a.txt")).bytes("a");
    let file = studio.answer(request).await.json().unwrap();
    let (file_id, task_id) = (file["id"].as_str().unwrap(), task["id"].as_str().unwrap());
    let reference = format!("files/{file_id}/references/task/{task_id}");
    let (answer, told) = studio.ask("PUT", &reference, &Value::Null).await;
    assert_eq!(answer, 200, "{told}");
    studio.ask("DELETE", "tasks/REN-1", &Value::Null).await;
    assert_eq!(studio.read("trash").await["items"], json!([]));
    studio.door.restart(&[OPEN, settings[0]]);
    until("the task is removed", async || {
        let page = studio.read("events?limit=200").await;
        page["items"].as_array().unwrap().iter().any(|event| event["type"] == "task.removed")
    })
    .await;
    let thread = format!("threads/{}", thread.as_str().unwrap());
    assert_eq!(status(&studio, "GET", &thread).await, 404);
    assert_eq!(document(&studio, &task["document"]).await, 404);
    let file = studio.read(&format!("files/{}", file["id"].as_str().unwrap())).await;
    assert_eq!(file["references"], json!([]));
}

/// SPEC TASK-28
#[tokio::test]
async fn a_deleted_project_is_only_read_until_it_is_restored_or_gone() {
    let settings = [("workspaces.grace_seconds", "3600")];
    let mut studio = Studio::with(&settings).await;
    let task = studio.task("Lighthouse", json!({})).await;
    studio.task("Deleted before", json!({})).await;
    studio.ask("DELETE", "tasks/REN-2", &Value::Null).await;
    let (answer, deleted) = studio.ask("DELETE", "projects/REN", &Value::Null).await;
    assert_eq!(answer, 202, "{deleted}");
    assert!(deleted["delete_after"].is_string());
    let new = json!({ "project": "REN", "title": "Late" });
    assert_eq!(studio.ask("POST", "tasks", &new).await.0, 409);
    assert_eq!(studio.ask("PATCH", "projects/REN", &json!({ "name": "x" })).await.0, 409);
    let talk = json!({ "place_kind": "task", "place": "REN-1", "body": "Late." });
    assert_eq!(studio.ask("POST", "threads", &talk).await.0, 409);
    let (answer, back) = studio.ask("POST", "projects/REN/restore", &Value::Null).await;
    assert_eq!((answer, &back["delete_after"]), (200, &Value::Null));
    studio.task("In time", json!({})).await;

    studio.door.restart(&[OPEN, ("workspaces.grace_seconds", "0")]);
    studio.ask("DELETE", "projects/REN", &Value::Null).await;
    assert_eq!(status(&studio, "POST", "projects/REN/restore").await, 409);
    studio.door.restart(&[OPEN]);
    until("the project is removed", async || status(&studio, "GET", "projects/REN").await == 404)
        .await;
    assert_eq!(status(&studio, "GET", "tasks/REN-1").await, 404);
    assert_eq!(document(&studio, &task["document"]).await, 404);
    assert!(found(&studio, "lighthouse").await.is_empty());
    let told = last_event(&studio, "project.removed").await;
    assert_eq!(told["removed"], deleted["id"]);
    // Its key is free again.
    studio.made("projects", json!({ "key": "REN", "name": "Again" })).await;
}
