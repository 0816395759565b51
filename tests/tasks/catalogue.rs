//! What tasks are planned into: projects, statuses, cycles, milestones, labels, views.

use renexus_load::http::Request;
use serde_json::{Value, json};

use crate::problem::problem;
use crate::studio::{STUDIO, Studio};

async fn names(studio: &Studio, path: &str) -> Vec<String> {
    let found = studio.read(path).await;
    let items = found["items"].as_array().unwrap();
    items.iter().map(|item| item["name"].as_str().unwrap().to_owned()).collect()
}

/// SPEC TASK-16
#[tokio::test]
async fn a_project_is_renamed_put_away_and_only_read_then() {
    let studio = Studio::open().await;
    studio.task("One", json!({})).await;
    for (body, status) in [
        (json!({ "key": "REN", "name": "Again" }), 409),
        (json!({ "key": "ren", "name": "Small" }), 400),
        (json!({ "key": "A", "name": "Short" }), 400),
        (json!({ "key": "OK1" }), 400),
    ] {
        assert_eq!(studio.ask("POST", "projects", &body).await.0, status, "{body}");
    }
    let changed = studio.changed("projects/REN", json!({ "key": "NEX", "name": "Nexus" })).await;
    assert_eq!((&changed["key"], &changed["version"]), (&json!("NEX"), &json!(2)));
    assert_eq!(studio.read("tasks/NEX-1").await["key"], "NEX-1");
    studio.changed("projects/NEX", json!({ "archived": true })).await;
    let (status, refused) =
        studio.ask("POST", "tasks", &json!({ "project": "NEX", "title": "x" })).await;
    assert_eq!((status, &refused["type"]), (409, &json!("/problems/conflict")));
    assert_eq!(studio.ask("PATCH", "tasks/NEX-1", &json!({ "title": "x" })).await.0, 409);
    assert_eq!(studio.ask("PATCH", "projects/NEX", &json!({ "name": "x" })).await.0, 409);
    assert_eq!(studio.read("tasks/NEX-1").await["title"], "One");
    studio.changed("projects/NEX", json!({ "archived": false })).await;
    studio.changed("tasks/NEX-1", json!({ "title": "Two" })).await;
}

/// SPEC TASK-17
#[tokio::test]
async fn statuses_are_ordered_and_kept_while_they_have_tasks() {
    let studio = Studio::open().await;
    let path = "projects/REN/statuses";
    let first = ["Backlog", "To do", "In progress", "Done", "Cancelled"];
    assert_eq!(names(&studio, path).await, first);
    let review = json!({ "name": "Review", "category": "started", "position": 3 });
    let review = studio.made(path, review).await;
    assert_eq!(review["position"], 3);
    let order = ["Backlog", "To do", "In progress", "Review", "Done", "Cancelled"];
    assert_eq!(names(&studio, path).await, order);
    let one = format!("{path}/{}", review["id"].as_str().unwrap());
    studio.changed(&one, json!({ "position": 0, "name": "Look" })).await;
    assert_eq!(names(&studio, path).await[0], "Look");
    let again = json!({ "name": "LOOK", "category": "done" });
    assert_eq!(studio.ask("POST", path, &again).await.0, 409);
    studio.task("One", json!({ "status": review["id"] })).await;
    assert_eq!(studio.ask("DELETE", &one, &Value::Null).await.0, 409);
    let todo = studio.status("To do").await;
    studio.changed("tasks/REN-1", json!({ "status": todo })).await;
    assert_eq!(studio.ask("DELETE", &one, &Value::Null).await.0, 204);
    assert_eq!(names(&studio, path).await, first);
    for number in 0..25 {
        studio.made(path, json!({ "name": format!("S{number}"), "category": "started" })).await;
    }
    let full = json!({ "name": "More", "category": "started" });
    assert_eq!(studio.ask("POST", path, &full).await.0, 409);
}

