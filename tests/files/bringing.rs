//! Files come in, whole or not at all.

use renexus_load::http::Request;
use serde_json::{Value, json};
use tokio::io::AsyncWriteExt;
use tokio::net::TcpStream;

use crate::door::until;
use crate::problem::{problem, segment};
use crate::shelf::{FILES, Shelf};

/// SHA-256 of `hello`.
const HELLO: &str = "2cf24dba5fb0a30e26e83b2ac5b9e29e1b161e5c1fa7425e73043362938b9824";

fn form(parts: &[(&str, &str)]) -> String {
    let part = |(head, body): &(&str, &str)| {
        format!("--edge\r\ncontent-disposition: form-data; {head}\r\n\r\n{body}\r\n")
    };
    parts.iter().map(part).chain(["--edge--\r\n".to_owned()]).collect()
}

/// SPEC FILE-1
#[tokio::test]
async fn a_file_is_brought_as_a_body_and_as_a_form() {
    let shelf = Shelf::open().await;
    let answer = shelf.bring("hello.txt", "hello").await;
    let file = answer.json().unwrap();
    assert_eq!((answer.status, answer.header("etag")), (201, Some("\"1\"")), "{file}");
    let id = file["id"].as_str().unwrap();
    assert!(answer.header("location").unwrap().ends_with(&format!("/files/{id}")));
    assert_eq!((&file["size"], &file["sha256"]), (&json!(5), &json!(HELLO)));
    assert_eq!(file["created_by"], shelf.ada.id.as_str());
    let body = form(&[
        ("name=\"description\"", "a greeting"),
        ("name=\"file\"; filename=\"../../hello.txt\"", "hello"),
    ]);
    let post = Request::post(FILES).bearer(&shelf.ada.token);
    let post = post.header("content-type", "multipart/form-data; boundary=edge").body(body);
    let other = shelf.door.ask(post).await.json().unwrap();
    assert_eq!((&other["name"], &other["sha256"]), (&json!("hello.txt"), &json!(HELLO)));
    assert_eq!(other["description"], "a greeting");
    assert_eq!(shelf.get(&other, "/content", &[]).await.body[..], *b"hello");
    let (_, log) =
        shelf.call("GET", "/api/v1/workspaces/studio/events?after=1", &Value::Null).await;
    let created = log["items"].as_array().unwrap();
    assert_eq!((created.len(), &created[0]["type"]), (2, &json!("file.created")), "{log}");
    assert_eq!(created[0]["data"]["name"], "hello.txt");
}

/// SPEC FILE-6
#[tokio::test]
async fn names_that_are_paths_or_lies_are_refused() {
    let shelf = Shelf::open().await;
    for name in ["", "..", "../../etc/passwd", "a/b", "a\\b", "a\nb", "a\0b", "cod\u{202e}fdp.exe"]
    {
        problem(&shelf.bring(name, "x").await, 400, "invalid");
    }
    problem(&shelf.bring(&"x".repeat(256), "x").await, 400, "invalid");
    let post = Request::post(FILES).bearer(&shelf.ada.token).bytes("x");
    assert!(problem(&shelf.door.ask(post).await, 400, "invalid").starts_with("name: "));
    assert_eq!(shelf.blobs(), 0);
    let file = shelf.kept("Übersicht ✓ (1).txt", "x").await;
    assert_eq!(file["name"], "Übersicht ✓ (1).txt");
    let path = format!("{FILES}/{}", file["id"].as_str().unwrap());
    let (status, refused) = shelf.call("PATCH", &path, &json!({ "name": "../up" })).await;
    assert_eq!(status, 400, "{refused}");
    for id in ["..%2f..%2fkeys", "%2e%2e", "..%2frenexus.db"] {
        let path = format!("{FILES}/{id}/content");
        let answer = shelf.door.ask(Request::get(&path).bearer(&shelf.ada.token)).await;
        assert!((400..500).contains(&answer.status), "{id}: {}", answer.status);
    }
}

