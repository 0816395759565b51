//! Tables of other trackers, as they are exported there.

use renexus_load::http::Request;
use serde_json::{Value, json};

use crate::problem::problem;
use crate::studio::{STUDIO, Studio};

const LINEAR: &str = "\
ID,Team,Title,Description,Status,Estimate,Priority,Creator,Assignee,Labels,Cycle Number,Cycle Name,Created,Started,Completed,Due Date,Parent issue
ENG-1,Engineering,Whole,,In Progress,,High,,ada@example.org,\"Bug, Crash\",4,Cycle 4,Tue Mar 21 2023 13:04:10 GMT+0000 (GMT),2023-03-22T08:00:00.000Z,,,
ENG-2,Engineering,Part,\"Two
lines\",Done,3,Urgent,,nobody@example.org,bug,4,Cycle 4,2023-03-21T13:04:10.000Z,,2023-03-24T08:00:00.000Z,2023-04-01,ENG-1
";
const JIRA: &str = "\
Summary,Issue key,Issue id,Issue Type,Status,Project key,Priority,Assignee,Created,Due date,Labels,Labels,Sprint,Custom field (Story Points),Outward issue link (Blocks),Parent key
Fix crash,WEB-7,10007,Bug,To Do,WEB,Highest,Ada,21/Mar/23 1:04 PM,01/Apr/23,bug,crash,Sprint 2,5.0,WEB-8,
After it,WEB-8,10008,Task,To Do,WEB,Low,,21/Mar/23 1:05 PM,,,,,,,WEB-7
";
const GITHUB: &str = "\
Title\tURL\tAssignees\tStatus\tLabels\tMilestone\tRepository\tPriority\tIteration
Fix crash\thttps://github.com/ren/exus/issues/42\tada, bo\tTodo\tbug\tv1\tren/exus\tP0\tIteration 2
";
const PLAIN: &str = "title;status;labels;blocked by;key\nFirst;To do;;;A\nSecond;to DO;ui;A;B\n";

async fn import(studio: &Studio, query: &str, table: &str) -> (u16, Value) {
    let path = format!("{STUDIO}/projects/REN/import{query}");
    let answer = studio.answer(Request::post(&path).bytes(table.to_owned())).await;
    (answer.status, answer.json().unwrap_or_default())
}

/// SPEC TASK-21
#[tokio::test]
async fn an_export_of_linear_comes_in_whole() {
    let studio = Studio::open().await;
    let (status, planned) = import(&studio, "?dry_run=true", LINEAR).await;
    assert_eq!(status, 200, "{planned}");
    assert_eq!(
        (&planned["source"], &planned["tasks"], &planned["first"]),
        (&json!("linear"), &json!(2), &Value::Null)
    );
    assert_eq!(studio.filtered("").await, [""; 0]);
    let (status, done) = import(&studio, "", LINEAR).await;
    assert_eq!(status, 201, "{done}");
    assert_eq!((&done["first"], &done["last"]), (&json!(1), &json!(2)));
    assert_eq!(done["new_labels"], json!(["Bug", "Crash"]));
    assert_eq!((&done["new_cycles"], &done["new_statuses"]), (&json!(["Cycle 4"]), &json!([])));
    assert_eq!(done["unknown_people"], json!(["nobody@example.org"]));
    assert_eq!(done["ignored_columns"], json!(["Team", "Creator", "Cycle Number"]));
    assert_eq!(studio.filtered("parent:REN-1 cycle:\"cycle 4\" label:bug is:done").await, ["Part"]);
    assert_eq!(studio.filtered("assignee:ada status:\"in progress\"").await, ["Whole"]);
    let part = studio.read("tasks/REN-2").await;
    assert_eq!((&part["due"], &part["priority"]), (&json!("2023-04-01"), &json!("urgent")));
    assert_eq!(part["created_at"], "2023-03-21T13:04:10Z");
    assert_eq!(part["completed_at"], "2023-03-24T08:00:00Z");
    assert_eq!(studio.door.text(part["document"].as_str().unwrap()).await, "Two\nlines");
}

/// SPEC TASK-21
#[tokio::test]
async fn a_priority_that_nobody_knows_is_told_and_left_out() {
    let studio = Studio::open().await;
    let table = "Title,Priority\nNow,urgent\nSometime,Someday\n";
    let (status, done) = import(&studio, "?source=csv", table).await;
    assert_eq!((status, &done["unknown_priorities"]), (201, &json!(["Someday"])), "{done}");
    assert_eq!(studio.filtered("priority:none").await, ["Sometime"]);
}

