//! Everything of a workspace in one archive.

use std::io::{Cursor, Read};

use renexus_load::http::Request;
use renexus_wire::lib0::Reader;
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
