//! What a running server, and `renexus doctor`, make of damaged data.

#![allow(
    missing_docs,
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing
)]

mod door;
mod hand;

use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::path::Path;
use std::process::Output;

use door::{DEADLINE, Door, until};
use hand::{Hand, SMALL_SEGMENTS, long, segments};
use renexus_load::http::Request;
use renexus_load::peer::{Dialect, Heard};
use renexus_load::{Peer, Protocol};

/// Writes a word into each of two documents, `torn` and `whole`; it is saved.
async fn two_documents(door: &Door) -> [Peer; 2] {
    let mut peers = Vec::new();
    for document in ["torn", "whole"] {
        let peer = door.writer(Protocol::Hocuspocus, document).await;
        for word in ["one ", "two ", "three"] {
            peer.insert(word).unwrap();
            peer.all_acknowledged().await.unwrap();
        }
        peers.push(peer);
    }
    peers.try_into().unwrap_or_else(|_| panic!("two documents"))
}

/// `torn` is refused in every way in, `whole` is read and written as before.
async fn torn_is_refused_and_whole_goes_on(door: &Door) {
    let token = door.token("*", "manage");
    let problem = door.ask(Request::get("/api/documents/torn/text").bearer(&token)).await;
    let words = problem.text();
    assert_eq!(problem.status, 500, "{words}");
    let problem = problem.json().unwrap();
    assert_eq!(problem["type"], "/problems/damaged", "{words}");
    assert!(problem["detail"].as_str().unwrap().contains("`torn`"), "{words}");
    let bare = door.connect(Protocol::YWebsocket, "torn", &token).await.unwrap();
    assert_eq!(bare.wait_closed(DEADLINE).await.unwrap().0, 1011);
    let named = door.connect(Protocol::Hocuspocus, "torn", &token).await.unwrap();
    let reason = named.wait_denied(DEADLINE).await.unwrap();
    assert!(reason.contains("damaged"), "{reason}");
    for peer in [bare, named] {
        assert_eq!(peer.text(), "", "something was shown");
    }
    assert_eq!(door.text("whole").await, "one two three");
    let peer = door.writer(Protocol::YSweet, "whole").await;
    peer.insert("!").unwrap();
    peer.all_acknowledged().await.unwrap();
    assert_eq!(door.text("whole").await, "one two three!");
}

fn doctor(folder: &Path, extra: &[&str]) -> (bool, String) {
    // The folder was made by the test, and not for its owner alone.
    fs::set_permissions(folder, fs::Permissions::from_mode(0o700)).unwrap();
    let args: Vec<_> = ["doctor"].into_iter().chain(extra.iter().copied()).collect();
    let Output { status, stdout, .. } = door::run(folder, &args, &[]);
    (status.success(), String::from_utf8(stdout).unwrap())
}

/// SPEC DMG-1, DMG-2, DMG-4
#[tokio::test]
async fn a_damaged_checkpoint_is_named_and_the_other_documents_go_on() {
    let door = Door::open();
    drop(two_documents(&door).await);
    let folder = door.shut();
    let mut hand = Hand::in_folder(folder.path());
    let key = hand.key("torn");
    hand.change(&format!("UPDATE checkpoints SET body = body || x'00' WHERE document = {key}"));
    let (well, told) = doctor(folder.path(), &[]);
    assert!(!well, "{told}");
    assert!(told.contains("`torn`") && !told.contains("`whole`"), "{told}");
    torn_is_refused_and_whole_goes_on(&Door::on(folder, &[])).await;
}

/// Fills the open segment of the log, so that what stands in it is moved into the tables.
async fn end_segment(filler: &Peer) {
    filler.insert(&long()).unwrap();
    filler.all_acknowledged().await.unwrap();
}

