//! The gap test: many clients lose their connections at random, and miss nothing.

use std::time::Duration;

use rand::Rng;
use serde_json::json;

use crate::door::Door;
use crate::door::people::{Human, OPEN};
use crate::{Line, chance, document};

/// How many clients there are.
const CLIENTS: u64 = 20;
/// How many changes are made, unless `RENEXUS_GAP_CHANGES` says otherwise.
const CHANGES: i64 = 300;
/// Time for each change, on a noisy machine, until all heard of the last one.
const EACH: Duration = Duration::from_millis(200);

/// Hears everything behind the first event; hangs up without a word every now and then.
async fn listen(door: &Door, (workspace, token): (&str, &str), seed: u64, last: i64) -> Vec<i64> {
    let mut dice = chance::dice(seed);
    let mut heard = Vec::new();
    let here = |heard: &[i64]| heard.last().copied().unwrap_or(1);
    while here(&heard) < last {
        let mut line = Line::channel(door, workspace, token).await;
        line.resume(here(&heard)).await;
        for _ in 0..dice.random_range(1..60) {
            if here(&heard) >= last {
                break;
            }
            heard.extend(line.seqs(1).await);
        }
    }
    heard
}

/// Changes a level back and forth: each time one event.
async fn change(door: &Door, ada: &Human, changes: i64) {
    let path = "/api/v1/workspaces/studio/access/document/notes/role/guest";
    for change in 0..changes {
        let level = if change % 2 == 0 { "read" } else { "comment" };
        let (status, said) = door.call(ada, ("PUT", path), &json!({ "level": level })).await;
        assert_eq!(status, 204, "{said}");
    }
}

/// SPEC EVT-2, EVT-3
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn twenty_clients_that_come_and_go_hear_every_number_once() {
    let seed = chance::seed();
    let changes = chance::number("RENEXUS_GAP_CHANGES").unwrap_or(CHANGES);
    let door =
        Door::with(&[OPEN, ("rates.write_burst", "0"), ("accounts.access_seconds", "86400")]);
    let ada = door.human("Ada").await;
    let studio = door.workspace(&ada, "studio").await;
    document(&door, &studio, "notes").await;
    // The first event is the workspace itself.
    let last = changes + 1;
    let place = (studio.as_str(), ada.token.as_str());
    let clients = (1..=CLIENTS).map(|client| listen(&door, place, seed.wrapping_add(client), last));
    let all = async {
        tokio::join!(futures_util::future::join_all(clients), change(&door, &ada, changes)).0
    };
    let deadline = EACH * u32::try_from(changes.max(100)).unwrap();
    let heard = tokio::time::timeout(deadline, all).await.expect("everybody is told in time");
    let expected: Vec<_> = (2..=changes + 1).collect();
    for (client, heard) in heard.iter().enumerate() {
        assert!(*heard == expected, "client {client} heard {} numbers", heard.len());
    }
}
