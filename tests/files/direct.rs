//! Files whose bytes go to the store itself, and come from there.

use renexus_load::http::{Request, Response};
use serde_json::{Value, json};

use crate::door::blobs::Bucket;
use crate::door::until;
use crate::problem::problem;
use crate::shelf::{FILES, Shelf, UPLOADS};

/// A server whose store takes and gives bytes by itself.
async fn shelf(more: &[(&str, &str)]) -> (Shelf, Bucket) {
    let bucket = Bucket::fresh();
    let kept = bucket.settings();
    let settings: Vec<_> = kept.iter().map(|(key, value)| (*key, value.as_str())).collect();
    (Shelf::with(&[&settings, &[("blobs.presign", "true")][..], more].concat()).await, bucket)
}

/// Announces a file; what the server says of it, with the request that brings its bytes.
async fn announced(shelf: &Shelf, name: &str, length: usize) -> Value {
    let post = Request::post(&format!("{UPLOADS}?name={name}")).bearer(&shelf.ada.token);
    let answer = shelf.door.ask(post.header("upload-length", &length.to_string())).await;
    assert_eq!(answer.status, 201, "{}", answer.text());
    answer.json().unwrap()
}

/// Makes the request that the server named, as a client does that knows neither stores nor tus.
async fn bring(shelf: &Shelf, upload: &Value, bytes: &'static str) -> u16 {
    let target = &upload["target"];
    let direct = target["direct"].as_bool().unwrap();
    let url = target["url"].as_str().unwrap();
    let url = match direct {
        true => url.to_owned(),
        false => format!("http://{}{url}", shelf.door.server.addr()),
    };
    let method = target["method"].as_str().unwrap().parse().unwrap();
    let mut request = reqwest::Client::new().request(method, url).body(bytes);
    for (name, value) in target["headers"].as_object().unwrap() {
        request = request.header(name, value.as_str().unwrap());
    }
    if !direct {
        request = request.bearer_auth(&shelf.ada.token);
    }
    request.send().await.unwrap().status().as_u16()
}

async fn complete(shelf: &Shelf, upload: &Value) -> Response {
    let path = format!("{UPLOADS}/{}/complete", upload["id"].as_str().unwrap());
    shelf.door.ask(Request::post(&path).bearer(&shelf.ada.token)).await
}

/// SPEC FILE-27
#[tokio::test]
async fn bytes_go_to_the_store_and_become_a_file_once_they_were_read() {
    let (shelf, bucket) = shelf(&[("files.upload_seconds", "3600")]).await;
    let page = "<html><p>words</p>";
    let upload = announced(&shelf, "words.png", page.len()).await;
    let url = upload["target"]["url"].as_str().unwrap();
    assert!(url.starts_with(&bucket.endpoint), "{upload}");
    assert!(url.contains("X-Amz-SignedHeaders=content-length%3Bcontent-type%3Bhost"), "{url}");
    assert!(url.contains("X-Amz-Expires=300"), "{url}");
    problem(&complete(&shelf, &upload).await, 409, "conflict");
    assert_eq!(bring(&shelf, &upload, page).await, 200);
    let (_, list) = shelf.call("GET", FILES, &Value::Null).await;
    assert_eq!(list["items"], json!([]), "nothing is a file before the server has read it");
    let file: Value = complete(&shelf, &upload).await.json().unwrap();
    assert_eq!((&file["id"], &file["size"]), (&upload["id"], &json!(page.len())));
    assert_eq!(file["media_type"], "text/html", "the bytes say what it is");
    assert_eq!(file["sha256"], "772795e33c5dc01cba0b2d5268f113db049045055b462696b6e86af6e6afd311");
    let again: Value = complete(&shelf, &upload).await.json().unwrap();
    assert_eq!(again, file);
    // The address lasts a little longer; what comes there now changes nothing.
    assert_eq!(bring(&shelf, &upload, "<html><p>worse</p>").await, 200);
    let content = reqwest::get(link(&shelf, &file).await).await.unwrap();
    assert_eq!(content.text().await.unwrap(), page);
}

async fn link(shelf: &Shelf, file: &Value) -> String {
    let answer = shelf.get(file, "/content", &[]).await;
    assert_eq!(answer.status, 307, "{}", answer.text());
    answer.header("location").unwrap().to_owned()
}

/// SPEC FILE-27
#[tokio::test]
async fn what_was_not_announced_is_no_file() {
    let (shelf, bucket) = shelf(&[]).await;
    let upload = announced(&shelf, "words.txt", 5).await;
    for other in ["word", "words, and more"] {
        assert_eq!(bring(&shelf, &upload, other).await, 403, "the address binds the length");
        problem(&complete(&shelf, &upload).await, 409, "conflict");
    }
    assert_eq!(bring(&shelf, &upload, "words").await, 200);
    bucket.replace("whatever somebody put into the store itself");
    problem(&complete(&shelf, &upload).await, 409, "conflict");
    assert_eq!(bucket.blobs(), 0, "it is removed");
    let eve = shelf.door.human("Eve").await;
    shelf.door.join(&shelf.ada, "studio", &eve, "member").await;
    let path = format!("{UPLOADS}/{}", upload["id"].as_str().unwrap());
    problem(&shelf.door.ask(Request::get(&path).bearer(&eve.token)).await, 404, "not-found");
    let foreign = Request::post(&format!("{path}/complete")).bearer(&eve.token);
    problem(&shelf.door.ask(foreign).await, 404, "not-found");
    let (_, fresh) = shelf.call("GET", &path, &Value::Null).await;
    assert_eq!(bring(&shelf, &fresh, "words").await, 200);
    assert_eq!(complete(&shelf, &upload).await.status, 200);
}

