//! What a worker that panics again and again costs everybody else; `make bench-assistant` runs it.
//!
//! Fifty documents are typed in while the assistant writes into six others: in one turn it is left alone, in the next
//! one its model panics a hundred times, and the worker itself a hundred times. No job may be lost or done twice.

#![allow(missing_docs, clippy::as_conversions, clippy::expect_used, clippy::indexing_slicing)]
#![allow(clippy::panic, clippy::unwrap_used)]

#[path = "../../tests/assistant/jobs.rs"]
mod jobs;
#[path = "../../tests/assistant/model.rs"]
mod model;
mod parts;
#[path = "../../tests/assistant/ports.rs"]
mod ports;
mod typing;

use std::process::ExitCode;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use actix::Supervisor;
use jobs::MemoryJobs;
use model::Panicky;
use parts::House;
use ports::{Everybody, Lines, Tripwire, limits};
use renexus_actors::assistant::{AssistantActor, AssistantParts, Rest};
use renexus_wire::id::{DocumentId, SessionId};
use typing::Typing;

/// Panics of the model, and as many of the actor itself.
const PANICS: u32 = 100;
/// Jobs of a turn, and the documents that they are for.
const JOBS: u32 = 300;
const DOCUMENTS: u32 = 6;
/// Pairs of turns.
const ROUNDS: usize = 5;
/// Between two edits of the assistant.
const PACE: Duration = Duration::from_millis(20);
/// How long a turn may take.
const DEADLINE: Duration = Duration::from_secs(120);
/// How much more p99 may be.
const MOST: f64 = 1.1;

/// What the jobs of a number write into.
fn document(number: u32) -> DocumentId {
    DocumentId::parse(&format!("document-{}", number % DOCUMENTS)).unwrap()
}

/// One turn: p99 of deliveries in milliseconds.
async fn turn(panics: u32) -> f64 {
    let house = House::start();
    for number in 0..DOCUMENTS {
        house.open(document(number)).await;
    }
    let typing = Typing::start(&house).await;
    let (jobs, model) = (MemoryJobs::new(JOBS, Duration::from_secs(2)), Panicky::new(panics));
    let (wire, seats) = (Arc::new(Tripwire::new(panics)), AtomicU64::new(1));
    let parts = AssistantParts {
        jobs: Arc::new(jobs.clone()),
        model: Arc::new(model.clone()),
        rights: Arc::new(Everybody),
        markup: Arc::new(Lines),
        registry: house.registry.clone(),
        seats: Arc::new(move || SessionId(seats.fetch_add(1, Ordering::Relaxed))),
        meter: wire.clone(),
        limits: Arc::new(limits(PACE)),
    };
    let assistant =
        Supervisor::start_in_arbiter(&house.aside(), move |_| AssistantActor::new(parts));
    let done = tokio::time::timeout(DEADLINE, jobs.all_done()).await;
    done.unwrap_or_else(|_| panic!("jobs were lost: {}", jobs.told()));
    assert_eq!(jobs.twice(), 0, "jobs were done twice");
    assert_eq!((model.left(), wire.left()), (0, 0), "not every panic happened");
    let late = typing.stop().await;
    assistant.send(Rest).await.unwrap();
    house.stop();
    late
}

fn median(mut numbers: Vec<f64>) -> f64 {
    numbers.sort_unstable_by(f64::total_cmp);
    numbers[numbers.len() / 2]
}

#[actix_rt::main]
async fn main() -> ExitCode {
    let loud = std::panic::take_hook();
    std::panic::set_hook(Box::new(move |info| {
        if !info.to_string().contains("injected") {
            loud(info);
        }
    }));
    println!(
        "p99 of deliveries beside {JOBS} jobs of the assistant, without panics and with {PANICS} of its model"
    );
    println!("and {PANICS} of the worker itself; every job was done once\n");
    let (mut calm, mut wild) = (Vec::new(), Vec::new());
    turn(0).await;
    for round in 1..=ROUNDS {
        calm.push(turn(0).await);
        wild.push(turn(PANICS).await);
        println!("round {round}: {:.2} ms, {:.2} ms", calm[round - 1], wild[round - 1]);
    }
    let (calm, wild) = (median(calm), median(wild));
    let held = wild <= calm * MOST;
    let said = if held { "held" } else { "NOT HELD" };
    println!("median: {calm:.2} ms, {wild:.2} ms: {said}, {:.2} times", wild / calm);
    if held { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}
