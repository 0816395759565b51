//! Chance that can be repeated: a seed that is printed, and read back from the environment.

#![allow(dead_code, unreachable_pub, reason = "each test takes what it needs")]

use std::str::FromStr;

use rand::rngs::StdRng;
use rand::{Rng, SeedableRng};

/// The seed of this run: `RENEXUS_SEED`, or a new one. Printed, so that a bad run can be had again.
pub fn seed() -> u64 {
    let seed = number("RENEXUS_SEED").unwrap_or_else(|| rand::rng().random());
    println!("RENEXUS_SEED={seed}");
    seed
}

/// Dice that fall as they did under this seed.
pub fn dice(seed: u64) -> StdRng {
    StdRng::seed_from_u64(seed)
}

/// A number from the environment; a word that is none is a mistake, not a default.
pub fn number<T: FromStr>(name: &str) -> Option<T> {
    let text = std::env::var(name).ok()?;
    match text.parse() {
        Ok(number) => Some(number),
        Err(_) => panic!("{name}={text}: needs a whole number"),
    }
}