/// SPEC DMG-1, DMG-2, DMG-4
#[tokio::test]
async fn a_journal_row_that_somebody_deleted_is_missed() {
    let mut door = Door::with(&SMALL_SEGMENTS);
    let peers = two_documents(&door).await;
    let filler = door.writer(Protocol::Hocuspocus, "filler").await;
    end_segment(&filler).await;
    let mut hand = Hand::in_folder(door.folder());
    until("the edits stand in the table", async || hand.journal_rows("torn") > 0).await;
    door.server.kill9().unwrap();
    drop((peers, filler));
    let key = hand.key("torn");
    let last = format!("SELECT max(seq) FROM journal WHERE document = {key}");
    hand.change(&format!("DELETE FROM journal WHERE document = {key} AND seq = ({last})"));
    let (well, told) = doctor(door.folder(), &[]);
    assert!(!well, "{told}");
    assert!(told.contains("`torn`") && !told.contains("`whole`"), "{told}");
    door.restart(&[]);
    torn_is_refused_and_whole_goes_on(&door).await;
}

/// SPEC DMG-1, DMG-2, DMG-4
#[tokio::test]
async fn an_edit_that_was_changed_in_the_log_is_found_while_the_server_runs() {
    let door = Door::with(&[("document.idle_seconds", "0.01")]);
    let peers = two_documents(&door).await;
    let [segment] = &segments(door.folder())[..] else { panic!("one segment") };
    let mut bytes = fs::read(segment).unwrap();
    let at = bytes.windows(3).position(|three| three == b"two").unwrap();
    bytes[at] ^= 1;
    fs::write(segment, bytes).unwrap();
    drop(peers);
    until("the document has left memory and is read again", async || {
        let asked = Request::get("/api/documents/torn/text").bearer(door.everything());
        door.ask(asked).await.status == 500
    })
    .await;
}

/// SPEC DMG-2
#[tokio::test]
async fn a_damaged_document_leaves_its_neighbours_on_the_socket_alone() {
    let door = Door::open();
    drop(two_documents(&door).await);
    let folder = door.shut();
    let mut hand = Hand::in_folder(folder.path());
    let key = hand.key("torn");
    hand.change(&format!("UPDATE checkpoints SET seq = seq - 1 WHERE document = {key}"));
    let door = Door::on(folder, &[]);
    let token = door.token("*", "write");
    let whole = door.peer(Protocol::Hocuspocus, "whole", &token).await;
    let torn = Dialect::new(Protocol::Hocuspocus, "torn");
    whole.send_raw(torn.auth(&token).unwrap());
    loop {
        let frame = whole.next_frame(DEADLINE).await.unwrap();
        let heard = torn.read(&frame).unwrap();
        if heard
            .iter()
            .any(|one| matches!(one, Heard::Denied(reason) if reason.contains("damaged")))
        {
            break;
        }
    }
    whole.insert("!").unwrap();
    whole.all_acknowledged().await.unwrap();
    assert_eq!(whole.closed(), None);
}

/// SPEC DMG-1
#[tokio::test]
async fn a_document_that_somebody_deleted_from_the_table_is_missed_at_the_start() {
    let door = Door::open();
    drop(two_documents(&door).await);
    let folder = door.shut();
    let mut hand = Hand::in_folder(folder.path());
    hand.change("DELETE FROM documents WHERE id = 'torn'");
    let told = door::refused_start(folder.path(), "127.0.0.1:0", &[]);
    assert!(told.contains("table of documents holds 1 rows"), "{told}");
    let (well, told) = doctor(folder.path(), &[]);
    assert!(!well && told.contains("counts 2"), "{told}");
}

/// SPEC DMG-1, DMG-2
#[tokio::test]
async fn what_a_damaged_document_does_not_take_stays_in_the_log_and_others_go_on() {
    let mut door = Door::with(&SMALL_SEGMENTS);
    let [torn, whole] = two_documents(&door).await;
    let mut hand = Hand::in_folder(door.folder());
    hand.change("UPDATE documents SET head = head + 1 WHERE id = 'torn'");
    end_segment(&door.writer(Protocol::Hocuspocus, "filler").await).await;
    until("the neighbour's edits stand in the table", async || hand.journal_rows("whole") > 0)
        .await;
    assert_eq!(hand.journal_rows("torn"), 0);
    for peer in [&torn, &whole] {
        peer.insert(" four").unwrap();
        peer.all_acknowledged().await.unwrap();
    }
    hand.change("UPDATE documents SET head = head - 1 WHERE id = 'torn'");
    door.restart(&SMALL_SEGMENTS);
    assert_eq!(door.text("torn").await, "one two three four");
    assert_eq!(door.text("whole").await, "one two three four");
}

