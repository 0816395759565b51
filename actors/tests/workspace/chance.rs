//! Readers that come and go at random, over announcements that get lost and mixed up.

use rand::rngs::StdRng;
use rand::seq::SliceRandom;
use rand::{Rng, SeedableRng};
use renexus_actors::limits::WorkspaceLimits;
use renexus_actors::workspace::Told;

use crate::{House, live, next};

/// How many come and go.
const READERS: u64 = 20;
/// How many events, unless `RENEXUS_GAP_CHANGES` says otherwise.
const EVENTS: i64 = 2_000;

/// Hears everything, with a new subscription every now and then; what is in a line that is
/// dropped was not heard.
async fn come_and_go(house: &House, mut rng: StdRng, events: i64) -> Vec<i64> {
    let mut heard = Vec::new();
    while heard.last().copied().unwrap_or_default() < events {
        let mut subscription = house.subscribe(Some(heard.last().copied().unwrap_or(0))).await;
        for _ in 0..rng.random_range(0..120) {
            match next(&mut subscription).await {
                Some(Told::Event(event)) => heard.push(event.seq),
                // Told to load anew for lagging: this one comes back to where it was.
                Some(Told::Reset(_)) | None => break,
            }
            if heard.last() == Some(&events) {
                break;
            }
        }
    }
    heard
}

async fn write(house: &House, mut rng: StdRng, events: i64) {
    let mut written = 0;
    while written < events {
        let count = rng.random_range(1..=9).min(events - written);
        written += count;
        let mut fresh = house.log.append(crate::HERE, count);
        if rng.random_bool(0.3) {
            fresh.shuffle(&mut rng);
        }
        // The last ones are always told of: nobody asks the log without a reason.
        if written == events || rng.random_bool(0.8) {
            house.tell(&fresh);
        }
        tokio::task::yield_now().await;
    }
}

/// SPEC EVT-2, EVT-3
#[test]
fn everybody_hears_every_number_exactly_once() {
    let seed = std::env::var("RENEXUS_SEED").ok().and_then(|seed| seed.parse().ok());
    let seed: u64 = seed.unwrap_or_else(rand::random);
    println!("RENEXUS_SEED={seed}");
    let events = std::env::var("RENEXUS_GAP_CHANGES").ok().and_then(|count| count.parse().ok());
    let events: i64 = events.unwrap_or(EVENTS);
    live(async move {
        let limits = WorkspaceLimits { page: 50, resume_events: events, ..Default::default() };
        let house = House::new(0, limits);
        let readers = (1..=READERS).map(|reader| {
            come_and_go(&house, StdRng::seed_from_u64(seed.wrapping_add(reader)), events)
        });
        let readers = futures_util::future::join_all(readers);
        let writing = write(&house, StdRng::seed_from_u64(seed), events);
        let (heard, ()) = tokio::join!(readers, writing);
        let all: Vec<_> = (1..=events).collect();
        for (reader, heard) in heard.into_iter().enumerate() {
            assert!(heard == all, "reader {reader} heard {} numbers, seed {seed}", heard.len());
        }
    });
}
