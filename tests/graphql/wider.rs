//! Documents in their tree, the trash, webhooks, forecasts and suggestions.

use serde_json::{Value, json};

use crate::studio::Studio;

/// SPEC GQL-1, PAGE-1
#[tokio::test]
async fn documents_are_put_into_a_tree_and_out_of_it() {
    let studio = Studio::open().await;
    let make = "mutation($i: NewPage!) { createPage(workspace: \"studio\", input: $i) { id title parentId level version } }";
    let top = studio.graph(make, json!({ "i": { "title": "Handbook" } })).await;
    let top = &top["createPage"];
    assert_eq!((&top["level"], &top["version"]), (&json!("MANAGE"), &json!(1)));
    for title in ["One", "Two"] {
        studio.graph(make, json!({ "i": { "title": title, "parent": top["id"] } })).await;
    }
    let all = "{ workspace(workspace: \"studio\") { pages(first: 2) { nodes { id title parentId } pageInfo { hasNextPage endCursor } } } }";
    let seen = studio.graph(all, Value::Null).await;
    let first = &seen["workspace"]["pages"];
    assert_eq!(first["pageInfo"]["hasNextPage"], true);
    let rest = "query($a: String!) { workspace(workspace: \"studio\") { pages(after: $a) { nodes { title } pageInfo { hasNextPage } } } }";
    let seen = studio.graph(rest, json!({ "a": first["pageInfo"]["endCursor"] })).await;
    let second = &seen["workspace"]["pages"];
    let count = |page: &Value| page["nodes"].as_array().unwrap().len();
    assert_eq!(
        (count(first), count(second), &second["pageInfo"]["hasNextPage"]),
        (2, 1, &json!(false))
    );
    let rename = "mutation($p: String!, $v: Int) { updatePage(workspace: \"studio\", page: $p, version: $v, input: { title: \"Guide\", icon: \"📘\" }) { title icon version } }";
    let id = json!({ "p": top["id"], "v": 1 });
    let renamed = studio.graph(rename, id.clone()).await;
    assert_eq!(renamed["updatePage"], json!({ "title": "Guide", "icon": "📘", "version": 2 }));
    let late = studio.graph_as(&studio.ada, rename, id).await;
    assert_eq!(late["errors"][0]["extensions"]["code"], "stale", "{late}");
    let gone = "mutation($p: String!) { deletePage(workspace: \"studio\", page: $p) }";
    studio.graph(gone, json!({ "p": top["id"] })).await;
    let left = "{ workspace(workspace: \"studio\") { pages { nodes { title parentId } } } }";
    let left = studio.graph(left, Value::Null).await;
    let expected =
        json!([{ "title": "One", "parentId": null }, { "title": "Two", "parentId": null }]);
    assert_eq!(left["workspace"]["pages"]["nodes"], expected);
}