/// SPEC DMG-1, DMG-2
#[tokio::test]
async fn a_document_that_is_changed_under_a_running_server_is_closed_and_acknowledges_nothing() {
    let door = Door::with(&SMALL_SEGMENTS);
    let [torn, whole] = two_documents(&door).await;
    end_segment(&door.writer(Protocol::Hocuspocus, "filler").await).await;
    let mut hand = Hand::in_folder(door.folder());
    until("the edits stand in the table", async || hand.journal_rows("torn") > 0).await;
    hand.change("UPDATE documents SET head = head + 1 WHERE id = 'torn'");
    torn.insert(" and lost").unwrap();
    let (code, reason) = torn.wait_closed(DEADLINE).await.unwrap();
    assert_eq!(code, 1011, "{reason}");
    assert_eq!(torn.acknowledged(), 3, "what was not recorded is not acknowledged");
    whole.insert("!").unwrap();
    whole.all_acknowledged().await.unwrap();
    assert_eq!(door.text("whole").await, "one two three!");
}

/// SPEC DMG-3
#[tokio::test]
async fn commits_that_were_lost_are_missed_and_the_doctor_knows_the_way_on() {
    let door = Door::open();
    drop(two_documents(&door).await);
    let folder = door.shut();
    Hand::in_folder(folder.path()).fold_log();
    let mut door = Door::on(folder, &[]);
    let peer = door.writer(Protocol::Hocuspocus, "whole").await;
    peer.insert(" four").unwrap();
    peer.all_acknowledged().await.unwrap();
    door.server.kill9().unwrap();
    lose_the_log(door.folder());
    let told = door::refused_start(door.folder(), "127.0.0.1:0", &[]);
    assert!(told.contains("renexus doctor --accept-loss"), "{told}");
    let (well, told) = doctor(door.folder(), &[]);
    assert!(!well && told.contains("renexus doctor --accept-loss"), "{told}");
    let (well, told) = doctor(door.folder(), &["--accept-loss"]);
    assert!(well, "{told}");
    door.restart(&[]);
    assert_eq!(door.text("whole").await, "one two three", "the state before the loss");
    let peer = door.writer(Protocol::Hocuspocus, "whole").await;
    peer.insert("!").unwrap();
    peer.all_acknowledged().await.unwrap();
    door.restart(&[]);
    assert_eq!(door.text("whole").await, "one two three!");
}

/// SPEC DMG-3
#[tokio::test]
async fn a_database_that_was_lost_as_a_whole_is_not_taken_for_a_new_one() {
    let mut door = Door::open();
    let peers = two_documents(&door).await;
    door.server.kill9().unwrap();
    drop(peers);
    lose_the_log(door.folder());
    lose_the_database(door.folder());
    let told = door::refused_start(door.folder(), "127.0.0.1:0", &[]);
    assert!(told.contains("renexus doctor --accept-loss"), "{told}");
    let (well, told) = doctor(door.folder(), &["--accept-loss"]);
    assert!(well, "{told}");
    door.restart(&[]);
    let peer = door.writer(Protocol::YWebsocket, "whole").await;
    assert_eq!(peer.text(), "");
}

/// SPEC DMG-3, DMG-5
#[tokio::test]
async fn no_loss_is_accepted_while_a_server_runs() {
    let door = Door::open();
    let output = door::run(door.folder(), &["doctor", "--accept-loss"], &[]);
    let told = String::from_utf8(output.stderr).unwrap();
    assert!(!output.status.success() && told.contains("another renexus"), "{told}");
}

/// Takes away what was not moved into the tables.
fn lose_the_log(folder: &Path) {
    for segment in segments(folder) {
        fs::remove_file(segment).unwrap();
    }
}

/// Takes away the database with everything that SQLite keeps beside it.
fn lose_the_database(folder: &Path) {
    for file in ["renexus.db", "renexus.db-wal", "renexus.db-shm"] {
        fs::remove_file(folder.join(file)).unwrap();
    }
}
