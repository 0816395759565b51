//! Everything of a workspace in one archive.

use std::io::{Cursor, Read};

use renexus_actors::replica::{Applied, Replica, export};
use renexus_load::http::Request;
use renexus_wire::lib0::Reader;
use renexus_wire::update::UpdateLimits;
use serde_json::{Value, json};
use zip::ZipArchive;

use crate::studio::{STUDIO, Studio};

/// The archive of the workspace.
async fn archive(studio: &Studio) -> ZipArchive<Cursor<Vec<u8>>> {
    let answer = studio.answer(Request::get(&format!("{STUDIO}/export"))).await;
    assert_eq!(answer.status, 200, "{}", answer.text());
    assert_eq!(answer.header("content-type"), Some("application/zip"));
    ZipArchive::new(Cursor::new(answer.body.to_vec())).expect("a zip file")
}

fn content(archive: &mut ZipArchive<Cursor<Vec<u8>>>, name: &str) -> Vec<u8> {
    let mut content = Vec::new();
    archive.by_name(name).expect(name).read_to_end(&mut content).expect(name);
    content
}

/// The lines of a file of the archive.
pub(crate) async fn lines(studio: &Studio, name: &str) -> Vec<Value> {
    let content = content(&mut archive(studio).await, name);
    let text = String::from_utf8(content).unwrap();
    text.lines().map(|line| serde_json::from_str(line).unwrap()).collect()
}

/// SPEC TASK-23
#[tokio::test]
async fn an_archive_holds_everything() {
    let studio = Studio::open().await;
    let label = studio.made("labels", json!({ "name": "bug" })).await;
    let told = json!({ "labels": [label["id"]], "description": "It crashes." });
    let task = studio.task("Crash", told).await;
    studio.task("Other", json!({})).await;
    studio.made("tasks/REN-1/links", json!({ "kind": "blocks", "task": "REN-2" })).await;
    studio.changed("tasks/REN-1", json!({ "priority": "high" })).await;
    let mut archive = archive(&studio).await;
    let head: Value = serde_json::from_slice(&content(&mut archive, "workspace.json")).unwrap();
    assert_eq!(head["format"], "renexus-workspace/1");
    assert_eq!(
        (&head["workspace"]["slug"], &head["labels"][0]["name"]),
        (&json!("studio"), &json!("bug"))
    );
    let project: Value =
        serde_json::from_slice(&content(&mut archive, "projects/REN.json")).unwrap();
    assert_eq!(project["statuses"].as_array().unwrap().len(), 5);
    let members = lines(&studio, "members.jsonl").await;
    assert_eq!((members.len(), &members[0]["email"]), (1, &json!("ada@example.org")));
    let tasks = lines(&studio, "tasks.jsonl").await;
    assert_eq!((tasks.len(), &tasks[0]["task"]["key"]), (2, &json!("REN-1")));
    assert_eq!(tasks[0]["links"][0]["kind"], "blocks");
    assert_eq!(tasks[0]["history"][0]["field"], "priority");
    let events = lines(&studio, "events.jsonl").await;
    let seqs: Vec<_> = events.iter().map(|event| event["seq"].as_i64().unwrap()).collect();
    assert_eq!(seqs, (1..=head["seq"].as_i64().unwrap()).collect::<Vec<_>>());
    let documents = lines(&studio, "documents.jsonl").await;
    let own = documents.iter().find(|line| line["id"] == task["document"]).unwrap();
    let updates = content(&mut archive, own["file"].as_str().unwrap());
    let update = Reader::new(&updates).var_bytes().unwrap().to_vec();
    assert!(update.windows(11).any(|bytes| bytes == b"It crashes."));
}

