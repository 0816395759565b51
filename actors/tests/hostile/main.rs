//! Bytes that are made to hurt, against the replica: the process survives, the
//! document stays whole, and whoever comes later can edit and load it.
//!
//! `corpus` holds every payload that is known to hurt an engine; `rooms` the
//! first updates of some rooms, recorded by `tests/clients/generate-updates.mjs`,
//! which are damaged here. `RENEXUS_SEED` repeats a run, `RENEXUS_INPUTS` makes
//! it longer.

#![allow(clippy::expect_used, clippy::panic)]

mod edges;
mod files;
mod mutate;

use files::{corpus, keep, rooms};
use mutate::{Random, mutate};
use renexus_actors::replica::{Applied, Replica};
use renexus_wire::codec;
use renexus_wire::update::{self, UpdateLimits};
use std::time::{Duration, Instant, SystemTime, UNIX_EPOCH};

/// What the threads of the server have; nested types are deleted recursively.
const STACK_BYTES: usize = 64 * 1024 * 1024;

/// Damaged updates per run: some ten seconds without optimisation.
const INPUTS: usize = 4_000;

/// Damaged updates before the next room opens.
const INPUTS_PER_ROOM: usize = 16;

/// Longest time that one update of a few hundred bytes may take.
const PATIENCE: Duration = Duration::from_secs(2);

/// Most clients in a state vector.
const CLIENTS: usize = 65_536;

/// Payloads of sound shape that only the engine itself can tell from good ones:
/// the document is read again without them.
const CONTAINED: [&str; 1] = ["parent-is-text"];

/// "hello" in root `t`, written by client 1.
const GREETING: [u8; 15] = [1, 1, 1, 0, 4, 1, 1, b't', 5, b'h', b'e', b'l', b'l', b'o', 0];

/// "!" behind it.
const LATER: [u8; 10] = [1, 1, 1, 5, 0x84, 1, 4, 1, b'!', 0];

#[test]
fn every_known_payload_is_survived() {
    on_a_big_stack(|| {
        for (name, payload) in corpus() {
            let mut replica = greeted();
            if name.starts_with("state-vector") {
                assert!(replica.diff(&payload, CLIENTS).is_err(), "{name} was answered");
                continue;
            }
            let before = size(&replica);
            let applied = replica.apply(&payload, &UpdateLimits::default());
            println!("{name}: {applied:?}");
            match applied {
                Applied::Panicked(_) => {
                    assert!(CONTAINED.contains(&name.as_str()), "{name} got through");
                    replica = greeted();
                }
                Applied::Refused(_) => assert_eq!(size(&replica), before, "{name} left a trace"),
                _ => {}
            }
            lives_on(replica, &name);
        }
    });
}

#[test]
fn pairs_that_hurt_only_together_are_survived() {
    on_a_big_stack(|| {
        for pair in ["hole", "middle", "subdocs"] {
            let mut replica = greeted();
            for (name, payload) in corpus().iter().filter(|(name, _)| name.starts_with(pair)) {
                let applied = replica.apply(payload, &UpdateLimits::default());
                println!("{name}: {applied:?}");
                assert!(!matches!(applied, Applied::Panicked(_)), "{name} got through");
            }
            lives_on(replica, pair);
        }
    });
}

/// Built after what is known of y-crdt#647 and y-crdt#648: lookups past the end.
#[test]
fn references_to_every_edge_are_survived() {
    on_a_big_stack(|| {
        let limits = UpdateLimits::default();
        for (name, update) in edges::updates() {
            let mut replica = greeted();
            match replica.apply(&update, &limits) {
                // Contained: the document is read again without the update.
                Applied::Panicked(reason) => println!("{name}: {reason}"),
                _ => lives_on(replica, &name),
            }
        }
    });
}

#[test]
fn damaged_updates_are_survived() {
    on_a_big_stack(|| {
        let seed = setting("RENEXUS_SEED").unwrap_or_else(fresh_seed);
        println!("RENEXUS_SEED={seed}");
        let inputs = setting("RENEXUS_INPUTS")
            .and_then(|inputs| usize::try_from(inputs).ok())
            .unwrap_or(INPUTS);
        let rooms = rooms();
        let mut random = Random(seed);
        let mut tally = Tally::default();
        while tally.inputs < inputs {
            damage_one_room(&mut random, &rooms, &mut tally);
        }
        println!("{tally:?}");
        assert!(tally.applied > inputs / 50, "nearly nothing got past the validator");
    });
}