/// SPEC FILE-27
#[tokio::test]
async fn what_the_store_took_aside_is_removed() {
    let quick =
        [("files.upload_seconds", "5"), ("files.link_seconds", "5"), ("files.sweep_seconds", "1")];
    let (shelf, bucket) = shelf(&quick).await;
    let never = announced(&shelf, "never.txt", 5).await;
    assert_eq!(bring(&shelf, &never, "words").await, 200);
    let whole = announced(&shelf, "whole.txt", 5).await;
    assert_eq!(bring(&shelf, &whole, "words").await, 200);
    let file: Value = complete(&shelf, &whole).await.json().unwrap();
    assert_eq!(bucket.blobs(), 3);
    until("only the file is left", async || bucket.blobs() == 1).await;
    problem(&complete(&shelf, &never).await, 404, "not-found");
    assert_eq!(
        reqwest::get(link(&shelf, &file).await).await.unwrap().text().await.unwrap(),
        "words"
    );
}

/// The same client, and no store that takes anything.
///
/// SPEC FILE-27
#[tokio::test]
async fn without_such_a_store_the_same_requests_lead_here() {
    let shelf = Shelf::open().await;
    let upload = announced(&shelf, "words.txt", 5).await;
    assert_eq!(upload["target"]["direct"], false);
    problem(&complete(&shelf, &upload).await, 409, "conflict");
    assert_eq!(bring(&shelf, &upload, "words").await, 204);
    let file: Value = complete(&shelf, &upload).await.json().unwrap();
    assert_eq!((&file["id"], &file["media_type"]), (&upload["id"], &json!("text/plain")));
    assert_eq!(shelf.get(&file, "/content", &[]).await.text(), "words");
    let (_, done) = shelf
        .call("GET", &format!("{UPLOADS}/{}", upload["id"].as_str().unwrap()), &Value::Null)
        .await;
    assert_eq!((&done["received"], &done["target"]), (&json!(5), &Value::Null));
}

/// SPEC FILE-28
#[tokio::test]
async fn whoever_may_read_a_file_is_sent_to_the_store() {
    let (shelf, bucket) = shelf(&[]).await;
    let file = shelf.kept("page.html", "<p>words</p>").await;
    let url = link(&shelf, &file).await;
    assert!(url.starts_with(&bucket.endpoint), "{url}");
    let given = reqwest::Client::new().get(&url).header("range", "bytes=3-7").send().await.unwrap();
    assert_eq!(given.status(), 206);
    let disposition = given.headers()["content-disposition"].to_str().unwrap().to_owned();
    assert!(disposition.starts_with("attachment"), "{disposition}");
    assert_eq!(given.text().await.unwrap(), "words");
    let tag = format!("\"{}\"", file["sha256"].as_str().unwrap());
    let known = shelf.get(&file, "/content", &[("if-none-match", &tag)]).await;
    assert_eq!(known.status, 304);
    // The store has another tag: it would answer this one wrongly.
    let same = shelf.get(&file, "/content", &[("if-match", &tag)]).await;
    assert_eq!((same.status, same.text().as_str()), (200, "<p>words</p>"));
    let eve = shelf.door.human("Eve").await;
    shelf.door.join(&shelf.ada, "studio", &eve, "member").await;
    let path = format!("{FILES}/{}", file["id"].as_str().unwrap());
    let (status, told) = shelf.call("PATCH", &path, &json!({ "restricted": true })).await;
    assert_eq!(status, 200, "{told}");
    let foreign = Request::get(&format!("{path}/content")).bearer(&eve.token);
    problem(&shelf.door.ask(foreign).await, 404, "not-found");
}

/// SPEC FILE-28
#[tokio::test]
async fn pages_may_speak_with_the_store_that_links_lead_to() {
    let (shelf, bucket) = shelf(&[]).await;
    let answer = shelf.door.ask(Request::get("/")).await;
    let policy = answer.header("content-security-policy").unwrap();
    let allowed = format!("connect-src 'self' ws: wss: {}", bucket.endpoint);
    assert!(policy.contains(&allowed), "{policy}");
    let plain = Shelf::open().await.door.ask(Request::get("/")).await;
    let policy = plain.header("content-security-policy").unwrap();
    assert!(policy.ends_with("connect-src 'self' ws: wss:"), "{policy}");
}
