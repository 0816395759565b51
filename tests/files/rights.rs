//! Who may do what with files.

use renexus_load::http::{Request, Response};
use serde_json::{Value, json};

use crate::door::people::Human;
use crate::door::until;
use crate::problem::problem;
use crate::shelf::{FILES, Shelf, UPLOADS};

async fn ask(shelf: &Shelf, human: &Human, (method, path): (&str, &str)) -> Response {
    shelf.door.ask(Request::new(method, path).bearer(&human.token)).await
}

/// Ada owns the workspace, Mel is a member of it, Gus a guest, and Eve a stranger.
async fn peopled() -> (Shelf, [Human; 3]) {
    let shelf = Shelf::open().await;
    let (mel, gus) = (shelf.door.human("Mel").await, shelf.door.human("Gus").await);
    shelf.door.join(&shelf.ada, "studio", &mel, "member").await;
    shelf.door.join(&shelf.ada, "studio", &gus, "guest").await;
    let eve = shelf.door.human("Eve").await;
    (shelf, [mel, gus, eve])
}

/// SPEC FILE-15
#[tokio::test]
async fn members_read_and_write_and_guests_and_strangers_see_nothing() {
    let (shelf, [mel, gus, eve]) = peopled().await;
    let file = shelf.kept("plan.txt", "words").await;
    let path = format!("{FILES}/{}", file["id"].as_str().unwrap());
    for rest in ["", "/content", "/thumbnail"] {
        let path = format!("{path}{rest}");
        for nobody in [&gus, &eve] {
            problem(&ask(&shelf, nobody, ("GET", &path)).await, 404, "not-found");
        }
        problem(&shelf.door.ask(Request::get(&path)).await, 401, "unauthorized");
    }
    assert_eq!(ask(&shelf, &mel, ("GET", &format!("{path}/content"))).await.text(), "words");
    let list = ask(&shelf, &gus, ("GET", FILES)).await.json().unwrap();
    assert_eq!(list["items"], json!([]));
    let rename = json!({ "name": "other.txt" });
    let renamed = async |human: &Human| shelf.door.call(human, ("PATCH", &path), &rename).await.0;
    assert_eq!((renamed(&mel).await, renamed(&gus).await, renamed(&eve).await), (200, 404, 404));
    problem(&ask(&shelf, &mel, ("DELETE", &path)).await, 403, "forbidden");
    let bring = format!("{FILES}?name=own.txt");
    for (human, status) in [(&gus, 403), (&eve, 404), (&mel, 201)] {
        let answer = shelf.door.ask(Request::post(&bring).bearer(&human.token).bytes("x")).await;
        assert_eq!(answer.status, status, "{}", answer.text());
        let tus = Request::post(&format!("{UPLOADS}?name=a.txt")).bearer(&human.token);
        let tus = shelf.door.ask(tus.header("upload-length", "1")).await;
        assert_eq!(tus.status, status, "{}", tus.text());
    }
    let own = ask(&shelf, &mel, ("GET", &format!("{FILES}?q=own"))).await.json().unwrap();
    let own = format!("{FILES}/{}", own["items"][0]["id"].as_str().unwrap());
    assert_eq!(ask(&shelf, &mel, ("DELETE", &own)).await.status, 204);
    assert_eq!(ask(&shelf, &shelf.ada, ("DELETE", &path)).await.status, 204);
}

/// SPEC FILE-16
#[tokio::test]
async fn a_restricted_file_is_for_those_who_are_named() {
    let (shelf, [mel, gus, _]) = peopled().await;
    let file = shelf.kept("secret plan.txt", "words").await;
    let id = file["id"].as_str().unwrap();
    let path = format!("{FILES}/{id}");
    let close = json!({ "restricted": true });
    assert_eq!(shelf.door.call(&mel, ("PATCH", &path), &close).await.0, 403);
    assert_eq!(shelf.call("PATCH", &path, &close).await.0, 200);
    problem(&ask(&shelf, &mel, ("GET", &path)).await, 404, "not-found");
    let list = ask(&shelf, &mel, ("GET", FILES)).await.json().unwrap();
    assert_eq!(list["items"], json!([]));
    let (_, log) =
        shelf.call("GET", "/api/v1/workspaces/studio/events?after=1", &Value::Null).await;
    let told: Vec<_> = log["items"].as_array().unwrap().iter().collect();
    let last = told.iter().rev().find(|event| event["type"] == "file.updated").unwrap();
    assert!(last["data"]["name"].is_null(), "{last}");
    let share = format!("/api/v1/workspaces/studio/access/file/{id}/person/{}", gus.id);
    let (status, shared) = shelf.call("PUT", &share, &json!({ "level": "read" })).await;
    assert!(status < 300, "{status} {shared}");
    assert_eq!(ask(&shelf, &gus, ("GET", &path)).await.status, 200);
    let list = ask(&shelf, &gus, ("GET", FILES)).await.json().unwrap();
    assert_eq!(list["items"][0]["id"], id);
    problem(&ask(&shelf, &gus, ("DELETE", &path)).await, 403, "forbidden");
}