/// SPEC TASK-23, TASK-29
#[tokio::test]
async fn conversations_files_and_texts_are_in_the_archive() {
    let studio = Studio::open().await;
    let description = "## Steps\n\n- [x] **start** it\n- [ ] <b>look</b>";
    let task = studio.task("Crash", json!({ "description": description })).await;
    studio.task("Deleted", json!({})).await;
    studio.ask("DELETE", "tasks/REN-2", &Value::Null).await;
    let place = json!({ "place_kind": "task", "place": "REN-1", "body": "Frist." });
    let thread = studio.made("threads", place).await;
    let comment = format!("comments/{}", thread["first"]["id"].as_str().unwrap());
    studio.changed(&comment, json!({ "body": "First." })).await;
    let (status, _) =
        studio.ask("PUT", &format!("{comment}/reactions/%F0%9F%91%8D"), &Value::Null).await;
    assert_eq!(status, 200);
    let answer = format!("threads/{}/comments", thread["id"].as_str().unwrap());
    studio.made(&answer, json!({ "body": "Second." })).await;
    let bytes = vec![7_u8; 3 << 20];
    let request = Request::post(&format!("{STUDIO}/files?name=data.bin")).bytes(bytes.clone());
    assert_eq!(studio.answer(request).await.status, 201);

    let threads = lines(&studio, "threads.jsonl").await;
    assert_eq!((threads.len(), &threads[0]["place"]), (1, &task["id"]));
    let said = lines(&studio, "comments.jsonl").await;
    let bodies: Vec<_> = said.iter().map(|line| &line["comment"]["body"]).collect();
    assert_eq!(bodies, ["First.", "Second."]);
    assert_eq!(said[0]["former"][0]["body"], "Frist.");
    assert_eq!(said[0]["comment"]["reactions"][0]["emoji"], "👍");
    let files = lines(&studio, "files.jsonl").await;
    assert_eq!(files[0]["about"]["name"], "data.bin");
    let mut archive = archive(&studio).await;
    assert!(content(&mut archive, files[0]["file"].as_str().unwrap()) == bytes);
    let trash = lines(&studio, "trash.jsonl").await;
    assert_eq!(trash[0]["content"]["task"]["title"], "Deleted");
    let documents = lines(&studio, "documents.jsonl").await;
    let own = documents.iter().find(|line| line["id"] == task["document"]).unwrap();
    let stem = own["file"].as_str().unwrap().trim_end_matches("updates");
    let mut text = |ending: &str| {
        String::from_utf8(content(&mut archive, &format!("{stem}{ending}"))).unwrap()
    };
    assert_eq!(text("md"), format!("{description}\n"));
    let html = text("html");
    assert!(html.contains("<h2>Steps</h2>") && html.contains("<strong>start</strong>"), "{html}");
    assert!(html.contains("&lt;b&gt;look&lt;/b&gt;"), "{html}");
    let json: Value = serde_json::from_str(&text("json")).unwrap();
    assert_eq!(json["content"][0]["attrs"]["level"], 2);
    assert_eq!(json["content"][1]["content"][0]["attrs"]["checked"], true);
}

/// SPEC TASK-23
#[tokio::test]
async fn the_versions_of_documents_are_in_the_archive() {
    let studio = Studio::open().await;
    let task = studio.task("Crash", json!({ "description": "It crashes." })).await;
    let document = task["document"].as_str().unwrap();
    let keep = async |name: &str| {
        let path = format!("/api/v1/documents/{document}/versions");
        let taken = Request::post(&path).json(&json!({ "name": name }).to_string());
        assert_eq!(studio.answer(taken).await.status, 201, "{name}");
    };
    keep("First look").await;
    let more = Replica::from_text("more", "Always.").unwrap();
    let edit = Request::new("PATCH", &format!("/api/documents/{document}")).bytes(more);
    assert_eq!(studio.answer(edit).await.status, 200);
    keep("Second look").await;
    let versions = lines(&studio, "versions.jsonl").await;
    let names: Vec<_> = versions.iter().map(|line| &line["version"]["name"]).collect();
    assert_eq!(names, ["Second look", "First look"]);
    let mut archive = archive(&studio).await;
    for (line, text) in versions.iter().zip(["It crashes.\n\nAlways.", "It crashes."]) {
        assert_eq!(line["version"]["document"], task["document"]);
        let update = content(&mut archive, line["file"].as_str().unwrap());
        let mut replica = Replica::new();
        assert_eq!(replica.apply(&update, &UpdateLimits::default()), Applied::New);
        assert_eq!(replica.read(export::to_text), text);
    }
}

/// SPEC TASK-23
#[tokio::test]
async fn the_tree_of_documents_levels_and_webhooks_are_in_the_archive() {
    let studio = Studio::open().await;
    let book = studio.made("pages", json!({ "title": "Handbook" })).await;
    studio.made("pages", json!({ "title": "First steps", "parent": book["id"] })).await;
    let page = book["id"].as_str().unwrap();
    let links = format!("access/document/{page}/links");
    let link = studio.made(&links, json!({ "level": "read" })).await;
    let secret = link["secret"].as_str().unwrap();
    let level = json!({ "level": "write" });
    let role = format!("access/document/{page}/role/guest");
    assert_eq!(studio.ask("PUT", &role, &level).await.0, 204);
    let hook = json!({ "url": "https://hooks.example.org/a", "events": ["task.*"] });
    let hook = studio.made("webhooks", hook).await;

    let pages = lines(&studio, "pages.jsonl").await;
    let titles: Vec<_> = pages.iter().map(|page| page["title"].as_str().unwrap()).collect();
    assert!(titles.contains(&"Handbook") && titles.contains(&"First steps"), "{titles:?}");
    let part = pages.iter().find(|page| page["title"] == "First steps").unwrap();
    assert_eq!(part["parent"], book["id"]);
    let documents = lines(&studio, "documents.jsonl").await;
    assert!(documents.iter().any(|line| line["id"] == book["id"]), "its content is there too");
    let levels = lines(&studio, "access.jsonl").await;
    let given = |kind: &str| levels.iter().find(|line| line["subject_kind"] == kind).unwrap();
    assert_eq!(given("role")["subject"], "guest");
    assert_eq!(
        (&given("link")["subject"], &given("link")["level"]),
        (&Value::Null, &json!("read"))
    );
    let hooks = lines(&studio, "webhooks.jsonl").await;
    assert_eq!(hooks[0]["url"], "https://hooks.example.org/a");
    let all = format!("{pages:?}{levels:?}{hooks:?}");
    let signs = hook["secret"].as_str().unwrap();
    assert!(!all.contains(secret) && !all.contains(signs), "no secret leaves");
}