/// SPEC TASK-21
#[tokio::test]
async fn an_export_of_jira_comes_in_whole() {
    let studio = Studio::open().await;
    let (status, done) = import(&studio, "", JIRA).await;
    assert_eq!((status, &done["source"]), (201, &json!("jira")), "{done}");
    assert_eq!(
        studio.filtered("assignee:me estimate:5 priority:urgent label:crash").await,
        ["Fix crash"]
    );
    assert_eq!(studio.filtered("is:blocked parent:REN-1").await, ["After it"]);
    assert_eq!(studio.read("tasks/REN-1").await["due"], "2023-04-01");
}

/// SPEC TASK-21
#[tokio::test]
async fn a_view_of_github_and_a_table_of_ones_own_come_in() {
    let studio = Studio::open().await;
    let (status, done) = import(&studio, "", GITHUB).await;
    assert_eq!((status, &done["source"]), (201, &json!("github")), "{done}");
    assert_eq!((&done["new_statuses"], &done["new_milestones"]), (&json!([]), &json!(["v1"])));
    assert_eq!(done["unknown_people"], json!(["bo"]));
    assert_eq!(studio.filtered("assignee:ada milestone:v1 status:\"to do\"").await, ["Fix crash"]);
    let (status, done) = import(&studio, "?source=csv", PLAIN).await;
    assert_eq!((status, &done["new_statuses"]), (201, &json!([])), "{done}");
    assert_eq!(studio.filtered("is:blocked").await, ["Second"]);
    assert_eq!(studio.column("To do").await, ["Fix crash", "First", "Second"]);
}

/// SPEC TASK-22
#[tokio::test]
async fn a_table_with_mistakes_writes_nothing_and_names_the_lines() {
    let studio = Studio::with(&[("tasks.import_rows", "3"), ("tasks.import_bytes", "4000")]).await;
    let wrong = "title,due,parent,key\n\"a\nb\",soon,,\n,2026-12-01,,\nc,,,\n";
    for (table, told) in [
        (wrong, "body: line 2, column `due`: `soon` is not a date; line 4: a task needs a title"),
        ("", "body: the table is empty"),
        ("colour\nred\n", "body: no column of `csv` holds titles"),
        ("title\na\nb\nc\nd\n", "body: the table has more than 3 tasks"),
        ("title,key,parent\na,A,B\nb,B,A\n", "body: line 2: more than 8 tasks inside one another"),
    ] {
        let (status, refused) = import(&studio, "", table).await;
        assert_eq!(status, 400, "{refused}");
        let detail = refused["detail"].as_str().unwrap();
        assert!(detail.starts_with(told), "{detail}");
    }
    let path = format!("{STUDIO}/projects/REN/import");
    let large = Request::post(&path).bytes("title\n".repeat(1_000));
    problem(&studio.answer(large).await, 413, "too-large");
    let source = Request::post(&format!("{path}?source=trello")).bytes(PLAIN);
    problem(&studio.answer(source).await, 400, "invalid");
    assert_eq!(studio.filtered("").await, [""; 0]);
    assert_eq!(studio.read("labels").await["items"], json!([]));
}

/// SPEC TASK-21
#[tokio::test]
async fn a_table_of_several_parts_keeps_its_order() {
    let studio = Studio::open().await;
    let mut table = String::from("title,key,parent\n");
    for number in 0..450 {
        let parent = if number > 0 { "K0" } else { "" };
        table.push_str(&format!("Task {number:03},K{number},{parent}\n"));
    }
    let (status, done) = import(&studio, "", &table).await;
    assert_eq!((status, &done["first"], &done["last"]), (201, &json!(1), &json!(450)), "{done}");
    assert_eq!(studio.read("tasks/REN-450").await["title"], "Task 449");
    let groups = studio.read("tasks/groups?group=parent").await;
    assert_eq!(groups["items"][0]["count"], 449);
    let board = studio.read("projects/REN/board?limit=200").await;
    let column = &board["columns"][1];
    assert_eq!(
        (&column["count"], &column["tasks"][199]["title"]),
        (&json!(450), &json!("Task 199"))
    );
}
