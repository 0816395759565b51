//! Everything that a client's bytes meet before they are part of a document:
//! the codecs of the three protocols, the validator, and the CRDT library.
//!
//! `cargo +nightly fuzz run client actors/tests/hostile/corpus` from the root.
//! A short deterministic run of the same is part of `make test`
//! (`actors/tests/hostile`).

#![no_main]

use libfuzzer_sys::fuzz_target;
use renexus_actors::replica::{Applied, Replica};
use renexus_wire::codec::{decode_bare, decode_named};
use renexus_wire::update::UpdateLimits;
use renexus_wire::{awareness, state_vector};

/// Most clients in a state vector or an awareness message.
const CLIENTS: usize = 65_536;

fuzz_target!(|bytes: &[u8]| {
    decode_bare(bytes).for_each(drop);
    let _ = decode_named(bytes);
    let _ = awareness::decode(bytes, CLIENTS);
    let _ = state_vector::validate(bytes, CLIENTS);
    let limits = UpdateLimits::default();
    let mut replica = Replica::new();
    let before = replica.state();
    match replica.apply(bytes, &limits) {
        Applied::New | Applied::Missing { .. } => {
            let state = replica.state().expect("what was applied can be encoded");
            let loaded = Replica::new().apply(&state, &limits);
            assert!(matches!(loaded, Applied::New | Applied::Nothing), "{loaded:?}");
        }
        Applied::Nothing | Applied::Refused(_) => assert_eq!(replica.state(), before),
        // The document is read again without it.
        Applied::Panicked(_) => {}
    }
});
