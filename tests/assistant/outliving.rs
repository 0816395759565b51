//! Jobs outlive the server that was at them.

use renexus_load::Protocol;
use serde_json::{Value, json};

use crate::door::people::OPEN;
use crate::door::{DEADLINE, Door};
use crate::{ANSWER, Studio, TEXT, note};

async fn begun(studio: &Studio) {
    let seen = studio.editor.wait_read("the first lines", DEADLINE, |txn| {
        let text = renexus_actors::replica::rich::read(txn, "default");
        format!("{text:?}").contains("Line 3 of many").then_some(())
    });
    seen.await.unwrap();
}

/// SPEC AI-10
#[tokio::test]
async fn a_server_that_is_killed_in_the_middle_goes_on_with_its_jobs() {
    let one = [("assistant.at_once_per_workspace", "1"), ("assistant.lease_seconds", "3")];
    let mut studio = Studio::open("long", &one).await;
    let first = studio.ask(json!({ "task": "summarise" })).await;
    begun(&studio).await;
    let second = studio.ask(json!({ "task": "continue" })).await;
    studio.restart("plain", &one).await;
    let offered = studio.until(&first, "offered").await;
    assert_eq!(offered["attempts"], 2);
    studio.until(&second, "offered").await;
    // Nothing of the attempt that was cut off is left, and each was done once.
    studio.holds(&format!("{TEXT}\n{ANSWER}\n{ANSWER}")).await;
    assert_eq!(studio.decide(&second, "reject").await.0, 200);
    studio.holds(&format!("{TEXT}\n{ANSWER}")).await;
    assert_eq!(note(&studio.editor, &first).unwrap()["state"], "offered");
}

/// SPEC AI-10
#[tokio::test]
async fn a_job_that_is_cut_off_again_and_again_is_given_up() {
    let twice = [("assistant.attempts", "2"), ("assistant.lease_seconds", "3")];
    let mut studio = Studio::open("long", &twice).await;
    let job = studio.ask(json!({ "task": "summarise" })).await;
    for _ in 0..2 {
        begun(&studio).await;
        studio.restart("long", &twice).await;
    }
    let failed = studio.until(&job, "failed").await;
    assert_eq!(failed["problem"], "it was cut off in the middle too often");
    studio.holds(TEXT).await;
    assert_eq!(note(&studio.editor, &job), None);
}

/// SPEC AI-10
#[tokio::test]
async fn a_server_that_ends_in_order_leaves_its_documents_tidy() {
    let studio = Studio::open("long", &[]).await;
    let job = studio.ask(json!({ "task": "summarise" })).await;
    begun(&studio).await;
    let Studio { service, door, ada, document, editor } = studio;
    drop(editor);
    let folder = door.shut();
    // It is started without a service: nobody takes the job, and nothing of it is to be seen.
    let door = Door::on(folder, &[OPEN]);
    let editor = door.peer(Protocol::Hocuspocus, &document, &ada.token).await;
    let studio = Studio { service, door, ada, document, editor };
    studio.holds(TEXT).await;
    let waiting = studio.job(&job).await;
    assert_eq!((&waiting["state"], &waiting["attempts"]), (&json!("waiting"), &json!(0)));
    let path = format!("{}/{job}", studio.path());
    let (status, told) = studio.call(&studio.ada, ("DELETE", &path), Value::Null).await;
    assert_eq!((status, &told["state"]), (200, &json!("stopped")), "{told}");
}

/// SPEC AI-10
#[tokio::test]
async fn what_a_killed_server_left_goes_when_it_is_stopped_without_a_service() {
    let mut studio = Studio::open("long", &[]).await;
    let job = studio.ask(json!({ "task": "summarise" })).await;
    begun(&studio).await;
    studio.door.restart(&[OPEN]);
    studio.editor = studio.watcher().await;
    assert_eq!(note(&studio.editor, &job).unwrap()["state"], "writing");
    let path = format!("{}/{job}", studio.path());
    let (status, told) = studio.call(&studio.ada, ("DELETE", &path), Value::Null).await;
    assert_eq!((status, &told["state"]), (200, &json!("stopped")), "{told}");
    studio.holds(TEXT).await;
}
