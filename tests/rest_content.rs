//! The content of documents over REST, beside open editors. See `HTTP` in docs/SPEC.md.

#![allow(
    missing_docs,
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing
)]

mod door;
mod problem;

use base64::Engine;
use base64::engine::general_purpose::{URL_SAFE, URL_SAFE_NO_PAD};
use door::{DEADLINE, Door};
use problem::problem;
use renexus::rich::from_markdown;
use renexus_actors::replica::{Applied, Replica, export};
use renexus_load::Protocol;
use renexus_load::http::{Request, Response};
use renexus_wire::rich::ROOT;
use renexus_wire::update::UpdateLimits;
use serde_json::json;

/// An update that changes nothing.
const EMPTY_UPDATE: [u8; 2] = [0, 0];

fn get(path: &str, token: &str) -> Request {
    Request::get(&format!("/api/documents/{path}")).bearer(token)
}

async fn patch(door: &Door, document: &str, token: &str, update: Vec<u8>) -> Response {
    let path = format!("/api/documents/{document}");
    door.ask(Request::new("PATCH", &path).bearer(token).bytes(update)).await
}

fn words(text: &str) -> Vec<u8> {
    Replica::from_text("text", text).unwrap()
}

/// What an update makes of an empty document.
fn replayed(updates: &[&[u8]]) -> Replica {
    let mut replica = Replica::new();
    for update in updates {
        let applied = replica.apply(update, &UpdateLimits::default());
        assert!(matches!(applied, Applied::New | Applied::Nothing), "{applied:?}");
    }
    replica
}

async fn with_document(id: &str) -> (Door, String) {
    let door = Door::open();
    let token = door.token("*", "manage");
    let body = json!({ "id": id }).to_string();
    let made = door.ask(Request::post("/api/documents").bearer(&token).json(&body)).await;
    assert_eq!(made.status, 201, "{}", made.text());
    (door, token)
}

/// SPEC HTTP-5
#[tokio::test]
async fn a_document_is_read_in_every_form() {
    let (door, token) = with_document("notes").await;
    let peer = door.peer(Protocol::Hocuspocus, "notes", &token).await;
    peer.insert("héllo ✓").unwrap();
    let before = peer.state_vector();
    peer.insert(" world").unwrap();
    peer.all_acknowledged().await.unwrap();
    let text = door.ask(get("notes/text", &token)).await;
    assert_eq!(text.header("content-type"), Some("text/plain; charset=utf-8"));
    assert_eq!(text.text(), "héllo ✓ world");
    let json = door.ask(get("notes/json", &token)).await;
    assert_eq!(json.header("content-type"), Some("application/json"));
    assert_eq!(json.json().unwrap(), json!({ "text": "héllo ✓ world" }));
    let update = door.ask(get("notes/update", &token)).await;
    assert_eq!(update.header("content-type"), Some("application/octet-stream"));
    let replica = replayed(&[&update.body]);
    assert_eq!(replica.read(export::to_text), "héllo ✓ world");
    let vector = door.ask(get("notes/state-vector", &token)).await;
    assert_eq!(vector.header("content-type"), Some("application/octet-stream"));
    assert_eq!(vector.body, replica.state_vector());
    // With and without padding: what it lacks, and nothing else.
    for since in [URL_SAFE_NO_PAD.encode(&before), URL_SAFE.encode(&before)] {
        let rest = door.ask(get(&format!("notes/update?since={since}"), &token)).await;
        assert!(rest.body.len() < update.body.len(), "only what it lacks is sent");
        let half = replayed(&[&update.body]).diff(&before, 10).unwrap();
        assert_eq!(rest.body, half);
    }
    let all = URL_SAFE_NO_PAD.encode(&vector.body);
    let nothing = door.ask(get(&format!("notes/update?since={all}"), &token)).await;
    assert_eq!(nothing.body[..], EMPTY_UPDATE);
    for since in ["!!", "_w", "AQ", "_____w8"] {
        let answer = door.ask(get(&format!("notes/update?since={since}"), &token)).await;
        problem(&answer, 400, "invalid");
    }
}

