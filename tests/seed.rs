//! The demo: made on a stopped server, and read like any other workspace.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

mod door;

use std::collections::BTreeSet;
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use renexus::seeding::DUPLICATES;
use renexus_load::http::Request;
use serde_json::{Value, json};

use crate::door::people::{Human, OPEN, entered};
use crate::door::{Door, binary, engine, run};

/// Everybody's password.
const PASSWORD: &str = "a password for the demo";
/// Where the workspace is.
const FERRY: &str = "/api/v1/workspaces/ferry";

/// Runs the command; what it says, and whether it ended well.
fn seed(folder: &Path) -> (bool, String) {
    let args = ["seed", "--demo", "--workspace", "ferry", "--password", PASSWORD, "--seed", "7"];
    let output = run(folder, &args, &[]);
    let said = [output.stdout, output.stderr].concat();
    (output.status.success(), String::from_utf8(said).unwrap())
}

fn holds_a_file(folder: &Path) -> bool {
    let Ok(inside) = folder.read_dir() else { return false };
    inside.flatten().any(|entry| {
        let path = entry.path();
        path.is_file() || holds_a_file(&path)
    })
}

/// Begins the demo, and kills it in the middle: people are there, and the year has begun.
fn cut_off(folder: &Path) {
    let mut command = Command::new(binary());
    command.args(["seed", "--demo", "--workspace", "ferry", "--password", PASSWORD]);
    command.arg("--data").arg(folder).stdin(Stdio::null());
    command.stdout(Stdio::null()).stderr(Stdio::null());
    command.envs(engine::setting(&engine::database(folder)));
    let mut child = command.spawn().unwrap();
    let began = Instant::now();
    // Portraits come behind the people.
    while !holds_a_file(&folder.join("blobs")) {
        assert!(began.elapsed() < Duration::from_secs(60), "nothing is made");
        assert!(child.try_wait().unwrap().is_none(), "it ended by itself");
        std::thread::sleep(Duration::from_millis(5));
    }
    child.kill().unwrap();
    child.wait().unwrap();
    assert!(folder.join("demo-unfinished.json").is_file(), "it was finished already");
}

/// SPEC CLI-9
#[tokio::test]
async fn a_demo_that_was_cut_off_is_not_there() {
    let folder = tempfile::tempdir().unwrap();
    cut_off(folder.path());
    let door = Door::on(folder, &[OPEN]);
    assert!(!door.folder().join("demo-unfinished.json").exists());
    let login = json!({ "email": "maya@ferry.example", "password": PASSWORD }).to_string();
    let answer = door.ask(Request::post("/api/v1/auth/login").json(&login)).await;
    assert_eq!(answer.status, 401, "{}", answer.text());
    // Its name is free.
    let ada = door.human("Ada").await;
    door.workspace(&ada, "ferry").await;
    let (status, all) = door.call(&ada, ("GET", &format!("{FERRY}/members")), &Value::Null).await;
    assert_eq!((status, all["items"].as_array().unwrap().len()), (200, 1), "{all}");
}

/// A server with the demo, and its owner.
struct Ferry {
    door: Door,
    maya: Human,
}

impl Ferry {
    async fn read(&self, path: &str) -> Value {
        let (status, body) = self
            .door
            .call(
                &self.maya,
                ("GET", format!("{FERRY}/{path}").trim_end_matches('/')),
                &Value::Null,
            )
            .await;
        assert_eq!(status, 200, "{path}: {body}");
        body
    }

    /// Every item of a list, page by page.
    async fn all(&self, path: &str) -> Vec<Value> {
        let (mut items, mut after) = (Vec::new(), String::new());
        loop {
            let page = self.read(&format!("{path}limit=200{after}")).await;
            items.extend(page["items"].as_array().unwrap().iter().cloned());
            let Some(next) = page["next"].as_str() else { return items };
            after = format!("&after={next}");
        }
    }

    async fn document(&self, id: &Value, form: &str) -> String {
        let path = format!("/api/documents/{}/{form}", id.as_str().unwrap());
        let answer = self.door.ask(Request::get(&path).bearer(&self.maya.token)).await;
        assert_eq!(answer.status, 200, "{}", answer.text());
        answer.text()
    }
}

