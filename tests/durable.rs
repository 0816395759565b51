//! Saved means saved. See `DUR` in docs/SPEC.md.

#![allow(
    missing_docs,
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing
)]

mod chance;
mod door;
mod hand;

use door::{DEADLINE, Door, until};
use hand::{Hand, LogTaken, SMALL_SEGMENTS, long};
use renexus_load::Protocol;
use renexus_load::http::Request;
use renexus_load::report::Report;
use renexus_load::runs::kill::{self, KillPlan};

/// Kills in `make test`; `make bench` takes 200.
const ROUNDS: u32 = 20;
/// Edits a second over all writers.
const RATE: u32 = 200;

/// SPEC DUR-2
#[tokio::test(flavor = "multi_thread")]
async fn no_acknowledged_edit_is_missing_after_kill_9_at_random_moments() {
    let plan = KillPlan {
        server: door::binary().into(),
        rounds: ROUNDS,
        rate: RATE,
        seed: chance::seed(),
        env: Vec::new(),
    };
    let report = kill::run(plan).await.unwrap();
    println!("{}", report.lines().join("\n"));
    assert_eq!(report.missing, 0, "{:?}", report.faults);
    assert!(report.kept(), "{:?}", report.faults);
    assert!(report.acknowledged > 0, "nothing was put to the test");
    assert!(report.checkpoints > 0, "no checkpoint was put to the test");
}

/// The pace between commits is longer than this test: only what waits for none is told.
///
/// SPEC DUR-13
#[tokio::test]
async fn whoever_pours_much_into_a_document_waits_for_no_pace() {
    let door = Door::with(&[("journal.pace_seconds", "3600"), ("journal.eager_bytes", "2048")]);
    let ada = door.writer(Protocol::Hocuspocus, "notes").await;
    // After a quiet time, then by its size, then as the rest of that, and once more.
    for text in ["hello;", &"x".repeat(4_000), "the rest;", &"x".repeat(4_000), "the end;"] {
        ada.insert(text).unwrap();
        ada.all_acknowledged().await.unwrap();
    }
}