/// SPEC FILE-3
#[tokio::test]
async fn too_much_is_refused_and_leaves_nothing() {
    let bounds = [("files.file_bytes", "1000"), ("files.workspace_bytes", "1500")];
    let shelf = Shelf::with(&bounds).await;
    let refused = shelf.bring("large.txt", vec![b'x'; 1_001]).await;
    assert!(problem(&refused, 413, "too-large").contains("1000"));
    assert_eq!(shelf.blobs(), 0);
    shelf.kept("one.txt", vec![b'x'; 1_000]).await;
    problem(&shelf.bring("two.txt", vec![b'x'; 501]).await, 413, "too-large");
    shelf.kept("two.txt", vec![b'x'; 500]).await;
    problem(&shelf.bring("three.txt", "x").await, 409, "conflict");
    until("what was refused is gone", async || shelf.blobs() == 2).await;
}

/// Sends the beginning of a file, more than a part of it, and holds the connection.
async fn begun(shelf: &Shelf, length: usize) -> TcpStream {
    let addr = shelf.door.server.addr();
    let mut stream = TcpStream::connect(addr).await.unwrap();
    let head = format!(
        "POST {FILES}?name={} HTTP/1.1\r\nhost: {addr}\r\nauthorization: Bearer {}\r\n\
         content-length: {length}\r\n\r\n",
        segment("cut.txt"),
        shelf.ada.token
    );
    stream.write_all(head.as_bytes()).await.unwrap();
    stream.write_all(&vec![b'x'; length / 2]).await.unwrap();
    stream
}

async fn none_is_listed(shelf: &Shelf) {
    let (_, list) = shelf.call("GET", FILES, &Value::Null).await;
    assert_eq!(list["items"], json!([]));
}

/// SPEC FILE-2
#[tokio::test]
async fn a_body_that_ends_early_leaves_nothing() {
    let shelf = Shelf::open().await;
    let stream = begun(&shelf, 16 << 20).await;
    until("bytes come in", async || shelf.begun() == 1).await;
    drop(stream);
    until("they are gone", async || shelf.left() == 0).await;
    none_is_listed(&shelf).await;
}

/// SPEC FILE-2
#[tokio::test]
async fn a_crash_in_the_middle_leaves_nothing() {
    let mut shelf = Shelf::open().await;
    let whole = shelf.kept("whole.txt", "hello").await;
    let stream = begun(&shelf, 16 << 20).await;
    until("bytes come in", async || shelf.begun() == 2).await;
    shelf.door.restart(&[crate::door::people::OPEN]);
    drop(stream);
    until("they are gone", async || shelf.blobs() == 1).await;
    assert_eq!(shelf.get(&whole, "/content", &[]).await.text(), "hello");
}

/// SPEC FILE-4
#[tokio::test]
async fn a_sender_that_falls_silent_is_cut() {
    let shelf = Shelf::with(&[("files.idle_seconds", "1")]).await;
    let mut stream = begun(&shelf, 16 << 20).await;
    let mut answer = vec![0; 4_096];
    let read = tokio::io::AsyncReadExt::read(&mut stream, &mut answer);
    let length = tokio::time::timeout(crate::door::DEADLINE, read).await.unwrap().unwrap();
    let answer = String::from_utf8_lossy(&answer[..length]).into_owned();
    assert!(answer.starts_with("HTTP/1.1 400") && answer.contains("/problems/cut"), "{answer}");
    none_is_listed(&shelf).await;
}

/// SPEC FILE-3
#[tokio::test]
async fn when_enough_comes_in_more_is_told_to_wait() {
    let shelf = Shelf::with(&[("files.transfers", "1")]).await;
    let stream = begun(&shelf, 16 << 20).await;
    until("bytes come in", async || shelf.begun() == 1).await;
    let refused = shelf.bring("hello.txt", "hello").await;
    problem(&refused, 503, "unavailable");
    assert!(refused.header("retry-after").is_some());
    drop(stream);
    until("there is room", async || shelf.bring("hello.txt", "hello").await.status == 201).await;
}