/// What became of the damaged updates.
#[derive(Debug, Default)]
struct Tally {
    inputs: usize,
    refused: usize,
    applied: usize,
    missing: usize,
    contained: usize,
}

/// Plays the beginning of a room, and damages what comes next.
fn damage_one_room(random: &mut Random, rooms: &[Vec<Vec<u8>>], tally: &mut Tally) {
    let limits = UpdateLimits::default();
    let mut replica = Replica::new();
    let (Some(room), Some(other)) = (random.pick(rooms), random.pick(rooms)) else { return };
    let played = random.below(room.len());
    for update in room.iter().take(played) {
        let applied = replica.apply(update, &limits);
        assert!(!matches!(applied, Applied::Panicked(_)), "a good update failed: {applied:?}");
    }
    for update in room.iter().skip(played).take(INPUTS_PER_ROOM) {
        let mut bytes = update.clone();
        let lender = random.pick(other).map_or(&[][..], Vec::as_slice);
        mutate(random, &mut bytes, lender);
        read_as_frames(&bytes);
        tally.inputs += 1;
        let before = size(&replica);
        let start = Instant::now();
        let applied = replica.apply(&bytes, &limits);
        let took = start.elapsed();
        assert!(took < PATIENCE, "{took:?} for {}", keep(&bytes));
        match applied {
            Applied::New | Applied::Nothing => tally.applied += 1,
            Applied::Missing { .. } => tally.missing += 1,
            Applied::Refused(_) => {
                tally.refused += 1;
                assert!(size(&replica) == before, "a trace of {}", keep(&bytes));
                continue;
            }
            // Contained: the document is read again without the update.
            Applied::Panicked(_) => {
                tally.contained += 1;
                return;
            }
        }
        if let Err(defect) = whole(&replica) {
            panic!("{defect} after {}", keep(&bytes));
        }
    }
}

/// The replica takes a good edit, and what it encodes can be loaded.
#[track_caller]
fn lives_on(mut replica: Replica, name: &str) {
    let later = replica.apply(&LATER, &UpdateLimits::default());
    assert_eq!(later, Applied::New, "after {name}");
    whole(&replica).unwrap_or_else(|defect| panic!("{defect} after {name}"));
}

/// Whether the state is sound by the validator's rules, and loads into the same document.
fn whole(replica: &Replica) -> Result<(), String> {
    let limits = UpdateLimits::default();
    let state = replica.state().map_err(|error| error.to_string())?;
    update::validate(&state, &limits).map_err(|error| format!("unsound state: {error}"))?;
    let mut loaded = Replica::new();
    let applied = loaded.apply(&state, &limits);
    if !matches!(applied, Applied::New | Applied::Nothing) {
        return Err(format!("the state loads as {applied:?}"));
    }
    for (one, other) in [(replica, &loaded), (&loaded, replica)] {
        let lacks = one.diff(&other.state_vector(), CLIENTS).map_err(|error| error.to_string())?;
        let lacks = update::validate(&lacks, &limits).map_err(|error| error.to_string())?;
        if lacks.blocks > 0 {
            return Err(format!("{} blocks differ after loading the state", lacks.blocks));
        }
    }
    Ok(())
}

/// Bytes of the state; the order of a subdocument's options in it may change.
fn size(replica: &Replica) -> Option<usize> {
    replica.state().map(|state| state.len()).ok()
}

/// The codec reads the same bytes in all protocols; it may refuse, not fail.
fn read_as_frames(bytes: &[u8]) {
    let read = codec::decode_bare(bytes).count() + usize::from(codec::decode_named(bytes).is_ok());
    assert!(read <= bytes.len() + 1, "more messages than bytes");
}

fn greeted() -> Replica {
    let mut replica = Replica::new();
    assert_eq!(replica.apply(&GREETING, &UpdateLimits::default()), Applied::New);
    replica
}

fn on_a_big_stack(test: impl FnOnce() + Send + 'static) {
    let thread = std::thread::Builder::new().stack_size(STACK_BYTES).spawn(test);
    if let Err(panic) = thread.expect("a thread can start").join() {
        std::panic::resume_unwind(panic);
    }
}

fn setting(name: &str) -> Option<u64> {
    std::env::var(name).ok()?.parse().ok()
}

fn fresh_seed() -> u64 {
    SystemTime::now().duration_since(UNIX_EPOCH).map_or(1, |now| u64::from(now.subsec_nanos()))
}