/// SPEC GQL-1
#[tokio::test]
async fn the_trash_and_webhooks_are_read() {
    let studio = Studio::open().await;
    studio.task("Throw me away", json!({})).await;
    let (status, _) = studio.ask("POST", "tasks/delete", &json!({ "tasks": ["REN-1"] })).await;
    assert_eq!(status, 202);
    studio.task("And me", json!({})).await;
    let delete = "mutation($t: [String!]!) { deleteTasks(workspace: \"studio\", tasks: $t) { id key deleteAfter } }";
    // All of them, or none.
    let none = studio.graph_as(&studio.ada, delete, json!({ "t": ["REN-2", "REN-9"] })).await;
    assert_eq!(none["errors"][0]["extensions"]["code"], "not-found", "{none}");
    let gone = studio.graph(delete, json!({ "t": ["REN-2"] })).await;
    let restore =
        "mutation($t: String!) { restoreTask(workspace: \"studio\", task: $t) { key title } }";
    let back = studio.graph(restore, json!({ "t": gone["deleteTasks"][0]["id"] })).await;
    assert_eq!(back["restoreTask"], json!({ "key": "REN-2", "title": "And me" }));
    let hook = json!({ "url": "https://hooks.example.org/in", "events": ["task.*"] });
    studio.made("webhooks", hook).await;
    let query = "{ workspace(workspace: \"studio\") {
        trash { nodes { key title deletedById } }
        webhooks { url events active ownerId deliveries { nodes { type state } } } } }";
    let seen = studio.graph(query, Value::Null).await;
    let (trash, hooks) = (&seen["workspace"]["trash"], &seen["workspace"]["webhooks"]);
    let thrown =
        json!([{ "key": "REN-1", "title": "Throw me away", "deletedById": studio.ada.id }]);
    assert_eq!(trash["nodes"], thrown);
    assert_eq!(
        (&hooks[0]["url"], &hooks[0]["active"]),
        (&json!("https://hooks.example.org/in"), &json!(true))
    );
    // Whoever may not have webhooks does not see whom they tell.
    let eve = studio.door.human("Eve").await;
    studio.door.join(&studio.ada, "studio", &eve, "member").await;
    let refused = studio.graph_as(&eve, query, Value::Null).await;
    assert_eq!(refused["errors"][0]["extensions"]["code"], "forbidden", "{refused}");
    assert_eq!(refused["data"]["workspace"]["webhooks"], Value::Null);
}

/// SPEC GQL-1, INS-8, INS-10
#[tokio::test]
async fn what_the_past_says_is_asked_by_graphql() {
    let studio = Studio::open().await;
    for title in ["Paint the door", "Paint the red door", "Water the plants"] {
        studio.task(title, json!({ "assignees": [studio.ada.id] })).await;
    }
    let ask = "mutation { createForecast(workspace: \"studio\", input: { question: WHEN, size: 5, project: \"REN\" }) { id question size history { note } } }";
    let made = studio.graph(ask, Value::Null).await;
    assert_eq!(
        (&made["createForecast"]["question"], &made["createForecast"]["size"]),
        (&json!("WHEN"), &json!(5))
    );
    let query = "{ workspace(workspace: \"studio\") { insight(project: \"REN\") {
            forecasts { id size } trackRecord { forecasts } backtest { forecasts }
            flow(days: 7) { days { day created } } burnUp(days: 7) { remaining } cycleTimes { instant }
            aging { tasks { task } } risks { tasks { task } } } } }";
    let seen = studio.graph(query, Value::Null).await;
    let insight = &seen["workspace"]["insight"];
    assert_eq!(insight["burnUp"]["remaining"], 3);
    assert_eq!(insight["flow"]["days"].as_array().unwrap().len(), 7);
    assert_eq!(insight["flow"]["days"][6]["created"], 3);
    let draft = "{ workspace(workspace: \"studio\") { project(project: \"REN\") {
        suggestions(draft: { title: \"Paint the door\" }) { tasks suggestions { kind items { value reason } } }
        nextTasks { tasks } suggestionScores { kinds { kind } } }
        task(task: \"REN-3\") { suggestions { tasks } } } }";
    let seen = studio.graph(draft, Value::Null).await;
    let found = &seen["workspace"]["project"]["suggestions"];
    assert_eq!(found["tasks"], 3);
    let twins = found["suggestions"].as_array().unwrap();
    let twin = twins.iter().find(|kind| kind["kind"] == "DUPLICATE").expect("a duplicate");
    assert_eq!(twin["items"][0]["value"], "REN-1");
    let took = "mutation { answerSuggestions(workspace: \"studio\", input: { project: \"REN\", kind: DUPLICATE, place: 1, confidence: 90 }) }";
    assert_eq!(studio.graph(took, Value::Null).await["answerSuggestions"], true);
    let long =
        "{ workspace(workspace: \"studio\") { insight { flow(days: 733) { days { day } } } } }";
    let refused = studio.graph_as(&studio.ada, long, Value::Null).await;
    assert_eq!(refused["errors"][0]["extensions"]["code"], "invalid", "{refused}");
}
