//! What a link to a project shows to somebody without an account.

use renexus_load::Protocol;
use renexus_load::http::{Request, Response};
use serde_json::{Value, json};

use crate::door::people::{Human, OPEN};
use crate::door::{CUT_OFF, DEADLINE, Door};
use crate::problem::problem;

const BASE: &str = "/api/v1/workspaces/studio";

/// A project that is shared, and one that is not, with a task each.
struct Shared {
    door: Door,
    ada: Human,
    project: String,
}

impl Shared {
    async fn new(settings: &[(&str, &str)]) -> Self {
        let door = Door::with(settings);
        let ada = door.human("Ada").await;
        door.workspace(&ada, "studio").await;
        let mut ids = Vec::new();
        for (key, title) in [("REN", "Crash"), ("OPS", "Secret plan")] {
            let project = json!({ "key": key, "name": key, "closed": true });
            let path = format!("{BASE}/projects");
            let (status, project) = door.call(&ada, ("POST", &path), &project).await;
            assert_eq!(status, 201, "{project}");
            ids.push(project["id"].as_str().unwrap().to_owned());
            let task = json!({ "project": key, "title": title, "assignees": [ada.id] });
            assert_eq!(door.call(&ada, ("POST", &format!("{BASE}/tasks")), &task).await.0, 201);
        }
        Self { door, ada, project: ids.remove(0) }
    }

    /// Makes a link; its secret and the id of its entry.
    async fn link(&self, level: &str) -> (String, String) {
        let links = format!("{BASE}/access/project/{}/links", self.project);
        let (status, made) =
            self.door.call(&self.ada, ("POST", &links), &json!({ "level": level })).await;
        assert_eq!(status, 201, "{made}");
        let text = |value: &Value| value.as_str().unwrap().to_owned();
        (text(&made["secret"]), text(&made["entry"]["id"]))
    }

    async fn rename(&self, title: &str) {
        let change = json!({ "title": title });
        let path = format!("{BASE}/tasks/REN-1");
        assert_eq!(self.door.call(&self.ada, ("PATCH", &path), &change).await.0, 200);
    }

    async fn open(&self, secret: &str, task: &str) -> Response {
        let body = json!({ "secret": secret, "task": task }).to_string();
        self.door.ask(Request::post("/api/v1/links/open").json(&body)).await
    }
}

fn board(secret: &str) -> Request {
    Request::get("/api/v1/links/project").header("renexus-link", secret)
}

/// SPEC WS-11
#[tokio::test]
async fn a_board_is_read_by_its_link_alone() {
    let shared = Shared::new(&[OPEN]).await;
    let (secret, entry) = shared.link("read").await;
    let seen = shared.door.ask(board(&secret)).await;
    assert_eq!(seen.status, 200);
    let body = seen.json().unwrap();
    assert_eq!(body["board"]["project"]["key"], "REN");
    assert_eq!((&body["level"], &body["people"][0]["name"]), (&json!("read"), &json!("Ada")));
    assert!(seen.text().contains("Crash") && !seen.text().contains("Secret plan"));
    // It is the whole of what the link gives: nothing else of the workspace, and no change.
    let (listed, tasks) = (format!("{BASE}/tasks"), format!("{BASE}/projects/REN/board"));
    for path in [BASE, &listed, &tasks, "/api/v1/me"] {
        let by_link = Request::get(path).header("renexus-link", &secret);
        assert_eq!(shared.door.ask(by_link).await.status, 401, "{path}");
    }
    let again = board(&secret).header("if-none-match", seen.header("etag").unwrap());
    assert_eq!(shared.door.ask(again.clone()).await.status, 304);
    // A proxy that packs answers weakens their tags.
    let weak = format!("W/{}", seen.header("etag").unwrap());
    let weak = board(&secret).header("if-none-match", &weak);
    assert_eq!(shared.door.ask(weak).await.status, 304);
    shared.rename("Crash on start").await;
    let news = shared.door.ask(again).await;
    assert!(news.status == 200 && news.text().contains("Crash on start"));
    problem(&shared.door.ask(board("guessed")).await, 404, "void");
    problem(&shared.door.ask(Request::get("/api/v1/links/project")).await, 400, "invalid");
    let path = format!("{BASE}/access/project/{}/{entry}", shared.project);
    assert_eq!(shared.door.call(&shared.ada, ("DELETE", &path), &Value::Null).await.0, 204);
    problem(&shared.door.ask(board(&secret)).await, 404, "void");
}

