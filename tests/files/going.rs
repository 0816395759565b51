//! Files go: when somebody removes them, and when nothing uses them.

use renexus_load::http::Request;
use serde_json::{Value, json};

use crate::door::until;
use crate::pictures::plain;
use crate::problem::problem;
use crate::shelf::{FILES, Shelf};

async fn status(shelf: &Shelf, method: &str, path: &str) -> u16 {
    shelf.door.ask(Request::new(method, path).bearer(&shelf.ada.token)).await.status
}

/// SPEC FILE-17
#[tokio::test]
async fn a_file_that_is_removed_goes_with_its_bytes_and_pictures() {
    let shelf = Shelf::open().await;
    let file = shelf.kept("sky.png", plain(300, 300)).await;
    assert_eq!(shelf.get(&file, "/thumbnail", &[]).await.status, 200);
    assert_eq!(shelf.blobs(), 2);
    let path = format!("{FILES}/{}", file["id"].as_str().unwrap());
    let stale = Request::new("DELETE", &path).bearer(&shelf.ada.token).header("if-match", "\"7\"");
    problem(&shelf.door.ask(stale).await, 412, "stale");
    assert_eq!(status(&shelf, "DELETE", &path).await, 204);
    problem(&shelf.get(&file, "/content", &[]).await, 404, "not-found");
    until("the bytes are gone", async || shelf.blobs() == 0).await;
}

/// A task of the workspace.
async fn task(shelf: &Shelf) -> String {
    let base = "/api/v1/workspaces/studio";
    let project = json!({ "key": "REN", "name": "Renexus" });
    assert_eq!(shelf.call("POST", &format!("{base}/projects"), &project).await.0, 201);
    let body = json!({ "project": "REN", "title": "One" });
    let (status, made) = shelf.call("POST", &format!("{base}/tasks"), &body).await;
    assert_eq!(status, 201, "{made}");
    made["id"].as_str().unwrap().to_owned()
}

/// SPEC FILE-17
#[tokio::test]
async fn a_file_stays_while_something_uses_it() {
    let times = [("files.unused_seconds", "2"), ("files.sweep_seconds", "1")];
    let shelf = Shelf::with(&times).await;
    let used = shelf.kept("used.txt", "words").await;
    let place = format!("{FILES}/{}/references", used["id"].as_str().unwrap());
    let task = task(&shelf).await;
    let by_task = format!("{place}/task/{task}");
    let (code, attached) = shelf.call("PUT", &by_task, &Value::Null).await;
    assert_eq!(code, 200, "{attached}");
    assert_eq!(attached["references"], json!([{ "kind": "task", "id": task }]));
    let (code, again) = shelf.call("PUT", &by_task, &Value::Null).await;
    assert_eq!((code, &again["version"]), (200, &attached["version"]));
    let (_, list) = shelf.call("GET", &format!("{FILES}?used_by=task:{task}"), &Value::Null).await;
    assert_eq!(list["items"][0]["id"], used["id"]);
    for kind in ["document", "task", "comment"] {
        let path = format!("{place}/{kind}/none");
        let (code, unknown) = shelf.call("PUT", &path, &Value::Null).await;
        assert_eq!(code, 404, "{unknown}");
    }
    assert_eq!(status(&shelf, "PUT", &format!("{place}/person/one")).await, 400);
    let unused = shelf.kept("unused.txt", "words").await;
    until("what nothing uses is gone", async || {
        shelf.get(&unused, "", &[]).await.status == 404 && shelf.blobs() == 1
    })
    .await;
    assert_eq!(shelf.get(&used, "/content", &[]).await.text(), "words");
    assert_eq!(status(&shelf, "DELETE", &by_task).await, 204);
    assert_eq!(status(&shelf, "DELETE", &by_task).await, 404);
    until("nothing is left", async || shelf.blobs() == 0).await;
    let (_, log) =
        shelf.call("GET", "/api/v1/workspaces/studio/events?after=1", &Value::Null).await;
    let removed: Vec<_> = log["items"].as_array().unwrap().iter().collect();
    let removed: Vec<_> = removed.iter().filter(|event| event["type"] == "file.removed").collect();
    assert_eq!((removed.len(), &removed[0]["actor"]), (2, &Value::Null), "{log}");
}
