//! A service that fails in every way it can.

use std::collections::BTreeSet;

use renexus::rich::to_markdown;
use renexus_actors::replica::rich;
use renexus_wire::rich::ROOT;
use serde_json::json;

use crate::door::{DEADLINE, until};
use crate::{ANSWER, Studio, TEXT, note};

/// SPEC AI-8
#[tokio::test]
async fn an_answer_that_breaks_off_is_taken_away_and_asked_for_again() {
    let studio = Studio::open("2-cut-plain", &[]).await;
    let job = studio.ask(json!({ "task": "summarise" })).await;
    let offered = studio.until(&job, "offered").await;
    assert_eq!(offered["attempts"], 3);
    studio.holds(&format!("{TEXT}\n{ANSWER}")).await;
    studio.decide(&job, "accept").await;
    studio.holds(&format!("{TEXT}\n{ANSWER}")).await;
}

/// SPEC AI-8
#[tokio::test]
async fn a_job_that_is_given_up_leaves_nothing_behind_and_says_why() {
    for (model, attempts, problem) in [
        ("cut", 2, "the model service failed"),
        ("garbage", 2, "a piece of its answer is not JSON"),
        ("line", 2, "longer than it may be"),
        ("mute", 2, "took too long"),
        ("wrong", 2, "status 500"),
        ("refused", 1, "refused: status 401: no such key: Bearer …"),
    ] {
        let more = [("assistant.attempts", "2"), ("assistant.silence_seconds", "0.5")];
        let studio = Studio::open(model, &more).await;
        let job = studio.ask(json!({ "task": "summarise" })).await;
        let failed = studio.until(&job, "failed").await;
        assert_eq!(failed["attempts"], attempts, "{model}: {failed}");
        let told = failed["problem"].as_str().unwrap();
        assert!(told.contains(problem), "{model}: {failed}");
        assert!(!told.contains("sk-hush"));
        studio.holds(TEXT).await;
        assert_eq!(note(&studio.editor, &job), None, "{model}");
        let said = studio.door.server.output().join("\n");
        assert!(!said.contains("sk-hush"), "{said}");
    }
}

/// SPEC AI-25
#[tokio::test]
async fn a_flood_comes_in_lots_and_is_cut_off() {
    let bound = [("assistant.attempts", "1"), ("assistant.answer_bytes", "32768")];
    let studio = Studio::open("flood", &bound).await;
    let watcher = studio.watcher().await;
    let job = studio.ask(json!({ "task": "summarise" })).await;
    // 32 KiB as fast as they are read would come in a few.
    let mut lengths = BTreeSet::new();
    let seen = watcher.wait_read("it grows lot by lot", DEADLINE, |txn| {
        lengths.insert(to_markdown(&rich::read(txn, ROOT)).len());
        (lengths.len() > 12).then_some(())
    });
    seen.await.unwrap_or_else(|error| panic!("{error}: {lengths:?}"));
    let failed = studio.until(&job, "failed").await;
    assert!(failed["problem"].as_str().unwrap().contains("more than 32768 bytes"), "{failed}");
    studio.holds(TEXT).await;
}

/// SPEC AI-8
#[tokio::test]
async fn a_service_that_is_busy_is_left_alone_as_long_as_it_asks() {
    let studio = Studio::open("1-busy-plain", &[]).await;
    let job = studio.ask(json!({ "task": "summarise" })).await;
    let offered = studio.until(&job, "offered").await;
    assert_eq!(offered["attempts"], 2);
    let seen = studio.service.seen().await;
    let at = |turn: usize| seen[turn]["at"].as_i64().unwrap();
    assert!(at(1) - at(0) >= 1_000, "it was asked again after {} ms", at(1) - at(0));
}

/// SPEC AI-9
#[tokio::test]
async fn a_service_that_keeps_failing_is_left_alone_for_a_while() {
    let settings = [
        ("assistant.attempts", "1"),
        ("assistant.breaker_failures", "2"),
        ("assistant.breaker_seconds", "3600"),
        ("assistant.at_once_per_workspace", "1"),
    ];
    let mut studio = Studio::open("wrong", &settings).await;
    let mut jobs = Vec::new();
    for _ in 0..3 {
        jobs.push(studio.ask(json!({ "task": "summarise" })).await);
    }
    studio.until(&jobs[0], "failed").await;
    studio.until(&jobs[1], "failed").await;
    until("the breaker has opened", async || {
        studio.door.metrics().await.contains("renexus_assistant_breaks_total 1")
    })
    .await;
    assert_eq!(studio.job(&jobs[2]).await["state"], "waiting");
    assert_eq!(studio.service.seen().await.len(), 2, "nobody asked it since");
    studio.restart("plain", &settings).await;
    studio.until(&jobs[2], "offered").await;
}

/// SPEC AI-9
#[tokio::test]
async fn a_service_that_is_well_again_is_asked_again() {
    let settings = [
        ("assistant.attempts", "9"),
        ("assistant.breaker_failures", "2"),
        ("assistant.breaker_seconds", "0.3"),
    ];
    let studio = Studio::open("3-wrong-plain", &settings).await;
    let job = studio.ask(json!({ "task": "summarise" })).await;
    assert_eq!(studio.until(&job, "offered").await["attempts"], 4);
    assert!(studio.door.metrics().await.contains("renexus_assistant_breaks_total 2"));
}