/// SPEC TASK-18
#[tokio::test]
async fn cycles_milestones_and_labels_come_and_go() {
    let studio = Studio::open().await;
    let cycle = json!({ "name": "One", "start": "2026-11-02", "end": "2026-11-15" });
    let cycle = studio.made("projects/REN/cycles", cycle).await;
    let backwards = json!({ "name": "Two", "start": "2026-11-02", "end": "2026-11-01" });
    assert_eq!(studio.ask("POST", "projects/REN/cycles", &backwards).await.0, 400);
    let milestone = studio.made("projects/REN/milestones", json!({ "name": "Beta" })).await;
    let label = studio.made("labels", json!({ "name": "bug", "color": "#FF0000" })).await;
    assert_eq!(label["color"], "#ff0000");
    assert_eq!(studio.ask("POST", "labels", &json!({ "name": "BUG" })).await.0, 409);
    assert_eq!(studio.ask("POST", "labels", &json!({ "name": "x", "color": "red" })).await.0, 400);
    let marks =
        json!({ "cycle": cycle["id"], "milestone": milestone["id"], "labels": [label["id"]] });
    studio.task("One", marks).await;
    let at = |kind: &str, one: &Value| format!("{kind}/{}", one["id"].as_str().unwrap());
    let (cycle, milestone) =
        (at("projects/REN/cycles", &cycle), at("projects/REN/milestones", &milestone));
    let label = at("labels", &label);
    let reached = studio.changed(&milestone, json!({ "reached": true, "due": "2026-12-24" })).await;
    assert!(reached["reached_at"].is_string() && reached["due"] == "2026-12-24");
    assert_eq!(studio.changed(&milestone, json!({ "due": null })).await["due"], Value::Null);
    studio.changed(&cycle, json!({ "name": "Uno" })).await;
    studio.changed(&label, json!({ "name": "Käfer" })).await;
    assert_eq!(studio.filtered("label:KÄFER cycle:uno").await, ["One"]);
    let stale = Request::new("PATCH", &format!("{STUDIO}/{label}")).header("if-match", "\"1\"");
    problem(&studio.answer(stale.json("{\"name\":\"x\"}")).await, 412, "stale");
    for path in [cycle, milestone, label] {
        assert_eq!(studio.ask("DELETE", &path, &Value::Null).await.0, 204, "{path}");
        assert_eq!(studio.ask("DELETE", &path, &Value::Null).await.0, 404, "{path}");
    }
    let task = studio.read("tasks/REN-1").await;
    assert_eq!(
        (&task["cycle"], &task["milestone"], &task["labels"]),
        (&Value::Null, &Value::Null, &json!([]))
    );
}

/// SPEC TASK-19
#[tokio::test]
async fn views_keep_filters_that_can_be_read() {
    let studio = Studio::open().await;
    let mine = json!({ "name": "Mine", "filter": "assignee:me is:open", "sort": "-priority",
        "group": "status", "layout": "board", "project": "REN" });
    let view = studio.made("views", mine).await;
    assert_eq!((&view["shared"], &view["project"]), (&json!(false), &studio.project["id"]));
    for (wrong, field) in [
        (json!({ "name": "x", "filter": "is:ajar" }), "filter"),
        (json!({ "name": "x", "sort": "colour" }), "sort"),
        (json!({ "name": "x", "group": "colour" }), "group"),
    ] {
        let (status, refused) = studio.ask("POST", "views", &wrong).await;
        assert_eq!(status, 400, "{refused}");
        assert!(refused["detail"].as_str().unwrap().starts_with(field), "{refused}");
    }
    let path = format!("views/{}", view["id"].as_str().unwrap());
    let changed = studio.changed(&path, json!({ "group": null, "shared": true })).await;
    assert_eq!((&changed["group"], &changed["shared"]), (&Value::Null, &json!(true)));
    assert_eq!(names(&studio, "views").await, ["Mine"]);
    assert_eq!(studio.ask("DELETE", &path, &Value::Null).await.0, 204);
    assert_eq!(names(&studio, "views").await, [""; 0]);
}

/// SPEC TASK-20
#[tokio::test]
async fn strangers_find_nothing() {
    let studio = Studio::open().await;
    studio.task("Secret", json!({})).await;
    let eve = studio.door.human("Eve").await;
    for path in [
        "projects",
        "projects/REN",
        "projects/REN/board",
        "tasks",
        "tasks/REN-1",
        "labels",
        "views",
        "tasks/REN-1/history",
        "tasks/REN-1/links",
        "projects/REN/statuses",
        "export",
    ] {
        let path = format!("{STUDIO}/{path}");
        problem(&studio.door.ask(Request::get(&path).bearer(&eve.token)).await, 404, "not-found");
        problem(&studio.door.ask(Request::get(&path)).await, 401, "unauthorized");
    }
}

/// SPEC TASK-24
#[tokio::test]
async fn the_log_tells_nothing_of_closed_projects() {
    let studio = Studio::open().await;
    let bo = studio.door.human("Bo").await;
    studio.door.join(&studio.ada, "studio", &bo, "member").await;
    studio.made("projects", json!({ "key": "SEC", "name": "Secret", "closed": true })).await;
    studio.made("tasks", json!({ "project": "SEC", "title": "Secret" })).await;
    studio.task("Open", json!({})).await;
    let log = async |who| {
        let path = format!("{STUDIO}/events?limit=200");
        let (status, log) = studio.door.call(who, ("GET", &path), &Value::Null).await;
        assert_eq!(status, 200, "{log}");
        log["items"].as_array().unwrap().clone()
    };
    let (whole, heard) = (log(&studio.ada).await, log(&bo).await);
    let seqs = |log: &[Value]| log.iter().map(|event| event["seq"].clone()).collect::<Vec<_>>();
    assert_eq!(seqs(&whole), seqs(&heard));
    let text = |log: &[Value]| serde_json::to_string(log).unwrap();
    assert!(text(&whole).contains("Secret") && !text(&heard).contains("Secret"));
    assert!(text(&heard).contains("Open"));
}