/// SPEC DUR-1
#[tokio::test]
async fn an_answer_to_patch_is_on_disk() {
    let mut door = Door::open();
    let token = door.token("*", "manage");
    let new = Request::post("/api/documents").bearer(&token).json(r#"{"id":"notes"}"#);
    assert_eq!(door.ask(new).await.status, 201);
    let update = renexus_actors::replica::Replica::from_text("text", "hello").unwrap();
    let patch = Request::new("PATCH", "/api/documents/notes").bearer(&token).bytes(update);
    assert_eq!(door.ask(patch).await.status, 200);
    door.restart(&[]);
    assert_eq!(door.text("notes").await, "hello");
}

/// SPEC DUR-1
#[tokio::test]
async fn nothing_is_acknowledged_before_it_is_committed() {
    let door = Door::with(&SMALL_SEGMENTS);
    let mut pairs = Vec::new();
    for protocol in Protocol::ALL {
        let document = protocol.to_string();
        let writer = door.writer(protocol, &document).await;
        // What the opening itself wrote is over with the first acknowledgement.
        writer.insert(&long()).unwrap();
        writer.all_acknowledged().await.unwrap();
        pairs.push((writer, door.writer(Protocol::YWebsocket, &document).await));
    }
    let taken = LogTaken::from(door.folder());
    for _ in 0..5 {
        for (writer, reader) in &pairs {
            writer.insert("x").unwrap();
            // It is delivered, so there was time to acknowledge it.
            reader.wait_text(&writer.text(), DEADLINE).await.unwrap();
        }
    }
    for (writer, _) in &pairs {
        let protocol = writer.dialect().protocol();
        assert_eq!(writer.acknowledged(), 1, "{protocol}: acknowledged before the commit");
    }
    taken.give_back();
    for (writer, _) in &pairs {
        writer.wait_acknowledged(6, DEADLINE).await.unwrap();
    }
}

/// SPEC DUR-4
#[tokio::test]
async fn edits_of_many_documents_share_a_commit() {
    let door = Door::with(&SMALL_SEGMENTS);
    let token = door.token("*", "write");
    let mut writers = Vec::new();
    for number in 0..20 {
        let document = format!("shared-{number}");
        let writer = door.peer(Protocol::Hocuspocus, &document, &token).await;
        writers.push((writer, door.peer(Protocol::YWebsocket, &document, &token).await));
    }
    let filler = door.writer(Protocol::Hocuspocus, "filler").await;
    filler.insert(&long()).unwrap();
    filler.all_acknowledged().await.unwrap();
    let commits = async || door.server.metric::<u64>("renexus_journal_commits_total").await;
    let before = commits().await.unwrap().unwrap();
    let taken = LogTaken::from(door.folder());
    for (writer, reader) in &writers {
        writer.insert("x").unwrap();
        reader.wait_text("x", DEADLINE).await.unwrap();
    }
    taken.give_back();
    for (writer, _) in &writers {
        writer.all_acknowledged().await.unwrap();
    }
    let more = commits().await.unwrap().unwrap() - before;
    assert!((1..=3).contains(&more), "{more} commits for 20 documents");
}

/// SPEC DUR-6
#[tokio::test]
async fn a_journal_that_fails_makes_documents_read_only_until_it_works_again() {
    let [small, ..] = SMALL_SEGMENTS;
    let impatient = [small, ("journal.attempts", "1"), ("journal.retry_seconds", "0.2")];
    let mut door = Door::with(&impatient);
    let token = door.token("*", "manage");
    let mut peers = Vec::new();
    for protocol in Protocol::ALL {
        peers.push(door.peer(protocol, "notes", &token).await);
    }
    let [bare, named, sweet] = &peers[..] else { panic!("three protocols") };
    named.insert(&long()).unwrap();
    named.all_acknowledged().await.unwrap();
    for peer in [bare, sweet] {
        peer.wait_text(&long(), DEADLINE).await.unwrap();
    }
    let taken = LogTaken::from(door.folder());
    named.insert("late ").unwrap();
    let told = async |scope| named.scope().as_deref() == Some(scope);
    until("the editor is told that it may only read", async || told("readonly").await).await;
    named.insert("refused").unwrap();
    for peer in [bare, sweet] {
        peer.insert("refused").unwrap();
        let reason = peer.wait_denied(DEADLINE).await.unwrap();
        assert!(reason.contains("read-only"), "{reason}");
    }
    let update = renexus_actors::replica::Replica::from_text("text", "refused").unwrap();
    let patch = Request::new("PATCH", "/api/documents/notes").bearer(&token).bytes(update);
    let answer = door.ask(patch).await;
    assert_eq!(
        (answer.status, answer.json().unwrap()["type"].as_str()),
        (503, Some("/problems/read-only"))
    );
    assert_eq!(named.acknowledged(), 1, "nothing was committed");
    taken.give_back();
    until("the editor is told that it may write", async || told("read-write").await).await;
    named.wait_acknowledged(2, DEADLINE).await.unwrap();
    // Answers keep their order, so the refusal comes behind what had to wait.
    named.wait_refused(1, DEADLINE).await.unwrap();
    // What was refused is asked for: nobody has to type it again.
    until("everybody has everything", async || {
        peers.iter().all(|peer| peer.text().matches("refused").count() == 3)
    })
    .await;
    sweet.all_acknowledged().await.unwrap();
    let late = door.peer(Protocol::YSweet, "notes", &token).await;
    late.insert("on time").unwrap();
    late.all_acknowledged().await.unwrap();
    door.restart(&[]);
    let text = door.text("notes").await;
    assert!(text.starts_with(&long()) && text.ends_with("on time"), "{text}");
    let there = |word: &str| text.matches(word).count();
    assert_eq!([there("late "), there("refused")], [1, 3], "{text}");
}

/// SPEC DUR-5
#[tokio::test]
async fn a_journal_is_folded_into_a_checkpoint_and_the_document_stays_the_same() {
    let mut door = Door::with(&[("document.checkpoint_updates", "20")]);
    let peer = door.writer(Protocol::Hocuspocus, "notes").await;
    for number in 0..100 {
        peer.insert(&format!("{number} ")).unwrap();
        peer.all_acknowledged().await.unwrap();
    }
    until("a checkpoint", async || {
        let taken = door.server.metric::<u64>("renexus_checkpoint_seconds_count").await;
        taken.unwrap().unwrap() > 2
    })
    .await;
    door.server.kill9().unwrap();
    let mut hand = Hand::in_folder(door.folder());
    let key = hand.key("notes");
    let of = |what: &str| format!("SELECT {what} FROM checkpoints WHERE document = {key}");
    let checkpoint = hand.number(&of("max(seq)"));
    assert!((40..=100).contains(&checkpoint), "the checkpoint covers {checkpoint}");
    assert_eq!(hand.number(&of("count(*)")), 1);
    door.restart(&[]);
    assert_eq!(door.text("notes").await, peer.text());
    let token = door.token("*", "read");
    let view = door.ask(Request::get("/api/documents/notes").bearer(&token)).await.json().unwrap();
    assert_eq!(view["seq"], 100, "every update stands in the checkpoint or behind it");
}
