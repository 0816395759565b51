//! Uploads that go on where they were cut.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use renexus_load::http::{Request, Response};
use serde_json::Value;
use tokio::io::AsyncWriteExt;
use tokio::net::TcpStream;

use crate::door::until;
use crate::problem::problem;
use crate::shelf::{FILES, Shelf, UPLOADS};

async fn announce(shelf: &Shelf, length: usize) -> Response {
    let metadata = format!("filename {},draft", STANDARD.encode("words ✓.txt"));
    let post = Request::post(UPLOADS).bearer(&shelf.ada.token).header("tus-resumable", "1.0.0");
    let post = post.header("upload-length", &length.to_string());
    shelf.door.ask(post.header("upload-metadata", &metadata)).await
}

async fn begun(shelf: &Shelf, length: usize) -> String {
    let answer = announce(shelf, length).await;
    assert_eq!(answer.status, 201, "{}", answer.text());
    assert!(answer.header("upload-expires").is_some());
    answer.header("location").unwrap().to_owned()
}

fn piece(shelf: &Shelf, place: &str, offset: usize) -> Request {
    let request = Request::new("PATCH", place).bearer(&shelf.ada.token);
    let request = request.header("content-type", "application/offset+octet-stream");
    request.header("upload-offset", &offset.to_string())
}

async fn append(shelf: &Shelf, place: &str, offset: usize, bytes: &str) -> Response {
    shelf.door.ask(piece(shelf, place, offset).body(bytes.to_owned())).await
}

async fn offset(shelf: &Shelf, place: &str) -> Option<String> {
    let answer = shelf.door.ask(Request::new("HEAD", place).bearer(&shelf.ada.token)).await;
    assert_eq!(answer.header("cache-control"), Some("no-store"));
    answer.header("upload-offset").map(str::to_owned)
}

/// What the finished upload became.
async fn file(shelf: &Shelf, place: &str) -> Response {
    let id = place.rsplit('/').next().unwrap();
    let path = format!("{FILES}/{id}/content");
    shelf.door.ask(Request::get(&path).bearer(&shelf.ada.token)).await
}

/// SPEC FILE-7
#[tokio::test]
async fn an_upload_goes_on_where_it_was_and_becomes_a_file() {
    let shelf = Shelf::open().await;
    let place = begun(&shelf, 11).await;
    assert_eq!(offset(&shelf, &place).await.as_deref(), Some("0"));
    let first = append(&shelf, &place, 0, "hello ").await;
    assert_eq!((first.status, first.header("upload-offset")), (204, Some("6")));
    assert_eq!(file(&shelf, &place).await.status, 404);
    let twice = append(&shelf, &place, 0, "hello ").await;
    problem(&twice, 409, "offset");
    assert_eq!(twice.header("upload-offset"), Some("6"));
    problem(&append(&shelf, &place, 6, "world, and more").await, 413, "too-large");
    assert_eq!(offset(&shelf, &place).await.as_deref(), Some("6"));
    let last = append(&shelf, &place, 6, "world").await;
    assert_eq!((last.status, last.header("upload-offset")), (204, Some("11")));
    assert_eq!(offset(&shelf, &place).await.as_deref(), Some("11"));
    let answer = file(&shelf, &place).await;
    assert_eq!((answer.status, answer.text().as_str()), (200, "hello world"));
    let (_, list) = shelf.call("GET", FILES, &Value::Null).await;
    assert_eq!(list["items"][0]["name"], "words ✓.txt");
    until("the pieces are gone", async || shelf.blobs() == 1).await;
}

/// SPEC FILE-7
#[tokio::test]
async fn what_came_before_a_cut_or_a_crash_is_kept() {
    let mut shelf = Shelf::open().await;
    let length = 6 << 20;
    let bytes: String =
        (0..length).map(|at| char::from(b'a' + u8::try_from(at % 26).unwrap())).collect();
    let place = begun(&shelf, length).await;
    let addr = shelf.door.server.addr();
    let mut stream = TcpStream::connect(addr).await.unwrap();
    let head = format!(
        "PATCH {place} HTTP/1.1\r\nhost: {addr}\r\nauthorization: Bearer {}\r\nupload-offset: 0\r\n\
         content-type: application/offset+octet-stream\r\ncontent-length: {length}\r\n\r\n",
        shelf.ada.token
    );
    stream.write_all(head.as_bytes()).await.unwrap();
    stream.write_all(&bytes.as_bytes()[..length / 2]).await.unwrap();
    drop(stream);
    let half = (length / 2).to_string();
    until("what came is kept", async || offset(&shelf, &place).await == Some(half.clone())).await;
    shelf.door.restart(&[crate::door::people::OPEN]);
    assert_eq!(offset(&shelf, &place).await, Some(half));
    let rest = append(&shelf, &place, length / 2, &bytes[length / 2..]).await;
    assert_eq!(rest.status, 204, "{}", rest.text());
    assert!(file(&shelf, &place).await.body[..] == *bytes.as_bytes(), "bytes differ");
}

/// SPEC FILE-7
#[tokio::test]
async fn what_is_no_upload_is_refused() {
    let shelf = Shelf::with(&[("files.file_bytes", "1000")]).await;
    let token = &shelf.ada.token;
    let post = || Request::post(&format!("{UPLOADS}?name=a.txt")).bearer(token);
    problem(&shelf.door.ask(post()).await, 400, "invalid");
    problem(&shelf.door.ask(post().header("upload-length", "-1")).await, 400, "invalid");
    problem(&shelf.door.ask(post().header("upload-length", "1001")).await, 413, "too-large");
    let old = post().header("tus-resumable", "0.2.2").header("upload-length", "5");
    problem(&shelf.door.ask(old).await, 412, "protocol");
    let place = begun(&shelf, 5).await;
    let wrong = Request::new("PATCH", &place).bearer(token).header("upload-offset", "0");
    problem(&shelf.door.ask(wrong.bytes("hello")).await, 415, "media-type");
    let eve = shelf.door.human("Eve").await;
    shelf.door.join(&shelf.ada, "studio", &eve, "member").await;
    let foreign = Request::new("DELETE", &place).bearer(&eve.token);
    problem(&shelf.door.ask(foreign).await, 404, "not-found");
    let empty = begun(&shelf, 0).await;
    assert_eq!(file(&shelf, &empty).await.status, 200);
}

/// SPEC FILE-8
#[tokio::test]
async fn uploads_are_called_off_bounded_and_given_up() {
    let bounds =
        [("files.uploads", "2"), ("files.upload_seconds", "3"), ("files.sweep_seconds", "1")];
    let shelf = Shelf::with(&bounds).await;
    let (one, two) = (begun(&shelf, 10).await, begun(&shelf, 10).await);
    problem(&announce(&shelf, 10).await, 409, "conflict");
    for place in [&one, &two] {
        assert_eq!(append(&shelf, place, 0, "hello").await.status, 204);
    }
    assert_eq!(shelf.blobs(), 2);
    let gone = shelf.door.ask(Request::new("DELETE", &one).bearer(&shelf.ada.token)).await;
    assert_eq!(gone.status, 204);
    until("its bytes are gone", async || shelf.blobs() < 2).await;
    problem(&append(&shelf, &one, 5, "world").await, 404, "not-found");
    until("the other one is given up", async || shelf.blobs() == 0).await;
    problem(&append(&shelf, &two, 5, "world").await, 404, "not-found");
    begun(&shelf, 10).await;
}