/// SPEC HTTP-5
#[tokio::test]
async fn a_rich_text_is_read_as_json_html_and_markdown() {
    const TEXT: &str = "# Plan\n\nSome **bold** words, 1 < 2 && \"so\".\n\n- one\n- two\n";
    let (door, token) = with_document("plan").await;
    let update = Replica::from_rich(ROOT, &from_markdown(TEXT)).unwrap();
    assert_eq!(patch(&door, "plan", &token, update).await.status, 200);
    let read = async |form: &str| door.ask(get(&format!("plan/{form}"), &token)).await;
    let markdown = read("markdown").await;
    assert_eq!(markdown.header("content-type"), Some("text/markdown; charset=utf-8"));
    assert_eq!(markdown.text(), TEXT);
    let html = read("html").await;
    assert_eq!(html.header("content-type"), Some("text/html; charset=utf-8"));
    let html = html.text();
    assert!(html.contains("<h1>Plan</h1>"), "{html}");
    assert!(html.contains("<strong>bold</strong> words, 1 &lt; 2 &amp;&amp; "), "{html}");
    let heading = json!({ "type": "heading", "attrs": { "level": 1 }, "content": [{ "type": "text", "text": "Plan" }] });
    let said = json!({ "type": "paragraph", "content": [
        { "type": "text", "text": "Some " },
        { "type": "text", "text": "bold", "marks": [{ "type": "bold" }] },
        { "type": "text", "text": " words, 1 < 2 && \"so\"." },
    ] });
    let whole = read("json").await.json().unwrap();
    let content = whole["default"]["content"].as_array().unwrap();
    assert_eq!((content.len(), &whole["default"]["type"]), (3, &json!("doc")));
    assert_eq!(content[..2], [heading.clone(), said]);
    let first = read("json?blocks=1").await.json().unwrap();
    assert_eq!(first, json!({ "default": { "type": "doc", "content": [heading] } }));
    for wrong in ["json?blocks=0", "json?blocks=-1", "json?blocks=few"] {
        let refused = read(wrong).await;
        problem(&refused, 400, "invalid");
        assert!(refused.text().contains("blocks"), "{}", refused.text());
    }
}

/// SPEC HTTP-5
#[tokio::test]
async fn words_without_rich_text_are_read_as_what_they_are() {
    let (door, token) = with_document("notes").await;
    assert_eq!(patch(&door, "notes", &token, words("1 < 2\n<script>")).await.status, 200);
    let read = async |form: &str| door.ask(get(&format!("notes/{form}"), &token)).await.text();
    assert_eq!(read("markdown").await, "1 < 2\n<script>");
    let html = read("html").await;
    assert!(html.starts_with("<pre>") && !html.contains("<script"), "{html}");
    // Rich text is found where other editors keep it.
    let update = Replica::from_rich("prosemirror", &from_markdown("## Elsewhere")).unwrap();
    assert_eq!(patch(&door, "notes", &token, update).await.status, 200);
    assert_eq!(read("markdown").await, "## Elsewhere\n");
}

/// SPEC HTTP-5
#[tokio::test]
async fn a_new_document_is_empty_in_every_form() {
    let (door, token) = with_document("blank").await;
    assert_eq!(door.ask(get("blank/text", &token)).await.text(), "");
    assert_eq!(door.ask(get("blank/json", &token)).await.json().unwrap(), json!({}));
    assert_eq!(door.ask(get("blank/html", &token)).await.text(), "");
    assert_eq!(door.ask(get("blank/markdown", &token)).await.text(), "");
    assert_eq!(door.ask(get("blank/update", &token)).await.body[..], EMPTY_UPDATE);
    assert_eq!(door.ask(get("blank/state-vector", &token)).await.body[..], [0]);
}

