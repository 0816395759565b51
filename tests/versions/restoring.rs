//! Bringing documents back.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use renexus::rich::{from_markdown, to_markdown};
use renexus_actors::replica::{Replica, rich};
use renexus_load::{Peer, Protocol};
use renexus_wire::rich::ROOT;
use serde_json::{Value, json};
use yrs::{ReadTxn, Text, WriteTxn, XmlElementPrelim, XmlFragment, XmlTextPrelim};

use crate::door::{DEADLINE, until};
use crate::{ASKED, Studio};

const THEN: &str = "# Minutes\n\nWe **met** on Monday. 😀\n\n- [ ] write the plan\n- [x] ask Ana\n\nAna brings the figures.\n";

/// What a peer sees.
fn markdown(peer: &Peer) -> String {
    peer.read(|txn| to_markdown(&rich::read(txn, ROOT)))
}

async fn sees(peer: &Peer, text: &str) {
    let seen = peer.wait_read("the text", DEADLINE, |txn| {
        (to_markdown(&rich::read(txn, ROOT)) == text).then_some(())
    });
    if seen.await.is_err() {
        panic!("it holds {:?}\ninstead of {text:?}", markdown(peer));
    }
}

/// SPEC VER-8
#[tokio::test]
async fn a_document_becomes_what_it_was_for_everybody_and_back_again() {
    let studio = Studio::open(&ASKED).await;
    let (ben, by_ben) = studio.writer("Ben", "member").await;
    studio.editor.apply_update(&Replica::from_rich(ROOT, &from_markdown(THEN)).unwrap()).unwrap();
    studio.editor.all_acknowledged().await.unwrap();
    let then = studio.take(Some("then")).await;
    sees(&by_ben, THEN).await;
    by_ben
        .apply_local(|txn| {
            let root = txn.get_or_insert_xml_fragment(ROOT);
            root.remove_range(txn, 1, 2);
            let block = root.push_back(txn, XmlElementPrelim::empty("paragraph"));
            block.push_back(txn, XmlTextPrelim::new("A paragraph that came after"));
        })
        .unwrap();
    by_ben.all_acknowledged().await.unwrap();
    let after = markdown(&by_ben);
    assert!(after.contains("came after") && !after.contains("Monday"), "{after}");
    sees(&studio.editor, &after).await;

    let path = format!("{}/restore", studio.one(&then));
    let (status, restored) = studio.call(&ben, ("POST", &path), Value::Null).await;
    assert_eq!((status, &restored["changed"]), (200, &json!(true)), "{restored}");
    for peer in [&studio.editor, &by_ben] {
        sees(peer, THEN).await;
    }
    // What came after is in the version that was kept just before, by Ben who wrote it.
    let before = restored["before"].clone();
    assert_eq!((&before["authors"], &before["name"]), (&json!([ben.id]), &Value::Null));
    assert_eq!(studio.list().await[0], before);
    let held = Replica::of_state(&studio.content(&before, &[]).await.body).unwrap();
    assert_eq!(held.read(|txn| to_markdown(&rich::read(txn, ROOT))), after);

    // A newcomer sees the same, and restoring is an edit of Ben's.
    let late = studio.door.peer(Protocol::Hocuspocus, &studio.document, &studio.ada.token).await;
    assert_eq!(markdown(&late), THEN);
    let kept = studio.take(Some("restored")).await;
    assert_eq!(kept["authors"], json!([ben.id]));

    let undone = studio.restore(&before).await;
    assert_eq!((&undone["changed"], &undone["before"]["id"]), (&json!(true), &kept["id"]));
    for peer in [&studio.editor, &by_ben, &late] {
        sees(peer, &after).await;
    }
}

