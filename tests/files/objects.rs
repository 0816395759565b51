//! Files whose bytes lie in a store of objects: through the front door, over a way that is good or bad.

use renexus_load::Protocol;
use renexus_load::http::Request;
use serde_json::{Value, json};

use crate::door::azure::Container;
use crate::door::blobs::Bucket;
use crate::door::proxy::{Proxy, Way};
use crate::door::until;
use crate::pictures::plain;
use crate::problem::problem;
use crate::shelf::{FILES, Shelf};

/// A server over S3, with a way in between.
async fn shelf(more: &[(&str, &str)]) -> (Shelf, Bucket, Proxy) {
    let bucket = Bucket::fresh();
    let proxy = Proxy::to(&bucket.endpoint);
    let endpoint = proxy.endpoint();
    let kept = bucket.settings();
    let settings: Vec<_> = kept.iter().map(|(key, value)| (*key, value.as_str())).collect();
    let way = [("blobs.endpoint", endpoint.as_str())];
    (Shelf::with(&[&settings, &way[..], more].concat()).await, bucket, proxy)
}

/// SPEC FILE-24
#[tokio::test]
async fn a_store_that_fails_is_told_and_leaves_no_half_of_a_file() {
    let quick = [
        ("blobs.timeout_seconds", "0.4"),
        ("blobs.retries", "1"),
        ("files.upload_seconds", "10"),
        ("files.sweep_seconds", "1"),
    ];
    let (shelf, bucket, proxy) = shelf(&quick).await;
    let whole = shelf.kept_at_last("whole.txt", "hello").await;
    let ada = shelf.door.writer(Protocol::Hocuspocus, "notes").await;
    for way in [Way::Cut, Way::Failing, Way::Silent, Way::Throttled(500)] {
        proxy.set(way);
        for bytes in [b"words".to_vec(), vec![b'x'; 6 << 20]] {
            let refused = shelf.bring("half.txt", bytes).await;
            let told = problem(&refused, 503, "unavailable");
            assert!(!told.contains(&bucket.endpoint) && !told.contains("http"), "{told}");
            assert!(refused.header("retry-after").is_some());
        }
        let refused = shelf.get(&whole, "/content", &[]).await;
        problem(&refused, 503, "unavailable");
        assert!(refused.header("retry-after").is_some());
        let (_, list) = shelf.call("GET", FILES, &Value::Null).await;
        assert_eq!(list["items"].as_array().unwrap().len(), 1, "{way:?}: {list}");
        // Whoever sits in a document notices nothing of it.
        ada.insert("word;").unwrap();
        ada.all_acknowledged().await.unwrap();
        proxy.set(Way::Open);
        until("files are given again", async || {
            shelf.get(&whole, "/content", &[]).await.text() == "hello"
        })
        .await;
        if matches!(way, Way::Cut | Way::Failing) {
            assert_eq!(bucket.blobs(), 1, "{way:?}");
        }
    }
    // What arrives after everybody has given up is removed when its upload would have ended.
    until("what came late is gone", async || bucket.blobs() == 1).await;
    let later = shelf.kept_at_last("later.txt", vec![b'x'; 6 << 20]).await;
    assert_eq!(later["size"], 6 << 20);
}

/// SPEC FILE-24
#[tokio::test]
async fn what_cannot_be_removed_now_is_removed_later() {
    let quick =
        [("blobs.timeout_seconds", "0.4"), ("blobs.retries", "0"), ("files.sweep_seconds", "1")];
    let (shelf, bucket, proxy) = shelf(&quick).await;
    let file = shelf.kept_at_last("sky.png", plain(300, 300)).await;
    until("there is a thumbnail", async || shelf.get(&file, "/thumbnail", &[]).await.status == 200)
        .await;
    assert_eq!(bucket.blobs(), 2);
    proxy.set(Way::Failing);
    let path = format!("{FILES}/{}", file["id"].as_str().unwrap());
    let request = Request::new("DELETE", &path).bearer(&shelf.ada.token);
    assert_eq!(shelf.door.ask(request).await.status, 204);
    proxy.set(Way::Open);
    until("the bytes are gone", async || bucket.blobs() == 0).await;
}

/// SPEC FILE-25
#[tokio::test]
async fn a_link_may_lead_to_the_store_itself() {
    let (shelf, _, proxy) = shelf(&[("blobs.presign", "true")]).await;
    let file = shelf.kept("page.html", "<p>words</p>").await;
    let path = format!("{FILES}/{}/link", file["id"].as_str().unwrap());
    let (status, link) = shelf.call("POST", &path, &json!({})).await;
    assert_eq!(status, 201, "{link}");
    let url = link["url"].as_str().unwrap();
    assert!(url.starts_with(&proxy.endpoint()), "{url}");
    assert!(url.contains("response-content-disposition=attachment"), "{url}");
    assert!(url.contains("X-Amz-Expires=300"), "{url}");
    assert_eq!(reqwest::get(url).await.unwrap().text().await.unwrap(), "<p>words</p>");
}

/// SPEC FILE-25, FILE-28
#[tokio::test]
async fn links_and_downloads_may_lead_to_azure_itself() {
    let container = Container::fresh();
    let kept = container.settings();
    let settings: Vec<_> = kept.iter().map(|(key, value)| (*key, value.as_str())).collect();
    let shelf = Shelf::with(&[&settings[..], &[("blobs.presign", "true")]].concat()).await;
    let file = shelf.kept("page.html", "<p>words</p>").await;
    let path = format!("{FILES}/{}/link", file["id"].as_str().unwrap());
    let (status, link) = shelf.call("POST", &path, &json!({})).await;
    assert_eq!(status, 201, "{link}");
    let content = shelf.get(&file, "/content", &[]).await;
    assert_eq!(content.status, 307, "{}", content.text());
    for url in [link["url"].as_str().unwrap(), content.header("location").unwrap()] {
        assert!(url.starts_with(&container.endpoint), "{url}");
        let answer = reqwest::get(url).await.unwrap();
        let disposition = answer.headers()["content-disposition"].to_str().unwrap();
        assert!(disposition.starts_with("attachment; filename=\"page.html\""), "{disposition}");
        assert_eq!(answer.text().await.unwrap(), "<p>words</p>");
    }
}

/// SPEC FILE-26
#[tokio::test]
async fn pictures_of_people_may_be_read_elsewhere() {
    let (shelf, _, _proxy) = shelf(&[("blobs.cdn_url", "https://cdn.example.org")]).await;
    let request = Request::new("PUT", "/api/v1/me/avatar").bearer(&shelf.ada.token);
    let brought: Value = shelf.door.ask(request.bytes(plain(300, 300))).await.json().unwrap();
    let address = brought["avatar"].as_str().unwrap();
    let answer = shelf.door.ask(Request::get(address)).await;
    assert_eq!(answer.status, 302, "{}", answer.text());
    let word = address.rsplit('/').next().unwrap();
    let elsewhere = format!("https://cdn.example.org/avatars/{word}");
    assert_eq!(answer.header("location"), Some(elsewhere.as_str()));
    assert_eq!(answer.header("cache-control"), Some("public, max-age=86400"));
}
