//! Prints what one look at a keystroke costs: `cargo run --release --example validate_speed`.

use renexus_wire::update::{InvalidUpdate, UpdateLimits, validate};
use std::hint::black_box;
use std::time::{Duration, Instant};

/// Looks per batch: enough that the clock's own cost does not count.
const ROUNDS: u32 = 10_000;

/// The best batch counts; the others were interrupted.
const BATCHES: u32 = 1_000;

/// One letter typed behind another, as Yjs writes it.
const KEYSTROKE: [u8; 20] = [
    1, 1, 0xe3, 0xd6, 0xf5, 0xc6, 0x05, 7, 0x84, 0xe3, 0xd6, 0xf5, 0xc6, 0x05, 6, 3, 0xe6, 0xbc,
    0xa2, 0,
];

fn main() -> Result<(), InvalidUpdate> {
    let limits = UpdateLimits::default();
    println!("{:?}", validate(&KEYSTROKE, &limits)?);
    let mut best = Duration::MAX;
    for _ in 0..BATCHES {
        let start = Instant::now();
        for _ in 0..ROUNDS {
            black_box(validate(black_box(&KEYSTROKE), black_box(&limits)))?;
        }
        best = best.min(start.elapsed() / ROUNDS);
    }
    println!("{best:?} per update of {} bytes", KEYSTROKE.len());
    Ok(())
}