/// SPEC CLI-8, CLI-9
#[tokio::test]
async fn the_demo_is_a_workspace_like_any_other() {
    let folder = tempfile::tempdir().unwrap();
    // What a run left that was cut off is in nobody's way.
    cut_off(folder.path());
    let (made, said) = seed(folder.path());
    assert!(made, "{said}");
    assert!(said.contains("maya@ferry.example") && said.contains(PASSWORD), "{said}");
    let (made, said) = seed(folder.path());
    assert!(!made && said.contains("`ferry` already"), "{said}");

    let door = Door::on(folder, &[]);
    let (made, said) = seed(door.folder());
    assert!(!made && said.contains("another renexus uses this data folder"), "{said}");
    let login = json!({ "email": "maya@ferry.example", "password": PASSWORD }).to_string();
    let answer = door.ask(Request::post("/api/v1/auth/login").json(&login)).await;
    assert_eq!(answer.status, 200, "{}", answer.text());
    let maya = entered(&answer);
    let ferry = Ferry { door, maya };
    tasks(&ferry).await;
    events(&ferry).await;
    people(&ferry).await;
    belongings(&ferry).await;
}

async fn tasks(ferry: &Ferry) {
    let tasks = ferry.all("tasks?").await;
    assert_eq!(tasks.len(), 300);
    let open = ferry.all("tasks?filter=is:open&").await;
    assert!((40..=160).contains(&open.len()), "{} are open", open.len());
    let open: BTreeSet<_> = open.iter().map(|task| task["title"].as_str().unwrap()).collect();
    for (one, other) in DUPLICATES {
        assert!(open.contains(one) && open.contains(other), "{one} | {other}");
    }
    let done = tasks.iter().find(|task| task["completed_at"].is_string()).unwrap();
    let key = done["key"].as_str().unwrap();
    let history = ferry.read(&format!("tasks/{key}/history?limit=200")).await;
    let history = history["items"].as_array().unwrap().clone();
    let last = history.iter().rev().find(|line| line["field"] == "status").unwrap();
    assert_eq!((&last["after"], &last["at"]), (&done["status"], &done["completed_at"]));
    let mut described = 0;
    for task in tasks.iter().take(20) {
        let json = ferry.document(&task["document"], "json").await;
        described += usize::from(json.contains(r#""type":"paragraph""#));
    }
    assert!(described > 5, "{described} of 20 are described in rich text");
}

/// The log has no hole, time goes on in it, and the last event is that of the workspace.
async fn events(ferry: &Ferry) {
    let head = ferry.read("").await["seq"].as_i64().unwrap();
    let (mut after, mut last, mut seen) = (0, String::new(), 0);
    while after < head {
        let page = ferry.read(&format!("events?limit=200&after={after}")).await;
        for event in page["items"].as_array().unwrap() {
            seen += 1;
            assert_eq!(event["seq"], json!(seen));
            let at = event["at"].as_str().unwrap().to_owned();
            assert!(at >= last, "{at} is told after {last}");
            last = at;
        }
        assert!(seen > after, "the log ends at {after} of {head}");
        after = seen;
    }
}

async fn people(ferry: &Ferry) {
    let members = ferry.all("members?").await;
    assert_eq!(members.len(), 8);
    for member in &members {
        let picture = member["avatar"].as_str().unwrap();
        let answer = ferry.door.ask(Request::get(picture)).await;
        assert_eq!(answer.status, 200);
        assert!(answer.header("content-type").unwrap().starts_with("image/"));
    }
    let told = ferry.door.call(&ferry.maya, ("GET", "/api/v1/me/notifications"), &Value::Null);
    assert!(!told.await.1["items"].as_array().unwrap().is_empty());
    assert_eq!(ferry.all("views?").await.len(), 6);
}

async fn belongings(ferry: &Ferry) {
    assert_eq!(ferry.all("files?").await.len(), 8);
    let found = ferry.read("search?q=handbook").await;
    let hit = found["items"].as_array().unwrap().iter().find(|hit| hit["kind"] == "document");
    let document = hit.unwrap()["id"].clone();
    let text = ferry.document(&document, "text").await;
    assert!(text.starts_with("How we work together"), "{text}");
    let pages = ferry.read("pages").await;
    let pages = pages["items"].as_array().unwrap();
    let below = pages.iter().filter(|page| page["parent"] == document).count();
    assert_eq!((pages.len(), below), (10, 9));
    let talk = format!("threads?place_kind=document&place={}&", document.as_str().unwrap());
    assert_eq!(ferry.all(&talk).await[0]["comments"], 2);
    let said = ferry.read("search?q=staging").await;
    assert!(said["items"].as_array().unwrap().iter().any(|hit| hit["kind"] == "comment"));
}
