//! Lists: filters, orders, pages, groups.

use renexus_load::http::Request;
use serde_json::{Value, json};

use crate::problem::problem;
use crate::studio::{STUDIO, Studio, encoded, titles};

async fn filled() -> Studio {
    let studio = Studio::open().await;
    let bug = studio.made("labels", json!({ "name": "Bug" })).await;
    let care = studio.made("labels", json!({ "name": "needs care" })).await;
    let cycle = json!({ "name": "Sprint 1", "start": "2026-11-16", "end": "2026-11-29" });
    let cycle = studio.made("projects/REN/cycles", cycle).await;
    let beta = studio
        .made("projects/REN/milestones", json!({ "name": "Beta", "due": "2026-12-24" }))
        .await;
    let me = json!([studio.ada.id]);
    studio.task("Crash at START", json!({
        "labels": [bug["id"], care["id"]], "priority": "urgent", "due": "2026-11-20", "assignees": me,
    })).await;
    studio.task("Slow list", json!({
        "labels": [bug["id"]], "priority": "low", "due": "2026-12-05", "cycle": cycle["id"], "estimate": 3,
    })).await;
    studio
        .task(
            "100% _wild_ \\ name",
            json!({ "milestone": beta["id"], "parent": "REN-1", "estimate": 8 }),
        )
        .await;
    let done = studio.status("Done").await;
    studio.task("Finished", json!({ "status": done, "priority": "high" })).await;
    studio
}

/// SPEC TASK-13
#[tokio::test]
async fn filters_find_what_they_say_and_nothing_else() {
    let studio = filled().await;
    let all = ["Crash at START", "Slow list", "100% _wild_ \\ name", "Finished"];
    let [crash, slow, wild, finished] = all;
    let today = "today=2026-11-25";
    for (filter, found) in [
        ("", vec![crash, slow, wild, finished]),
        ("project:ren", vec![crash, slow, wild, finished]),
        ("project:WEB", vec![]),
        ("is:open", vec![crash, slow, wild]),
        ("is:closed", vec![finished]),
        ("is:done,backlog", vec![finished]),
        ("-is:open", vec![finished]),
        ("status:\"to do\"", vec![crash, slow, wild]),
        ("label:bug", vec![crash, slow]),
        ("label:BUG label:\"Needs Care\"", vec![crash]),
        ("label:bug -label:\"needs care\"", vec![slow]),
        ("no:label", vec![wild, finished]),
        ("assignee:me", vec![crash]),
        ("assignee:@ada", vec![crash]),
        ("-assignee:ada", vec![slow, wild, finished]),
        ("no:assignee is:open", vec![slow, wild]),
        ("author:me is:open", vec![crash, slow, wild]),
        ("priority:>=high", vec![crash, finished]),
        ("priority:low..medium", vec![slow]),
        ("priority:urgent,low", vec![crash, slow]),
        ("no:priority", vec![wild]),
        ("due:<2026-12-01", vec![crash]),
        ("-due:<2026-12-01", vec![slow, wild, finished]),
        ("due:<=+14d", vec![crash, slow]),
        ("due:>today", vec![slow]),
        ("no:due", vec![wild, finished]),
        ("is:overdue", vec![crash]),
        ("created:today", vec![]),
        ("created:>2026-01-01", vec![crash, slow, wild, finished]),
        ("completed:>=2026-01-01", vec![finished]),
        ("estimate:3", vec![slow]),
        ("estimate:>3", vec![wild]),
        ("cycle:\"sprint 1\"", vec![slow]),
        ("cycle:current", vec![slow]),
        ("-cycle:current", vec![crash, wild, finished]),
        ("milestone:beta", vec![wild]),
        ("parent:REN-1", vec![wild]),
        ("is:subtask", vec![wild]),
        ("start", vec![crash]),
        ("\"at start\"", vec![crash]),
        ("-list is:open", vec![crash, wild]),
        ("100%", vec![wild]),
        ("_wild_", vec![wild]),
        ("%", vec![wild]),
        ("_", vec![wild]),
        ("\\", vec![wild]),
        ("ß", vec![]),
    ] {
        // The server's own day is not that of the test.
        let day = if filter.starts_with("created:today") { "today=2001-01-01" } else { today };
        let query = format!("{day}&filter={}", encoded(filter));
        assert_eq!(studio.titles(&query).await, found, "{filter}");
    }
}

