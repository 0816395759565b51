//! Reads of everything else that REST reads.

use serde_json::{Value, json};

use crate::studio::Studio;

/// SPEC GQL-1
#[tokio::test]
async fn everything_in_a_workspace_is_reached_from_it() {
    let studio = Studio::open().await;
    let task = studio.task("Paint the door", json!({ "priority": "urgent" })).await;
    let other = studio.task("Buy paint", json!({})).await;
    studio.made("tasks/REN-2/links", json!({ "kind": "blocks", "task": "REN-1" })).await;
    studio.changed("tasks/REN-1", json!({ "title": "Paint the red door" })).await;
    studio.made("labels", json!({ "name": "home" })).await;
    studio.made("views", json!({ "name": "Mine", "filter": "assignee:me" })).await;
    studio.made("projects/REN/milestones", json!({ "name": "Spring" })).await;
    let cycle = json!({ "name": "One", "start": "2026-01-01", "end": "2026-01-14" });
    studio.made("projects/REN/cycles", cycle).await;
    let thread = json!({ "place_kind": "task", "place": "REN-1", "body": "Which red, @ada?" });
    let thread = studio.made("threads", thread).await;
    studio.made("invitations", json!({ "role": "guest" })).await;
    let query = "query($thread: String!) {
        me { name email handle }
        unreadNotifications
        notifications { nodes { kind } }
        notificationChoices { mention }
        workspaces { nodes { slug role } edges { cursor } pageInfo { hasNextPage } }
        workspace(workspace: \"studio\") {
            slug seq
            members { nodes { name role } }
            invitations { nodes { role usesLeft } }
            projects { nodes { key statuses { name } cycles { name start } milestones { name } myLevel access { level } } }
            labels { name } views { name filter layout }
            tasks(only: { filter: \"is:open\", sort: \"-number\" }) { nodes { key priority } }
            taskGroups(group: \"priority\") { key count }
            task(task: \"REN-1\") {
                title watching
                history { nodes { field before after } }
                links { kind source { key } target { key } }
                threads { nodes { commentCount opening { body author { name } mentions { start end } } } }
            }
            thread(thread: $thread) { comments { nodes { body reactions { emoji } history { body } } } }
            threads(placeKind: TASK, place: \"REN-1\", resolved: false) { nodes { id } }
            watching(placeKind: TASK, place: \"REN-2\")
            files { nodes { name } }
            search(query: \"paint\") { nodes { key title { text ranges { start end } } } }
            events(first: 2) { nodes { seq type data } pageInfo { hasNextPage endCursor } }
        } }";
    let seen = studio.graph(query, json!({ "thread": thread["id"] })).await;
    let room = &seen["workspace"];
    assert_eq!(seen["me"]["email"], studio.ada.email);
    assert_eq!(seen["workspaces"]["nodes"], json!([{ "slug": "studio", "role": "OWNER" }]));
    assert_eq!(seen["notificationChoices"]["mention"], "MAIL");
    assert_eq!(room["members"]["nodes"], json!([{ "name": "Ada", "role": "OWNER" }]));
    assert_eq!(room["invitations"]["nodes"], json!([{ "role": "GUEST", "usesLeft": 1 }]));
    let project = &room["projects"]["nodes"][0];
    assert_eq!((&project["key"], &project["myLevel"]), (&json!("REN"), &json!("MANAGE")));
    assert_eq!(project["cycles"], json!([{ "name": "One", "start": "2026-01-01" }]));
    assert_eq!(project["statuses"].as_array().unwrap().len(), 5);
    let listed =
        json!([{ "key": "REN-2", "priority": "NONE" }, { "key": "REN-1", "priority": "URGENT" }]);
    assert_eq!(room["tasks"]["nodes"], listed);
    let one = &room["task"];
    assert_eq!((&one["title"], &one["watching"]), (&json!("Paint the red door"), &json!(true)));
    let became =
        json!({ "field": "title", "before": task["title"], "after": "Paint the red door" });
    assert!(one["history"]["nodes"].as_array().unwrap().contains(&became), "{one}");
    let link = json!({ "kind": "BLOCKS", "source": { "key": other["key"] }, "target": { "key": "REN-1" } });
    assert_eq!(one["links"], json!([link]));
    let first = &one["threads"]["nodes"][0];
    assert_eq!(
        (&first["commentCount"], &first["opening"]["author"]["name"]),
        (&json!(1), &json!("Ada"))
    );
    assert_eq!(room["thread"]["comments"]["nodes"][0]["body"], "Which red, @ada?");
    assert_eq!(room["search"]["nodes"].as_array().unwrap().len(), 2, "{room}");
    let events = &room["events"];
    assert_eq!(events["nodes"][0]["type"], "workspace.created");
    assert_eq!(events["nodes"][0]["data"]["slug"], "studio");
    assert_eq!(events["pageInfo"], json!({ "hasNextPage": true, "endCursor": "2" }));
}

/// SPEC GQL-2
#[tokio::test]
async fn pages_go_on_with_the_cursors_of_rest() {
    let studio = Studio::open().await;
    for n in 0..5 {
        studio.task(&format!("Task {n}"), json!({})).await;
    }
    let query = "query($after: String) { workspace(workspace: \"studio\") {
        tasks(first: 2, after: $after, only: { sort: \"number\" }) {
            edges { cursor node { key } } pageInfo { hasNextPage hasPreviousPage endCursor } } } }";
    let (mut after, mut keys) = (Value::Null, Vec::new());
    loop {
        let seen = studio.graph(query, json!({ "after": after })).await;
        let page = seen["workspace"]["tasks"].clone();
        for edge in page["edges"].as_array().unwrap() {
            keys.push(edge["node"]["key"].as_str().unwrap().to_owned());
        }
        assert_eq!(page["pageInfo"]["hasPreviousPage"], !after.is_null());
        after = page["pageInfo"]["endCursor"].clone();
        let rest = format!("tasks?sort=number&limit=2&after={}", after.as_str().unwrap());
        let rest = studio.read(&rest).await;
        if page["pageInfo"]["hasNextPage"] == false {
            assert_eq!(rest["items"], json!([]));
            break;
        }
        assert_eq!(rest["items"][0]["key"], format!("REN-{}", keys.len() + 1));
    }
    assert_eq!(keys, ["REN-1", "REN-2", "REN-3", "REN-4", "REN-5"]);
    let error = studio.refused("{ workspaces(first: 201) { nodes { id } } }").await;
    assert_eq!(error["extensions"]["field"], "limit");
}

/// SPEC GQL-9
#[tokio::test]
async fn what_one_may_not_read_is_missing_and_said() {
    let studio = Studio::open().await;
    studio.made("projects", json!({ "key": "SEC", "name": "Secret", "closed": true })).await;
    studio.made("tasks", json!({ "project": "SEC", "title": "Hidden" })).await;
    studio.task("Seen", json!({ "parent": "SEC-1" })).await;
    let eve = studio.door.human("Eve").await;
    studio.door.join(&studio.ada, "studio", &eve, "member").await;
    let query = "{ workspace(workspace: \"studio\") {
        projects { nodes { key } } tasks { nodes { key parentId parent { title } } }
        task(task: \"SEC-1\") { title } invitations { nodes { id } } search(query: \"Hidden\") { nodes { id } } } }";
    let answer = studio.graph_as(&eve, query, Value::Null).await;
    let room = &answer["data"]["workspace"];
    assert_eq!(room["projects"]["nodes"], json!([{ "key": "REN" }]));
    assert_eq!(room["tasks"]["nodes"].as_array().unwrap().len(), 1);
    assert_eq!(room["tasks"]["nodes"][0]["parent"], Value::Null);
    assert_eq!((&room["task"], &room["invitations"]), (&Value::Null, &Value::Null));
    assert_eq!(room["search"]["nodes"], json!([]));
    let codes: Vec<_> = answer["errors"]
        .as_array()
        .unwrap()
        .iter()
        .map(|error| {
            (error["path"][1].as_str().unwrap(), error["extensions"]["code"].as_str().unwrap())
        })
        .collect();
    assert!(
        codes.contains(&("task", "not-found")) && codes.contains(&("invitations", "forbidden"))
    );
    assert_eq!(codes.len(), 2, "{answer}");
}
