//! Versions that the server takes by itself.

use std::time::Duration;

use renexus_load::Protocol;
use serde_json::{Value, json};

use crate::door::{DEADLINE, until};
use crate::{ASKED, QUICK, Studio, page};

/// SPEC VER-1, VER-2
#[tokio::test]
async fn a_pause_makes_a_version_with_what_was_done_since_the_one_before() {
    let studio = Studio::open(&QUICK).await;
    assert_eq!(studio.list().await, Vec::<Value>::new());
    studio.types("one two three").await;
    let first = studio.until(1).await.remove(0);
    assert_eq!(
        (&first["name"], &first["named_by"], &first["taken_by"]),
        (&Value::Null, &Value::Null, &Value::Null)
    );
    assert_eq!(first["document"], json!(studio.document));
    assert_eq!((&first["words_added"], &first["words_removed"]), (&json!(3), &json!(0)));
    assert_eq!((&first["authors"], &first["guests"]), (&json!([studio.ada.id]), &json!(false)));
    assert_eq!(studio.words(&first).await, "one two three");

    let (ben, editor) = studio.writer("Ben", "member").await;
    editor.wait_text("one two three", DEADLINE).await.unwrap();
    editor
        .apply_local(|txn| {
            use yrs::{Text, WriteTxn};
            let text = txn.get_or_insert_text(renexus_load::peer::TEXT);
            text.remove_range(txn, 0, 4);
            text.push(txn, " four five");
        })
        .unwrap();
    editor.all_acknowledged().await.unwrap();
    let list = studio.until(2).await;
    assert_eq!(list[1], first, "versions do not change");
    assert_eq!(list[0]["authors"], json!([ben.id]), "Ada did not write since");
    assert_eq!((&list[0]["words_added"], &list[0]["words_removed"]), (&json!(2), &json!(1)));
    assert!(list[0]["seq"].as_i64() > first["seq"].as_i64());
    assert_eq!(studio.words(&list[0]).await, "two three four five");
    assert_eq!(studio.words(&list[1]).await, "one two three");

    // Where nothing changes none is taken: meanwhile another document has its own.
    let other = page(&studio.door, &studio.ada, "Other").await;
    let far = studio.door.peer(Protocol::Hocuspocus, &other, &studio.ada.token).await;
    let there = format!("/api/v1/documents/{other}/versions");
    for round in 1..4 {
        far.insert("more ").unwrap();
        until("the other document has one more", async || {
            let list = studio.done(("GET", &there), Value::Null).await;
            list["items"].as_array().unwrap().len() == round
        })
        .await;
    }
    assert_eq!(studio.list().await.len(), 2);
}

/// SPEC VER-1
#[tokio::test]
async fn who_never_pauses_gets_versions_meanwhile() {
    let mut settings = QUICK;
    settings[1] = ("versions.quiet_seconds", "60");
    let studio =
        Studio::open(&[&settings[..], &[("versions.every_seconds", "0.5")]].concat()).await;
    let mut typed = 0;
    until("two versions are there", async || {
        typed += 1;
        studio.types("word ").await;
        studio.list().await.len() >= 2
    })
    .await;
    let list = studio.list().await;
    assert_eq!(studio.words(&list[1]).await.len() % "word ".len(), 0);
    assert!(studio.words(&list[1]).await.len() < studio.words(&list[0]).await.len());
    assert!(studio.words(&list[0]).await.len() <= "word ".len() * typed);
}

/// SPEC VER-2: those who came by a link are somebody, but nobody who could be named.
#[tokio::test]
async fn authors_are_people_and_others_are_told_of_as_guests() {
    let studio = Studio::open(&ASKED).await;
    let (ben, by_ben) = studio.writer("Ben", "member").await;
    studio.types("Ada ").await;
    by_ben.insert("Ben ").unwrap();
    by_ben.all_acknowledged().await.unwrap();
    let both = studio.take(Some("both")).await;
    let authors = both["authors"].as_array().unwrap();
    assert!(authors.len() == 2 && authors.contains(&json!(ben.id)), "{both}");
    assert_eq!(both["guests"], false);

    let links = format!("/api/v1/workspaces/studio/access/document/{}/links", studio.document);
    let link = studio.done(("POST", &links), json!({ "level": "write" })).await;
    let secret = json!({ "secret": link["secret"] });
    let opened = studio.done(("POST", "/api/v1/links/open"), secret).await;
    let token = opened["token"].as_str().unwrap();
    let visitor = studio.door.peer(Protocol::Hocuspocus, &studio.document, token).await;
    visitor.insert("somebody ").unwrap();
    visitor.all_acknowledged().await.unwrap();
    let theirs = studio.take(Some("theirs")).await;
    assert_eq!((&theirs["authors"], &theirs["guests"]), (&json!([]), &json!(true)));
}

/// SPEC VER-1: what programs write through REST is somebody's as well.
#[tokio::test]
async fn an_update_through_rest_is_an_edit_like_others() {
    let studio = Studio::open(&QUICK).await;
    let path = format!("/api/documents/{}", studio.document);
    let request = renexus_load::http::Request::new("PATCH", &path)
        .bearer(&studio.ada.token)
        .bytes(crate::door::words(7, "by a program"));
    let answer = studio.door.ask(request).await;
    assert_eq!(answer.status, 200, "{}", answer.text());
    let list = studio.until(1).await;
    assert_eq!(list[0]["authors"], json!([studio.ada.id]));
    assert_eq!(studio.words(&list[0]).await, "by a program");
}

/// SPEC VER-1
#[tokio::test]
async fn where_none_are_taken_by_themselves_people_take_them() {
    let quick = [&ASKED[..], &[("versions.quiet_seconds", "0.05")]].concat();
    let studio = Studio::open(&quick).await;
    studio.types("words").await;
    // Twenty times as long as it would take.
    tokio::time::sleep(Duration::from_secs(1)).await;
    assert_eq!(studio.list().await.len(), 0);
    let taken = studio.take(None).await;
    assert_eq!((&taken["taken_by"], &taken["name"]), (&json!(studio.ada.id), &Value::Null));
    assert_eq!(studio.list().await, [taken]);
}