/// SPEC TASK-20
#[tokio::test]
async fn members_write_guests_see_nothing_and_closed_projects_are_for_those_who_are_named() {
    let studio = Studio::open().await;
    let (bo, guest) = (studio.door.human("Bo").await, studio.door.human("Guest").await);
    studio.door.join(&studio.ada, "studio", &bo, "member").await;
    studio.door.join(&studio.ada, "studio", &guest, "guest").await;
    let secret = json!({ "key": "SEC", "name": "Secret", "closed": true });
    studio.made("projects", secret).await;
    studio.made("tasks", json!({ "project": "SEC", "title": "Hidden" })).await;
    studio.task("Open", json!({})).await;
    let ask = async |who, method, path: &str, body: Value| {
        studio.door.call(who, (method, &format!("{STUDIO}/{path}")), &body).await
    };
    // A member writes in open projects, and does not manage them.
    let title = json!({ "title": "Changed" });
    assert_eq!(ask(&bo, "PATCH", "tasks/REN-1", title.clone()).await.0, 200);
    assert_eq!(ask(&bo, "PATCH", "projects/REN", json!({ "name": "x" })).await.0, 403);
    let found = ask(&bo, "GET", "tasks", Value::Null).await.1;
    assert_eq!(crate::studio::titles(&found["items"]), ["Changed"]);
    for path in ["projects/SEC", "projects/SEC/board", "tasks/SEC-1", "tasks/SEC-1/history"] {
        assert_eq!(ask(&bo, "GET", path, Value::Null).await.0, 404, "{path}");
    }
    assert_eq!(ask(&bo, "PATCH", "tasks/SEC-1", title.clone()).await.0, 404);
    let link = json!({ "kind": "relates", "task": "SEC-1" });
    assert_eq!(ask(&bo, "POST", "tasks/REN-1/links", link).await.0, 400);
    assert_eq!(ask(&bo, "GET", "export", Value::Null).await.0, 403);
    // Whoever is named sees it, as far as they were given.
    let secret = studio.read("projects/SEC").await["id"].as_str().unwrap().to_owned();
    let access = |resource: &str, who: &str| format!("access/project/{resource}/person/{who}");
    let given = json!({ "level": "read" });
    assert_eq!(ask(&bo, "PUT", &access(&secret, &bo.id), given.clone()).await.0, 404);
    assert_eq!(studio.ask("PUT", &access("SEC", &bo.id), &given).await.0, 404);
    assert_eq!(studio.ask("PUT", &access(&secret, &bo.id), &given).await.0, 204);
    assert_eq!(ask(&bo, "GET", "tasks/SEC-1", Value::Null).await.0, 200);
    assert_eq!(ask(&bo, "PATCH", "tasks/SEC-1", title.clone()).await.0, 403);
    assert_eq!(
        studio.ask("PUT", &access(&secret, &bo.id), &json!({ "level": "none" })).await.0,
        204
    );
    assert_eq!(ask(&bo, "GET", "tasks/SEC-1", Value::Null).await.0, 404);
    // A guest sees the workspace and nothing in it.
    assert_eq!(ask(&guest, "GET", "tasks", Value::Null).await.1["items"], json!([]));
    assert_eq!(ask(&guest, "GET", "projects", Value::Null).await.1["items"], json!([]));
    assert_eq!(ask(&guest, "GET", "tasks/REN-1", Value::Null).await.0, 404);
    let label = json!({ "name": "x" });
    assert_eq!(ask(&guest, "POST", "labels", label).await.0, 403);
    // Whoever starts a project manages it, a closed one as well.
    let own = json!({ "key": "OWN", "name": "Own", "closed": true });
    assert_eq!(ask(&bo, "POST", "projects", own).await.0, 201);
    let status = json!({ "name": "Review", "category": "started" });
    assert_eq!(ask(&bo, "POST", "projects/OWN/statuses", status).await.0, 201);
    let assigned = json!({ "assignees": [bo.id] });
    assert_eq!(studio.changed("tasks/REN-1", assigned).await["assignees"], json!([bo.id]));
    let stranger = json!({ "assignees": ["01890000-0000-7000-8000-000000000000"] });
    assert_eq!(studio.ask("PATCH", "tasks/REN-1", &stranger).await.0, 400);
}