/// SPEC TASK-13
#[tokio::test]
async fn a_filter_that_cannot_be_read_says_where() {
    let studio = Studio::open().await;
    for (query, told) in [
        ("filter=is:open+colour:red", "filter: at character 9: `colour` is not a field"),
        ("filter=due:soon", "filter: at character 5: `soon` is not a value of `due`"),
        ("filter=a+%22b", "filter: at character 3: the quote"),
        ("sort=colour", "sort: `colour` is not one of rank, priority"),
        ("limit=0", "limit: 0 is not from 1 to 200"),
        ("after=xyz", "after: "),
        ("colour=red", "colour: "),
        ("today=soon", "today: "),
    ] {
        let answer = studio.answer(Request::get(&format!("{STUDIO}/tasks?{query}"))).await;
        let detail = problem(&answer, 400, "invalid");
        assert!(detail.starts_with(told), "{query}: {detail}");
    }
    let long = format!("{STUDIO}/tasks?filter={}", "a".repeat(1_001));
    problem(&studio.answer(Request::get(&long)).await, 400, "invalid");
    let groups = studio.answer(Request::get(&format!("{STUDIO}/tasks/groups?group=colour"))).await;
    assert!(problem(&groups, 400, "invalid").starts_with("group: `colour`"));
}

/// SPEC TASK-14
#[tokio::test]
async fn every_order_is_walked_page_by_page_without_gap_or_double() {
    let studio = filled().await;
    let [crash, slow, wild, finished] =
        ["Crash at START", "Slow list", "100% _wild_ \\ name", "Finished"];
    for (sort, order) in [
        ("number", [crash, slow, wild, finished]),
        ("-number", [finished, wild, slow, crash]),
        ("title", [wild, crash, finished, slow]),
        ("priority", [wild, slow, finished, crash]),
        ("-priority", [crash, finished, slow, wild]),
        ("due", [crash, slow, wild, finished]),
        ("-due", [slow, crash, wild, finished]),
        ("estimate", [slow, wild, crash, finished]),
        ("completed", [finished, crash, slow, wild]),
        ("created", [crash, slow, wild, finished]),
        ("-updated", [finished, wild, slow, crash]),
    ] {
        for limit in [1, 2, 3, 200] {
            let mut found: Vec<String> = Vec::new();
            let mut after = String::new();
            loop {
                let page =
                    studio.read(&format!("tasks?sort={sort}&limit={limit}&after={after}")).await;
                found.extend(titles(&page["items"]));
                let Some(next) = page["next"].as_str() else { break };
                after = next.to_owned();
            }
            assert_eq!(found, order, "{sort} by {limit}");
        }
    }
    let page = studio.read("tasks?sort=title&limit=1").await;
    let other = format!("{STUDIO}/tasks?sort=due&after={}", page["next"].as_str().unwrap());
    let detail = problem(&studio.answer(Request::get(&other)).await, 400, "invalid");
    assert!(detail.contains("another order"), "{detail}");
}

/// SPEC TASK-15
#[tokio::test]
async fn groups_count_what_the_filter_finds() {
    let studio = filled().await;
    let groups = async |query: &str| {
        let found = studio.read(&format!("tasks/groups?{query}")).await;
        let items = found["items"].as_array().unwrap().clone();
        items
            .into_iter()
            .map(|item| (item["key"].clone(), item["count"].as_i64().unwrap()))
            .collect::<Vec<_>>()
    };
    let word = |word: &str| json!(word);
    assert_eq!(
        groups("group=priority").await,
        [(word("high"), 1), (word("low"), 1), (word("none"), 1), (word("urgent"), 1)]
    );
    assert_eq!(groups("group=category").await, [(word("done"), 1), (word("unstarted"), 3)]);
    assert_eq!(groups("group=category&filter=is:open").await, [(word("unstarted"), 3)]);
    assert_eq!(groups("group=assignee").await, [(json!(studio.ada.id), 1), (Value::Null, 3)]);
    let labels = groups("group=label").await;
    assert_eq!(labels.iter().map(|(_, count)| *count).collect::<Vec<_>>(), [2, 1, 2]);
    assert_eq!(labels[2].0, Value::Null);
    for group in ["status", "cycle", "milestone", "project", "parent"] {
        let sum: i64 = groups(&format!("group={group}")).await.iter().map(|(_, count)| count).sum();
        assert_eq!(sum, 4, "{group}");
    }
}
