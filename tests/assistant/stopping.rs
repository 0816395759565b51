//! Stopping the assistant in the middle.

use renexus_load::Protocol;
use serde_json::{Value, json};

use crate::door::{DEADLINE, until};
use crate::{Studio, TEXT, markdown, note};

/// Waits until the assistant has written something.
async fn begun(studio: &Studio) {
    let seen = studio.editor.wait_read("the first lines", DEADLINE, |txn| {
        let text = renexus_actors::replica::rich::read(txn, "default");
        format!("{text:?}").contains("Line 3 of many").then_some(())
    });
    seen.await.unwrap();
}

/// SPEC AI-6
#[tokio::test]
async fn whoever_may_write_stops_it_and_what_there_is_can_be_rejected() {
    let studio = Studio::open("long", &[]).await;
    let mel = studio.door.human("Mel").await;
    studio.door.join(&studio.ada, "studio", &mel, "member").await;
    let job = studio.ask(json!({ "task": "continue" })).await;
    begun(&studio).await;
    let path = format!("{}/{job}", studio.path());
    assert_eq!(studio.decide(&job, "accept").await.0, 409, "it still writes");
    let (status, told) = studio.call(&mel, ("DELETE", &path), Value::Null).await;
    assert_eq!(status, 200, "{told}");
    let offered = studio.until(&job, "offered").await;
    assert_eq!(offered["stopped"], true);
    let stood = studio.editor.wait_read("the note", DEADLINE, |txn| {
        let note = renexus_actors::replica::notes::read(txn, crate::NOTES, &job)?;
        (note["state"] == "offered" && note["stopped"] == true).then_some(())
    });
    stood.await.unwrap();
    let text = markdown(&studio.editor);
    assert!(text.starts_with(TEXT) && text.contains("Line 3 of many."), "{text}");
    assert_eq!(studio.call(&mel, ("DELETE", &path), Value::Null).await.0, 409);
    // Everybody sees the same, also who comes now.
    let late = studio.door.peer(Protocol::Hocuspocus, &studio.document, &mel.token).await;
    assert_eq!(markdown(&late), text);
    assert_eq!(studio.decide(&job, "reject").await.0, 200);
    studio.holds(TEXT).await;
    assert_eq!(note(&studio.editor, &job), None);
}

/// SPEC AI-6: and the job behind it has its turn then.
#[tokio::test]
async fn a_job_that_waits_is_stopped_before_it_begins() {
    let studio = Studio::open("long", &[("assistant.at_once_per_workspace", "1")]).await;
    let first = studio.ask(json!({ "task": "continue" })).await;
    begun(&studio).await;
    let second = studio.ask(json!({ "task": "summarise" })).await;
    let third = studio.ask(json!({ "task": "summarise" })).await;
    let path = format!("{}/{second}", studio.path());
    let (_, told) = studio.call(&studio.ada, ("DELETE", &path), Value::Null).await;
    assert_eq!((&told["state"], &told["stopped"]), (&json!("stopped"), &json!(true)), "{told}");
    assert_eq!(studio.job(&third).await["state"], "waiting");
    let path = format!("{}/{first}", studio.path());
    studio.call(&studio.ada, ("DELETE", &path), Value::Null).await;
    studio.until(&third, "running").await;
    until("the service is asked again", async || studio.service.seen().await.len() > 1).await;
    assert_eq!(studio.service.seen().await.len(), 2, "the one that was stopped was not asked for");
}

/// SPEC AI-7
#[tokio::test]
async fn who_may_not_write_any_more_gets_nothing_more_written() {
    let studio = Studio::open("long", &[]).await;
    let mel = studio.door.human("Mel").await;
    studio.door.join(&studio.ada, "studio", &mel, "member").await;
    let (status, job) =
        studio.call(&mel, ("POST", &studio.path()), json!({ "task": "continue" })).await;
    assert_eq!(status, 202, "{job}");
    begun(&studio).await;
    let member = format!("/api/v1/workspaces/studio/members/{}", mel.id);
    let (status, left) = studio.call(&studio.ada, ("DELETE", &member), Value::Null).await;
    assert!((200..300).contains(&status), "{left}");
    let failed = studio.until(job["id"].as_str().unwrap(), "failed").await;
    assert_eq!(failed["problem"], "who asked may not write here any more");
    studio.holds(TEXT).await;
}
