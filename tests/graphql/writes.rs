//! Changes: the same rules, limits and events as by REST.

use serde_json::{Value, json};

use crate::studio::Studio;

/// SPEC GQL-1, GQL-10
#[tokio::test]
async fn a_board_is_worked_on_by_graphql_alone() {
    let studio = Studio::open().await;
    let made = studio.graph(
        "mutation { createProject(workspace: \"studio\", input: { key: \"GQL\", name: \"Graph\" }) { id key statuses { id name } }
         createLabel(workspace: \"studio\", input: { name: \"bug\" }) { id version } }", Value::Null).await;
    let (label, statuses) = (&made["createLabel"]["id"], &made["createProject"]["statuses"]);
    let task = |title: &str| json!({ "i": { "project": "GQL", "title": title, "priority": "HIGH", "labels": [label] } });
    let create = "mutation($i: NewTask!) { createTask(workspace: \"studio\", input: $i) { key version priority labels { name } status { name } } }";
    for title in ["One", "Two", "Three"] {
        let seen = studio.graph(create, task(title)).await;
        assert_eq!(seen["createTask"]["labels"], json!([{ "name": "bug" }]));
        assert_eq!(seen["createTask"]["priority"], "HIGH");
    }
    let doing = statuses.as_array().unwrap().iter().find(|it| it["name"] == "In progress").unwrap();
    let moved = studio.graph(
        "mutation($to: TaskMove!) { moveTask(workspace: \"studio\", task: \"GQL-2\", to: $to) { status { name } startedAt } }",
        json!({ "to": { "status": doing["id"] } })).await;
    assert_eq!(moved["moveTask"]["status"]["name"], "In progress");
    assert!(moved["moveTask"]["startedAt"].is_string());
    let changed = studio.graph(
        "mutation($p: String!) { updateTask(workspace: \"studio\", task: \"GQL-1\", input: { due: \"2026-12-24\", assignees: [$p] }) { due estimate assignees { name } version } }",
        json!({ "p": studio.ada.id })).await;
    let expected = json!({ "due": "2026-12-24", "estimate": null, "assignees": [{ "name": "Ada" }], "version": 2 });
    assert_eq!(changed["updateTask"], expected);
    // What is left out stays, null empties.
    let emptied = studio.graph(
        "mutation { updateTask(workspace: \"studio\", task: \"GQL-1\", input: { due: null }) { due assigneeIds } }", Value::Null).await;
    assert_eq!(emptied["updateTask"], json!({ "due": null, "assigneeIds": [studio.ada.id] }));
    let bulk = studio.graph(
        "mutation { updateTasks(workspace: \"studio\", tasks: [\"GQL-1\", \"GQL-3\"], input: { estimate: 3 }) { key estimate }
         archiveTasks(workspace: \"studio\", tasks: [\"GQL-3\"]) { archivedAt }
         linkTasks(workspace: \"studio\", task: \"GQL-1\", kind: RELATES, other: \"GQL-2\") { kind }
         unlinkTasks(workspace: \"studio\", task: \"GQL-1\", kind: RELATES, other: \"GQL-2\") }", Value::Null).await;
    assert_eq!(
        bulk["updateTasks"],
        json!([{ "key": "GQL-1", "estimate": 3 }, { "key": "GQL-3", "estimate": 3 }])
    );
    assert!(bulk["archiveTasks"][0]["archivedAt"].is_string());
    assert_eq!(bulk["unlinkTasks"], true);
    let parts = studio.graph(
        "mutation { createStatus(workspace: \"studio\", project: \"GQL\", input: { name: \"Review\", category: STARTED }) { id }
         createCycle(workspace: \"studio\", project: \"GQL\", input: { name: \"C\", start: \"2026-01-01\", end: \"2026-01-02\" }) { id end }
         createMilestone(workspace: \"studio\", project: \"GQL\", input: { name: \"M\" }) { id }
         createView(workspace: \"studio\", input: { name: \"V\", layout: BOARD }) { id layout } }", Value::Null).await;
    let gone = studio.graph(
        "mutation($s: String!, $c: String!, $m: String!, $v: String!, $l: String!) {
         updateStatus(workspace: \"studio\", project: \"GQL\", status: $s, input: { name: \"Look\" }) { name }
         updateMilestone(workspace: \"studio\", project: \"GQL\", milestone: $m, input: { reached: true }) { reachedAt }
         deleteStatus(workspace: \"studio\", project: \"GQL\", status: $s)
         deleteCycle(workspace: \"studio\", project: \"GQL\", cycle: $c)
         deleteMilestone(workspace: \"studio\", project: \"GQL\", milestone: $m)
         deleteView(workspace: \"studio\", view: $v) deleteLabel(workspace: \"studio\", label: $l) }",
        json!({ "s": parts["createStatus"]["id"], "c": parts["createCycle"]["id"], "l": label,
            "m": parts["createMilestone"]["id"], "v": parts["createView"]["id"] })).await;
    assert_eq!(gone["updateStatus"]["name"], "Look");
    assert!(gone["updateMilestone"]["reachedAt"].is_string());
    let events = studio.read("events?limit=200").await;
    let last = events["items"].as_array().unwrap().last().unwrap();
    assert_eq!(last["type"], "label.deleted");
}

/// SPEC GQL-1
#[tokio::test]
async fn people_talk_and_read_what_they_are_told() {
    let studio = Studio::open().await;
    let eve = studio.door.human("Eve").await;
    studio.door.join(&studio.ada, "studio", &eve, "member").await;
    studio.task("Talk", json!({})).await;
    let begun = studio.graph(
        "mutation { createThread(workspace: \"studio\", input: { placeKind: TASK, place: \"REN-1\", body: \"Look, @eve\" }) { id opening { id } } }",
        Value::Null).await;
    let thread = &begun["createThread"];
    let ids = json!({ "t": thread["id"], "c": thread["opening"]["id"] });
    let said = studio.graph_as(&eve,
        "mutation($t: String!, $c: String!) {
         addComment(workspace: \"studio\", thread: $t, body: \"Yes\") { body author { name } }
         addReaction(workspace: \"studio\", comment: $c, emoji: \"👍\") { reactions { emoji personIds } }
         resolveThread(workspace: \"studio\", thread: $t) { resolvedAt }
         reopenThread(workspace: \"studio\", thread: $t) { resolvedAt }
         removeReaction(workspace: \"studio\", comment: $c, emoji: \"👍\") { reactions { emoji } }
         watch(workspace: \"studio\", placeKind: TASK, place: \"REN-1\", watching: false) }", ids.clone()).await;
    assert_eq!(said.get("errors"), None, "{said}");
    let said = &said["data"];
    assert_eq!(said["addComment"], json!({ "body": "Yes", "author": { "name": "Eve" } }));
    assert_eq!(said["addReaction"]["reactions"], json!([{ "emoji": "👍", "personIds": [eve.id] }]));
    assert!(said["resolveThread"]["resolvedAt"].is_string());
    assert_eq!(
        (&said["reopenThread"]["resolvedAt"], &said["watch"]),
        (&Value::Null, &json!(false))
    );
    // Only who said something says it better.
    let edit = "mutation($c: String!, $t: String) { updateComment(workspace: \"studio\", comment: $c, body: \"Hm\") { body } }";
    let refused =
        studio.graph_as(&eve, &edit.replace(", $t: String", ""), json!({ "c": ids["c"] })).await;
    assert_eq!(refused["errors"][0]["extensions"]["code"], "forbidden", "{refused}");
    let told = studio
        .graph_as(
            &eve,
            "{ unreadNotifications notifications(unread: true) { nodes { id kind title } } }",
            Value::Null,
        )
        .await;
    assert_eq!(told["data"]["unreadNotifications"], 1, "{told}");
    let one = &told["data"]["notifications"]["nodes"][0];
    assert_eq!((&one["kind"], &one["title"]), (&json!("MENTION"), &json!("REN-1 Talk")));
    let read = studio.graph_as(&eve,
        "mutation($n: String!) { readNotification(notification: $n) readAllNotifications chooseNotifications(input: { mention: OFF }) { mention comment } }",
        json!({ "n": one["id"] })).await;
    assert_eq!(
        read["data"]["chooseNotifications"],
        json!({ "mention": "OFF", "comment": "APP" }),
        "{read}"
    );
    let left = studio.graph_as(&eve, "{ unreadNotifications }", Value::Null).await;
    assert_eq!(left["data"]["unreadNotifications"], 0);
}

/// SPEC GQL-10
#[tokio::test]
async fn a_refused_change_says_what_rest_would_say() {
    let studio = Studio::open().await;
    studio.task("One", json!({})).await;
    let code = |error: &Value| error["extensions"]["code"].as_str().unwrap().to_owned();
    let error = studio.refused("mutation { createTask(workspace: \"studio\", input: { project: \"REN\", title: \"\" }) { id } }").await;
    assert_eq!((code(&error), &error["extensions"]["field"]), ("invalid".into(), &json!("title")));
    let many = vec!["\"x\""; 21].join(", ");
    let error = studio.refused(&format!("mutation {{ updateTask(workspace: \"studio\", task: \"REN-1\", input: {{ addAssignees: [{many}] }}) {{ id }} }}")).await;
    assert_eq!(
        (code(&error), &error["extensions"]["field"]),
        ("invalid".into(), &json!("addAssignees"))
    );
    assert!(error["message"].as_str().unwrap().contains("at most 20"), "{error}");
    let error = studio.refused("mutation { updateTask(workspace: \"studio\", task: \"REN-1\", version: 7, input: { title: \"Two\" }) { id } }").await;
    assert_eq!((code(&error), &error["extensions"]["status"]), ("stale".into(), &json!(412)));
    assert_eq!(error["extensions"]["current"]["title"], "One");
    let error = studio.refused("mutation { createProject(workspace: \"studio\", input: { key: \"REN\", name: \"Again\" }) { id } }").await;
    assert_eq!((code(&error), &error["extensions"]["field"]), ("taken".into(), &json!("key")));
    let error = studio.refused("mutation { updateTask(workspace: \"studio\", task: \"REN-1\", input: { nothing: 1 }) { id } }").await;
    assert_eq!(code(&error), "invalid");
    // A change that is refused does not keep the others from being carried out.
    let answer = studio
        .graph_as(
            &studio.ada,
            "mutation {
        a: updateTask(workspace: \"studio\", task: \"REN-9\", input: { title: \"A\" }) { title }
        b: updateTask(workspace: \"studio\", task: \"REN-1\", input: { title: \"B\" }) { title } }",
            Value::Null,
        )
        .await;
    assert_eq!(answer["data"], json!({ "a": null, "b": { "title": "B" } }));
    assert_eq!(answer["errors"][0]["extensions"]["code"], "not-found");
}
