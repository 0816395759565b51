//! Updates that are made to hurt (`actors/tests/hostile/corpus`), sent by
//! somebody who may write.

use std::fs;
use std::path::Path;

use renexus_load::Protocol;
use renexus_load::http::Request;

use crate::door::raw::CLOSE;
use crate::door::{Door, words};
use crate::{Member, all_is_well};

/// SPEC BND-18, BND-22: as an edit.
#[tokio::test]
async fn every_known_payload_sent_as_an_edit_is_survived() {
    survive("edit", |member, payload| member.dialect.update(payload)).await;
}

/// SPEC BND-18, BND-22: as the answer to the server's Step1.
#[tokio::test]
async fn every_known_payload_sent_as_a_sync_is_survived() {
    survive("sync", |member, payload| member.dialect.step_two(payload)).await;
}

/// SPEC BND-17, BND-18: as a state vector.
#[tokio::test]
async fn every_known_payload_sent_as_a_state_vector_is_survived() {
    survive("vector", |member, payload| member.dialect.step_one(payload)).await;
}

/// SPEC BND-16, BND-18: as presence.
#[tokio::test]
async fn every_known_payload_sent_as_presence_is_survived() {
    survive("presence", |member, payload| member.dialect.awareness(payload)).await;
}

/// SPEC BND-18, BND-22, HTTP-6: over REST.
#[tokio::test]
async fn every_known_payload_sent_over_rest_is_survived() {
    let door = Door::open();
    let token = door.token("*", "write");
    door.writer(Protocol::Hocuspocus, "notes").await;
    for (name, payload) in corpus() {
        for request in
            [Request::new("PATCH", "/api/documents/notes"), Request::post("/d/notes/update")]
        {
            let answer = door.ask(request.bearer(&token).bytes(payload.clone())).await;
            assert!(answer.status < 500, "{name}: {}", answer.text());
        }
    }
    all_is_well(&door, "notes").await;
}

/// SPEC BND-18: bytes that are no update are refused with a code, and the next one is heard.
#[tokio::test]
async fn an_invalid_update_costs_its_sender_the_connection() {
    let door = Door::open();
    let truncated = fs::read(folder().join("truncated.bin")).unwrap();
    for protocol in Protocol::ALL {
        let mut member = Member::enter(&door, protocol, "notes").await.introduce().await;
        member.socket.send(&member.dialect.update(&truncated)).await;
        assert_eq!(member.closed().await, 1_008, "{protocol}");
    }
    all_is_well(&door, "notes").await;
}

/// Sends each payload on each protocol to a document of its own, which must be well afterwards.
async fn survive(way: &str, frame: impl Fn(&Member, &[u8]) -> Vec<u8>) {
    let mut door = Door::open();
    let payloads = corpus();
    for (name, payload) in &payloads {
        let document = format!("{way}-{name}");
        let witness = door.writer(Protocol::Hocuspocus, &document).await;
        witness.apply_update(&words(1, "good")).unwrap();
        witness.all_acknowledged().await.unwrap();
        for protocol in Protocol::ALL {
            let mut member = Member::enter(&door, protocol, &document).await.introduce().await;
            let hostile = frame(&member, payload);
            member.socket.send(&hostile).await;
            let question = member.dialect.step_one(&[0]);
            member.socket.send(&question).await;
            // Either it is refused, or what follows is answered.
            heard_out(&mut member, name).await;
        }
        assert_eq!(witness.closed(), None, "{name}: the witness was disturbed");
        witness.insert("+").unwrap();
        witness.all_acknowledged().await.unwrap_or_else(|error| panic!("{name}: {error}"));
        all_is_well(&door, &document).await;
    }
    // What was kept of it comes back from disk, too.
    door.restart(&[]);
    for (name, _) in &payloads {
        all_is_well(&door, &format!("{way}-{name}")).await;
    }
}

async fn heard_out(member: &mut Member, name: &str) {
    loop {
        let frame =
            member.socket.next().await.unwrap_or_else(|| panic!("{name}: the server is gone"));
        if frame.opcode == CLOSE {
            let code = u16::from_be_bytes([frame.payload[0], frame.payload[1]]);
            assert_eq!(code, 1_008, "{name}");
            return;
        }
        let heard = member.dialect.read(&frame.payload).unwrap_or_default();
        if heard.iter().any(|one| matches!(one, renexus_load::peer::Heard::StepTwo(_))) {
            return;
        }
    }
}

fn corpus() -> Vec<(String, Vec<u8>)> {
    let files = fs::read_dir(folder()).expect("the corpus");
    let paths = files.map(|file| file.expect("a readable corpus").path());
    let mut payloads: Vec<_> = paths
        .filter(|path| path.extension().is_some_and(|kind| kind == "bin"))
        .map(|path| {
            (path.file_stem().unwrap().to_string_lossy().into_owned(), fs::read(&path).unwrap())
        })
        .collect();
    payloads.sort();
    assert!(payloads.len() > 20, "the corpus is not there");
    payloads
}

fn folder() -> &'static Path {
    Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/actors/tests/hostile/corpus"))
}
