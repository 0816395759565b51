//! The disk of the embedded store is full, and has room again: what people see of it.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

mod door;

use std::path::{Path, PathBuf};
use std::process::Command;

use door::people::OPEN;
use door::{DEADLINE, Door, until, variable};
use renexus_load::http::{Request, Response};
use renexus_load::{Protocol, ServerProcess};
use serde_json::json;

/// A disk that a test can fill, as root and as anybody else: what the server writes there fails.
struct Disk {
    data: tempfile::TempDir,
    beside: tempfile::TempDir,
    library: PathBuf,
}

impl Disk {
    fn new() -> Self {
        let (data, beside) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
        let library = beside.path().join("disk.so");
        let source = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/full/disk.c");
        let mut compiler = Command::new("cc");
        compiler.args(["-shared", "-fPIC", "-O1", "-o"]).arg(&library).arg(source).arg("-ldl");
        let made = compiler.output().expect("a C compiler; the server itself needs one, too");
        assert!(made.status.success(), "{}", String::from_utf8_lossy(&made.stderr));
        Self { data, beside, library }
    }

    fn full(&self) -> PathBuf {
        self.beside.path().join("full")
    }

    fn fill(&self) {
        std::fs::write(self.full(), "").unwrap();
    }

    fn make_room(&self) {
        std::fs::remove_file(self.full()).unwrap();
    }

    fn server(&self, settings: &[(&str, &str)]) -> ServerProcess {
        let start = |command: &mut Command| {
            command.env("LD_PRELOAD", &self.library);
            command.env("RENEXUS_TEST_FULL_WHEN", self.full());
            command.env("RENEXUS_TEST_FULL_FOLDER", self.data.path());
            command.envs(settings.iter().map(|(key, value)| (variable(key), *value)));
        };
        ServerProcess::start_with(door::binary(), self.data.path(), start).unwrap()
    }
}

fn told(answer: &Response, kind: &str) {
    assert_eq!(answer.status, 503, "{}", answer.text());
    assert!(answer.header("retry-after").is_some(), "{}", answer.text());
    let told = answer.json().unwrap()["type"].as_str().unwrap().to_owned();
    assert_eq!(told, format!("/problems/{kind}"), "{}", answer.text());
}

/// SPEC DUR-11
#[tokio::test]
async fn a_full_disk_makes_documents_read_only_until_there_is_room() {
    let disk = Disk::new();
    let quick = [OPEN, ("journal.attempts", "1"), ("journal.retry_seconds", "0.1")];
    let door = Door::around(disk.server(&quick));
    let human = door.human("Ada").await;
    let workspace = door.workspace(&human, "studio").await;
    let token = door.token("*", "manage");
    let ada = door.peer(Protocol::Hocuspocus, "notes", &token).await;
    let bob = door.peer(Protocol::YSweet, "notes", &token).await;
    ada.insert("before;").unwrap();
    ada.all_acknowledged().await.unwrap();
    bob.wait_text("before;", DEADLINE).await.unwrap();
    disk.fill();
    ada.insert("first;").unwrap();
    until("it is read-only", async || ada.scope().as_deref() == Some("readonly")).await;
    bob.insert("late;").unwrap();
    assert!(bob.wait_denied(DEADLINE).await.unwrap().contains("read-only"));
    assert_eq!((ada.acknowledged(), bob.acknowledged()), (1, 0), "nothing is saved");
    // Reading goes on, whatever writes says why it does not.
    assert_eq!(door.text("notes").await, ada.text());
    let update = renexus_actors::replica::Replica::from_text("text", "refused").unwrap();
    let patch = Request::new("PATCH", "/api/documents/notes").bearer(&token).bytes(update);
    told(&door.ask(patch).await, "read-only");
    let body = json!({ "key": "REN", "name": "Renexus" }).to_string();
    let projects = format!("/api/v1/workspaces/{workspace}/projects");
    let make = || Request::post(&projects).bearer(&human.token).json(&body);
    told(&door.ask(make()).await, "full");
    let file = format!("/api/v1/workspaces/{workspace}/files?name=plan.txt");
    let bring = || Request::post(&file).bearer(&human.token).bytes(b"words".to_vec());
    let refused = door.ask(bring()).await;
    assert_eq!(refused.status, 503, "{}", refused.text());
    let ready = door.ask(Request::get("/health/ready")).await;
    assert_eq!((ready.status, &ready.json().unwrap()["saving"]), (200, &json!(false)));
    disk.make_room();
    until("it may be written", async || ada.scope().as_deref() == Some("read-write")).await;
    let whole = |text: String| ["before;", "first;", "late;"].iter().all(|it| text.contains(it));
    until("everybody has everything", async || whole(ada.text()) && whole(bob.text())).await;
    ada.insert("after;").unwrap();
    ada.all_acknowledged().await.unwrap();
    bob.wait_acknowledged(1, DEADLINE).await.unwrap();
    assert_eq!(door.ask(make()).await.status, 201);
    assert_eq!(door.ask(bring()).await.status, 201);
    let ready = door.ask(Request::get("/health/ready")).await;
    assert_eq!(ready.json().unwrap(), json!({ "status": "ready" }));
    let text = ada.text();
    drop((ada, bob, door));
    // After the worst that can follow, it stands in the files.
    let door = Door::around(disk.server(&quick));
    assert_eq!(door.text("notes").await, text);
    let files = format!("/api/v1/workspaces/{workspace}/files");
    let files = door.ask(Request::get(&files).bearer(&human.token)).await.json().unwrap();
    assert_eq!(files["items"].as_array().unwrap().len(), 1, "{files}");
}