/// SPEC WS-12: who waits is answered when something happens, long before the wait is over.
#[tokio::test]
async fn who_waits_for_news_of_a_shared_board_is_told() {
    let shared = Shared::new(&[OPEN]).await;
    let (secret, _) = shared.link("read").await;
    let etag = shared.door.ask(board(&secret)).await;
    let waiting = board(&secret).header("if-none-match", etag.header("etag").unwrap());
    let waiting = waiting.header("prefer", "respond-async, wait=25");
    let began = tokio::time::Instant::now();
    let (news, ()) = tokio::join!(shared.door.ask(waiting), async {
        // Whether it is asked before or after, it is told.
        shared.rename("Crash on start").await;
    });
    assert!(news.status == 200 && news.text().contains("Crash on start"), "{}", news.text());
    assert!(began.elapsed() < DEADLINE, "it did not wait until its end");
}

/// SPEC WS-12: beyond those who may wait, nobody does.
#[tokio::test]
async fn only_so_many_wait() {
    let shared = Shared::new(&[OPEN, ("server.waiting", "0")]).await;
    let (secret, _) = shared.link("read").await;
    let seen = shared.door.ask(board(&secret)).await;
    let again = board(&secret).header("if-none-match", seen.header("etag").unwrap());
    let answered = shared.door.ask(again.header("prefer", "wait=25"));
    let answered = tokio::time::timeout(DEADLINE, answered).await.expect("an answer at once");
    assert_eq!(answered.status, 304);
}

/// SPEC WS-11: the description is as open as the link says, and closes with it.
#[tokio::test]
async fn a_link_to_a_project_opens_the_descriptions_of_its_tasks() {
    let shared = Shared::new(&[OPEN]).await;
    for (level, writes) in [("read", false), ("write", true)] {
        let (secret, entry) = shared.link(level).await;
        let opened = shared.open(&secret, "REN-1").await.json().unwrap();
        let document = opened["document"].as_str().expect("a document");
        let token = opened["token"].as_str().expect("a token");
        let visitor = shared.door.peer(Protocol::Hocuspocus, document, token).await;
        visitor.insert(level).unwrap();
        match writes {
            true => visitor.all_acknowledged().await.unwrap(),
            false => visitor.wait_refused(1, CUT_OFF).await.unwrap(),
        }
        problem(&shared.open(&secret, "OPS-1").await, 404, "not-found");
        problem(&shared.open(&secret, "REN-9").await, 404, "not-found");
        let path = format!("{BASE}/access/project/{}/{entry}", shared.project);
        assert_eq!(shared.door.call(&shared.ada, ("DELETE", &path), &Value::Null).await.0, 204);
        assert_eq!(visitor.wait_closed(CUT_OFF).await.expect("an end").0, 4_401);
        problem(&shared.open(&secret, "REN-1").await, 404, "void");
    }
}

/// SPEC WS-11: what was deleted is gone for visitors at once.
#[tokio::test]
async fn a_deleted_project_is_shown_to_nobody() {
    let shared = Shared::new(&[OPEN]).await;
    let (secret, _) = shared.link("read").await;
    assert_eq!(shared.door.ask(board(&secret)).await.status, 200);
    let path = format!("{BASE}/projects/REN");
    assert!(shared.door.call(&shared.ada, ("DELETE", &path), &Value::Null).await.0 < 300);
    problem(&shared.door.ask(board(&secret)).await, 404, "void");
    problem(&shared.open(&secret, "REN-1").await, 404, "void");
}