/// SPEC HTTP-6, WIRE-1
#[tokio::test]
async fn a_patch_reaches_open_editors_and_says_what_it_did() {
    let (door, token) = with_document("notes").await;
    let mut peers = Vec::new();
    for protocol in Protocol::ALL {
        peers.push(door.peer(protocol, "notes", &token).await);
    }
    let update = words("from REST");
    let answer = patch(&door, "notes", &token, update.clone()).await;
    assert_eq!(answer.json().unwrap(), json!({ "seq": 1, "changed": true }));
    for peer in &peers {
        peer.wait_text("from REST", DEADLINE).await.unwrap();
    }
    let again = patch(&door, "notes", &token, update).await;
    assert_eq!(again.json().unwrap(), json!({ "seq": 1, "changed": false }));
    let empty = patch(&door, "notes", &token, EMPTY_UPDATE.to_vec()).await;
    assert_eq!(empty.json().unwrap(), json!({ "seq": 1, "changed": false }));
    let shown = door.ask(get("notes", &token)).await.json().unwrap();
    assert_eq!(shown["seq"], 1);
    assert_eq!(door.text("notes").await, "from REST");
}

/// SPEC HTTP-6
#[tokio::test]
async fn a_patch_that_cannot_be_applied_is_refused_and_changes_nothing() {
    let (door, token) = with_document("notes").await;
    for garbage in [vec![], vec![1], b"not an update".to_vec(), vec![0xff; 40]] {
        problem(&patch(&door, "notes", &token, garbage).await, 400, "invalid");
    }
    let author = door.peer(Protocol::YSweet, "elsewhere", &token).await;
    author.insert("the base, ").unwrap();
    author.all_acknowledged().await.unwrap();
    let base = author.state_vector();
    author.insert("and what builds on it").unwrap();
    author.all_acknowledged().await.unwrap();
    let since = URL_SAFE_NO_PAD.encode(base);
    let rest = door.ask(get(&format!("elsewhere/update?since={since}"), &token)).await.body;
    problem(&patch(&door, "notes", &token, rest.to_vec()).await, 409, "incomplete");
    assert_eq!(door.text("notes").await, "");
    let whole = door.ask(get("elsewhere/update", &token)).await.body;
    assert_eq!(patch(&door, "notes", &token, whole.to_vec()).await.status, 200);
    assert_eq!(door.text("notes").await, "the base, and what builds on it");
}

/// SPEC HTTP-6, HTTP-10
#[tokio::test]
async fn a_patch_needs_write() {
    let (door, _) = with_document("notes").await;
    for (token, status, kind) in [
        ("nonsense".to_owned(), 401, "unauthorized"),
        (door.token("notes", "read"), 403, "forbidden"),
        (door.token("notes", "comment"), 403, "forbidden"),
        (door.token("other", "write"), 403, "forbidden"),
    ] {
        problem(&patch(&door, "notes", &token, words("no")).await, status, kind);
    }
    problem(
        &patch(&door, "unknown", &door.token("*", "write"), words("no")).await,
        404,
        "not-found",
    );
    assert_eq!(door.text("notes").await, "");
    assert_eq!(
        patch(&door, "notes", &door.token("notes", "write"), words("yes")).await.status,
        200
    );
    assert_eq!(door.text("notes").await, "yes");
}

/// SPEC HTTP-6, BND-2
#[tokio::test]
async fn a_patch_that_is_too_large_is_refused_naming_the_bound() {
    let door = Door::with(&[("document.update_bytes", "2048")]);
    let token = door.token("*", "manage");
    let made = Request::post("/api/documents").bearer(&token).json(r#"{"id":"notes"}"#);
    assert_eq!(door.ask(made).await.status, 201);
    let answer = patch(&door, "notes", &token, words(&"x".repeat(4_000))).await;
    assert!(problem(&answer, 413, "too-large").contains("2048"));
    assert_eq!(patch(&door, "notes", &token, words(&"x".repeat(1_900))).await.status, 200);
}
