//! The harness measures a relay whose faults are known, and must find exactly those.

#![expect(clippy::unwrap_used, reason = "a test")]

mod relay;

use std::path::Path;

use renexus_load::result::RunResult;
use renexus_load::scenario::Scenario;
use renexus_load::swarm::{self, RunOptions};
use renexus_load::target::TargetFile;

use relay::{Faults, Relay};

async fn measure(scenario: &Scenario, faults: Faults, threads: usize) -> RunResult {
    let relay = Relay::start(faults).await;
    let text = format!(
        "description = 'a relay in the test'\nstores = false\nport = {}\n\
         [protocols]\ny-websocket = 'ws://127.0.0.1:{{port}}/{{document}}'",
        relay.port()
    );
    let file = TargetFile::parse("relay", Path::new("."), &text).unwrap();
    let data = tempfile::tempdir().unwrap();
    let mut target = file.start(data.path()).await.unwrap();
    let options = RunOptions { seed: Some(7), threads, ..RunOptions::default() };
    swarm::run(scenario, &mut target, &options).await.unwrap()
}

fn smoke() -> Scenario {
    let changes = [("phase.0.seconds".to_owned(), "1".to_owned())];
    Scenario::load_with(Path::new("smoke"), &changes).unwrap()
}

/// Two documents, two writers each, 20 updates a second for a second, four other clients.
const SENT: u64 = 2 * 2 * 20;
const DELIVERED: u64 = SENT * 4;

#[tokio::test]
async fn every_delivery_of_a_faithful_relay_is_counted() {
    let result = measure(&smoke(), Faults::default(), 2).await;
    let phase = &result.phases[0];
    assert_eq!((phase.sent, phase.delivered), (SENT, DELIVERED));
    assert_eq!((phase.lost, phase.duplicated, phase.reconnects), (0, 0, 0));
    assert_eq!(phase.latency.count, DELIVERED);
    assert!(phase.presence_delivered > 0 && phase.presence_lost == 0);
    assert_eq!(result.synced.count, 10);
    assert!(result.verdicts.iter().all(|verdict| verdict.kept), "{:?}", result.verdicts);
    let json = serde_json::to_string(&result).unwrap();
    let again: RunResult = serde_json::from_str(&json).unwrap();
    assert_eq!(again.phases[0].latency, phase.latency);
}

#[tokio::test]
async fn what_a_relay_drops_and_repeats_is_found() {
    let faults = Faults { drop_each: 50, repeat_each: 70 };
    let result = measure(&smoke(), faults, 1).await;
    let phase = &result.phases[0];
    assert!(phase.lost > 0 && phase.duplicated > 0, "{phase:?}");
    assert_eq!(phase.delivered + phase.lost, DELIVERED, "everything is in one of the books");
    let lost = result.verdicts.iter().find(|verdict| verdict.figure == "lost").unwrap();
    assert!(!lost.kept);
}

#[tokio::test]
async fn answers_of_the_first_reader_pace_a_writer() {
    let scenario = Scenario::parse(
        "clients = 3\nwriters = 1\nramp_seconds = 0.1\n\
         [[phase]]\nname = 'flood'\nseconds = 0.5\nrate = 'max'\nwindow = 8\npayload = { pasted = 50 }",
    );
    let result = measure(&scenario.unwrap(), Faults::default(), 1).await;
    let phase = &result.phases[0];
    assert!(phase.sent > 20, "{} sent", phase.sent);
    assert_eq!(phase.delivered, phase.sent * 2);
    assert_eq!(phase.lost, 0);
}

#[tokio::test]
async fn clients_that_leave_come_back_and_newcomers_are_timed() {
    let scenario = Scenario::parse(
        "clients = 6\nwriters = 1\nramp_seconds = 0.1\n\
         [[phase]]\nname = 'storm'\nseconds = 1\nrate = 20\njoins = 5\nchurn = 0.2",
    );
    let result = measure(&scenario.unwrap(), Faults::default(), 1).await;
    assert_eq!(result.synced.count, 5, "only newcomers are timed");
    assert_eq!(result.phases[0].reconnects, 0, "who leaves by himself is not cut off");
    assert_eq!(result.phases[0].sent, 20);
}
