//! Large documents are served from their checkpoint before the library has built them; nobody
//! notices anything but the speed. See `DUR` in docs/SPEC.md.

#![allow(
    missing_docs,
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing
)]

mod door;

use door::{Door, words};
use futures_util::future::join_all;
use renexus_load::Protocol;
use renexus_load::http::Request;

/// Far above what is built before anybody is answered.
const PAGE_BYTES: usize = 200_000;

/// A server that was just started on a folder with one large document, which nobody has opened.
async fn cold() -> (Door, String) {
    let door = Door::open();
    let text = "word ".repeat(PAGE_BYTES / 5);
    let writer = door.writer(Protocol::Hocuspocus, "paper").await;
    writer.insert(&text).unwrap();
    writer.all_acknowledged().await.unwrap();
    drop(writer);
    (Door::on(door.shut(), &[]), text)
}

/// SPEC DUR-10
#[tokio::test]
async fn the_first_readers_of_a_large_document_get_all_of_it() {
    let (door, text) = cold().await;
    let opening = Protocol::ALL.map(|protocol| door.writer(protocol, "paper"));
    for peer in join_all(opening).await {
        assert_eq!(peer.text(), text, "{}", peer.dialect().protocol());
    }
}

/// SPEC DUR-10
#[tokio::test]
async fn a_write_right_after_the_opening_is_taken_and_heard_by_all() {
    let (door, text) = cold().await;
    let door = &door;
    let opening = Protocol::ALL.map(|protocol| async move {
        let peer = door.writer(protocol, "paper").await;
        peer.insert("+").unwrap();
        peer.all_acknowledged().await.unwrap();
        peer
    });
    for peer in join_all(opening).await {
        door::until("everybody has all edits", async || peer.text().len() == text.len() + 3).await;
    }
    assert_eq!(door.text("paper").await.len(), text.len() + 3);
}

/// SPEC DUR-10
#[tokio::test]
async fn what_needs_the_whole_document_waits_for_it() {
    let (door, text) = cold().await;
    assert_eq!(door.text("paper").await, text);

    let (door, text) = cold().await;
    let token = door.token("*", "manage");
    let patch = Request::new("PATCH", "/api/documents/paper").bearer(&token).bytes(words(7, "+"));
    let reader = door.writer(Protocol::YWebsocket, "paper").await;
    let answer = door.ask(patch).await;
    assert_eq!(answer.status, 200, "{}", answer.text());
    door::until("the reader hears of it", async || reader.text().len() == text.len() + 1).await;
}

/// SPEC DUR-10
#[tokio::test]
async fn somebody_who_has_a_part_gets_the_rest() {
    let (door, text) = cold().await;
    let known = door.writer(Protocol::YSweet, "paper").await;
    let back = door.connect(Protocol::Hocuspocus, "paper", door.everything()).await.unwrap();
    back.apply_update(&words(9, "mine ")).unwrap();
    back.synced().await.unwrap();
    back.all_acknowledged().await.unwrap();
    door::until("both are equal", async || known.text() == back.text()).await;
    assert_eq!(back.text().len(), text.len() + 5);
}
