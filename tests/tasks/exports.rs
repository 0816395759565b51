//! Whole exports of other trackers, with the columns, dates and line ends that they have there.

use renexus_load::http::Request;
use serde_json::{Value, json};

use crate::studio::{STUDIO, Studio};

/// A studio with Ada and Bo in it, and what an import answered.
async fn with(export: &[u8]) -> (Studio, Value) {
    let studio = Studio::open().await;
    let bo = studio.door.human("Bo").await;
    studio.door.join(&studio.ada, "studio", &bo, "member").await;
    let path = format!("{STUDIO}/projects/REN/import");
    let answer = studio.answer(Request::post(&path).bytes(export.to_vec())).await;
    assert_eq!(answer.status, 201, "{}", answer.text());
    let done = answer.json().unwrap();
    assert_eq!(
        (&done["unknown_people"], &done["unknown_tasks"]),
        (&json!([]), &json!([])),
        "{done}"
    );
    (studio, done)
}

async fn text(studio: &Studio, task: &str) -> String {
    let task = studio.read(&format!("tasks/{task}")).await;
    studio.door.text(task["document"].as_str().unwrap()).await
}

/// SPEC TASK-21
#[tokio::test]
async fn a_whole_export_of_linear_keeps_links_cycles_and_ends() {
    let (studio, done) = with(include_bytes!("../data/exports/linear.csv")).await;
    assert_eq!(done["source"], "linear");
    assert_eq!(done["new_statuses"], json!(["Duplicate"]), "Todo and Canceled are known");
    let first = "Login page drops the \"remember me\" flag";
    let started =
        "status:\"in progress\" assignee:bo label:bug,frontend milestone:beta priority:urgent";
    assert_eq!(studio.filtered(&format!("{started} estimate:3 due:2026-10-16")).await, [first]);
    let todo = "status:\"to do\" assignee:me parent:REN-1 due:2026-10-20";
    assert_eq!(studio.filtered(todo).await, ["Übersicht für Größe, naïve café 🚀"]);
    assert_eq!(studio.filtered("is:blocked").await, [first]);
    let links = studio.read("tasks/REN-1/links").await;
    let mut kinds: Vec<_> = links["items"]
        .as_array()
        .unwrap()
        .iter()
        .map(|link| link["kind"].as_str().unwrap())
        .collect();
    kinds.sort_unstable();
    assert_eq!(kinds, ["blocks", "duplicates", "relates"]);
    let cycle = &studio.read("projects/REN/cycles").await["items"][0];
    assert_eq!((&cycle["start"], &cycle["end"]), (&json!("2026-10-05"), &json!("2026-10-19")));
    let described = text(&studio, "REN-1").await;
    for part in ["Close the tab", "It asks again — 毎回", "login({ remember: true })"] {
        assert!(described.contains(part), "{described}");
    }
    let old = studio.read("tasks/REN-3").await;
    assert_eq!(old["completed_at"], "2026-08-09T11:00:00Z");
    assert_eq!(old["archived_at"], "2026-09-09T11:00:00Z");
}

/// SPEC TASK-21
#[tokio::test]
async fn whole_exports_of_jira_keep_parents_people_and_times() {
    let (studio, done) = with(include_bytes!("../data/exports/jira-cloud.csv")).await;
    assert_eq!((&done["source"], &done["new_statuses"]), (&json!("jira"), &json!([])));
    let card = "Card form says \"expired\" too early";
    assert_eq!(studio.filtered("parent:REN-1").await, [card]);
    assert_eq!(studio.filtered("parent:REN-2 is:blocked,done").await, ["Sub-task of the form"]);
    assert_eq!(studio.filtered("assignee:me").await, ["Checkout, v2"]);
    assert_eq!(
        studio.filtered("assignee:bo cycle:\"SHOP Sprint 2\" milestone:1.4.0").await,
        [card]
    );
    let card = studio.read("tasks/REN-2").await;
    assert_eq!((&card["start"], &card["due"]), (&json!("2026-10-06"), &json!("2026-10-30")));
    assert_eq!((&card["priority"], &card["estimate"]), (&json!("urgent"), &json!(5)));
    assert_eq!(text(&studio, "REN-2").await, "Steps\nopen\npay\na, b");
    // It does not say when work began, which was not after it ended.
    let part = studio.read("tasks/REN-3").await;
    assert_eq!(
        (&part["started_at"], &part["completed_at"]),
        (&Value::Null, &json!("2026-10-08T12:30:00Z"))
    );
    let (studio, done) = with(include_bytes!("../data/exports/jira-data-center.csv")).await;
    assert_eq!(done["new_milestones"], json!(["2.0"]));
    assert_eq!(studio.filtered("parent:REN-1 is:done due:2026-03-30").await, ["Subtask"]);
    assert_eq!(studio.filtered("assignee:bo estimate:8 priority:urgent").await, ["Story"]);
}

/// SPEC TASK-21
#[tokio::test]
async fn whole_exports_of_github_come_in() {
    let (studio, done) = with(include_bytes!("../data/exports/github-project.tsv")).await;
    assert_eq!((&done["source"], &done["new_statuses"]), (&json!("github"), &json!([])));
    let crash = "Crash when \"quotes\" meet";
    let filter =
        "status:\"in progress\" assignee:me assignee:bo label:\"good first issue\" priority:urgent";
    assert_eq!(studio.filtered(filter).await, [crash]);
    let part = "parent:REN-1 start:2026-10-06 due:2026-10-09";
    assert_eq!(studio.filtered(part).await, ["子タスク — part"]);
    assert_eq!(studio.column("To do").await, ["子タスク — part", "A draft"]);
    let (studio, done) = with(include_bytes!("../data/exports/github-issues.csv")).await;
    assert_eq!(done["source"], "github");
    assert_eq!(studio.filtered("is:done").await, ["Done thing"]);
    assert!(text(&studio, "REN-1").await.contains("two"));
}