/// SPEC FILE-18
#[tokio::test]
async fn a_link_gives_one_file_without_a_token_until_it_ends() {
    let shelf = Shelf::with(&[("files.link_seconds", "2")]).await;
    let file = shelf.kept("plan.txt", "words").await;
    let path = format!("{FILES}/{}/link?download=true", file["id"].as_str().unwrap());
    let answer = shelf.door.ask(Request::post(&path).bearer(&shelf.ada.token)).await;
    assert_eq!((answer.status, answer.header("cache-control")), (201, Some("no-store")));
    let url = answer.json().unwrap()["url"].as_str().unwrap().to_owned();
    let given = shelf.door.ask(Request::get(&url).header("range", "bytes=0-2")).await;
    assert_eq!((given.status, given.text().as_str()), (206, "wor"));
    assert!(given.header("content-disposition").unwrap().starts_with("attachment"));
    let ticket = url.split_once("ticket=").unwrap().1.split('&').next().unwrap();
    let as_token = Request::get(FILES).bearer(ticket);
    problem(&shelf.door.ask(as_token).await, 401, "unauthorized");
    for forged in [&shelf.ada.token, "nonsense", ""] {
        let path = format!("/api/v1/linked-file?ticket={forged}");
        problem(&shelf.door.ask(Request::get(&path)).await, 401, "unauthorized");
    }
    until("it ends", async || shelf.door.ask(Request::get(&url)).await.status == 401).await;
}

/// SPEC FILE-16, EVT-7: what was told before it was restricted is not told again, nor after it is gone.
#[tokio::test]
async fn the_log_says_nothing_more_of_a_file_that_is_restricted() {
    let (shelf, [mel, gus, _]) = peopled().await;
    let file = shelf.kept("secret plan.txt", "words").await;
    let open = shelf.kept("menu.txt", "soup").await;
    let path = format!("{FILES}/{}", file["id"].as_str().unwrap());
    let log = async |human: &Human| {
        let path = "/api/v1/workspaces/studio/events?limit=200";
        ask(&shelf, human, ("GET", path)).await.text()
    };
    assert!(log(&mel).await.contains("secret plan"), "it is open to members");
    assert!(!log(&gus).await.contains("secret plan"), "guests hear of what they were given");
    assert_eq!(shelf.call("PATCH", &path, &json!({ "restricted": true })).await.0, 200);
    assert!(!log(&mel).await.contains("secret plan") && log(&mel).await.contains("menu"));
    assert!(log(&shelf.ada).await.contains("secret plan"));
    let give = |id: &str, who: &Human| {
        format!("/api/v1/workspaces/studio/access/file/{id}/person/{}", who.id)
    };
    let read = json!({ "level": "read" });
    assert_eq!(shelf.call("PUT", &give(file["id"].as_str().unwrap(), &mel), &read).await.0, 204);
    assert_eq!(shelf.call("PUT", &give(open["id"].as_str().unwrap(), &gus), &read).await.0, 204);
    assert!(log(&mel).await.contains("secret plan"));
    assert!(log(&gus).await.contains("menu") && !log(&gus).await.contains("secret plan"));
    assert_eq!(ask(&shelf, &shelf.ada, ("DELETE", &path)).await.status, 204);
    for human in [&shelf.ada, &mel, &gus] {
        assert!(!log(human).await.contains("secret plan"), "{}", human.email);
    }
}

/// SPEC FILE-22
#[tokio::test]
async fn a_file_is_attached_to_what_one_may_change() {
    let (shelf, [mel, _, _]) = peopled().await;
    let base = "/api/v1/workspaces/studio";
    for (key, closed) in [("OPN", false), ("SEC", true)] {
        let body = json!({ "key": key, "name": key, "closed": closed });
        assert_eq!(shelf.call("POST", &format!("{base}/projects"), &body).await.0, 201);
    }
    let task = async |key: &str| {
        let body = json!({ "project": key, "title": "One" });
        let (status, made) = shelf.call("POST", &format!("{base}/tasks"), &body).await;
        assert_eq!(status, 201, "{made}");
        made["id"].as_str().unwrap().to_owned()
    };
    let (open, secret) = (task("OPN").await, task("SEC").await);
    let body = json!({ "place_kind": "task", "place": open, "body": "Look" });
    let (status, thread) = shelf.call("POST", &format!("{base}/threads"), &body).await;
    assert_eq!(status, 201, "{thread}");
    let comment = thread["first"]["id"].as_str().unwrap_or_default().to_owned();
    let bring = Request::post(&format!("{FILES}?name=mine.txt")).bearer(&mel.token);
    let file = shelf.door.ask(bring.bytes("x")).await.json().unwrap();
    let place = format!("{FILES}/{}/references", file["id"].as_str().unwrap());
    for (target, status) in [
        (format!("task/{open}"), 200),
        (format!("task/{secret}"), 404),
        (format!("comment/{comment}"), 403),
    ] {
        let path = format!("{place}/{target}");
        assert_eq!(shelf.door.call(&mel, ("PUT", &path), &Value::Null).await.0, status, "{path}");
    }
    let path = format!("{place}/comment/{comment}");
    assert_eq!(shelf.call("PUT", &path, &Value::Null).await.0, 200, "its author may");
}