/// SPEC VER-8: every kind of root, not only texts of the app.
#[tokio::test]
async fn what_programs_keep_in_a_document_comes_back_as_well() {
    use yrs::{Any, Array, GetString, Map};
    let studio = Studio::open(&ASKED).await;
    let look = |txn: &yrs::Transaction<'_>| {
        let map = txn.get_map("settings").map(|map| map.to_json(txn));
        let list = txn.get_array("list").map(|list| list.to_json(txn));
        let text = txn.get_text("text").map(|text| text.get_string(txn));
        (map, list, text)
    };
    use yrs::types::ToJson;
    studio
        .editor
        .apply_local(|txn| {
            txn.get_or_insert_map("settings").insert(txn, "colour", "blue");
            txn.get_or_insert_array("list").insert_range(txn, 0, ["a", "b", "c"].map(Any::from));
            txn.get_or_insert_text("text").push(txn, "Grüße 😀");
        })
        .unwrap();
    studio.editor.all_acknowledged().await.unwrap();
    let (then, seen) = (studio.take(Some("then")).await, studio.editor.read(look));
    studio
        .editor
        .apply_local(|txn| {
            let map = txn.get_or_insert_map("settings");
            map.insert(txn, "colour", "red");
            map.insert(txn, "new", 5);
            txn.get_or_insert_array("list").remove_range(txn, 0, 2);
            txn.get_or_insert_text("text").remove_range(txn, 0, 3);
        })
        .unwrap();
    studio.editor.all_acknowledged().await.unwrap();
    studio.restore(&then).await;
    let back =
        studio.editor.wait_read("what it was", DEADLINE, |txn| (look(txn) == seen).then_some(()));
    assert!(back.await.is_ok(), "{:?}\ninstead of {seen:?}", studio.editor.read(look));
}

/// SPEC VER-8
#[tokio::test]
async fn what_is_equal_already_stays_as_it_is() {
    let studio = Studio::open(&ASKED).await;
    studio.types("words").await;
    let version = studio.take(Some("kept")).await;
    let restored = studio.restore(&version).await;
    assert_eq!((&restored["changed"], &restored["before"]), (&json!(false), &version));
    studio.types(" more").await;
    assert_eq!(studio.restore(&version).await["changed"], true);
    let again = studio.restore(&version).await;
    assert_eq!(again["changed"], false);
    studio.editor.wait_text("words", DEADLINE).await.unwrap();
}

/// SPEC VER-9
#[tokio::test(flavor = "multi_thread")]
async fn whatever_is_typed_meanwhile_is_in_the_document_or_in_the_version_before() {
    let studio = Studio::open(&ASKED).await;
    studio.types("the beginning ").await;
    let version = studio.take(Some("then")).await;
    let stop = Arc::new(AtomicBool::new(false));
    let mut typing = Vec::new();
    for name in ["Ben", "Cem", "Dana"] {
        let (_, peer) = studio.writer(name, "member").await;
        let stop = Arc::clone(&stop);
        typing.push(tokio::spawn(async move {
            let mut words = Vec::new();
            for number in 1.. {
                if stop.load(Ordering::Relaxed) {
                    break;
                }
                let word = format!("[{name}:{number}]");
                peer.insert(&word).unwrap();
                peer.wait_acknowledged(number, DEADLINE).await.unwrap();
                words.push(word);
            }
            (peer, words)
        }));
    }
    let mut befores = Vec::new();
    for _ in 0..5 {
        let length = studio.editor.text().len();
        until("people type", async || studio.editor.text().len() > length + 200).await;
        let restored = studio.restore(&version).await;
        assert_eq!(restored["changed"], true);
        befores.push(studio.words(&restored["before"]).await);
    }
    stop.store(true, Ordering::Relaxed);
    let mut ends = Vec::new();
    for typist in typing {
        ends.push(typist.await.unwrap());
    }
    let text = studio.door.text(&studio.document).await;
    for (peer, words) in &ends {
        for word in words {
            let kept = befores.iter().chain([&text]).any(|held| held.contains(word));
            assert!(kept, "{word} is lost");
        }
        peer.wait_text(&text, DEADLINE).await.unwrap();
    }
    assert!(text.starts_with("the beginning "), "{text}");
    assert!(befores.windows(2).all(|pair| pair[0] != pair[1]));
}

/// SPEC VER-8: a restore that was answered is saved.
#[tokio::test]
async fn a_restored_document_outlives_the_server() {
    let mut studio = Studio::open(&ASKED).await;
    studio.types("as it was").await;
    let version = studio.take(Some("kept")).await;
    studio.types(" and went on").await;
    let restored = studio.restore(&version).await;
    studio.door.restart(&ASKED);
    assert_eq!(studio.door.text(&studio.document).await, "as it was");
    studio.restore(&restored["before"]).await;
    assert_eq!(studio.door.text(&studio.document).await, "as it was and went on");
}
