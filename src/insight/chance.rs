//! Random numbers that are the same for the same seed, on every machine: xoshiro256++.

use super::number::{fraction, pick};

/// A stream of random words.
#[derive(Clone, Debug)]
pub struct Chance([u64; 4]);

impl Chance {
    /// The stream of a seed.
    pub fn new(seed: u64) -> Self {
        let mut state = seed;
        Self([(); 4].map(|()| {
            state = state.wrapping_add(0x9e37_79b9_7f4a_7c15);
            let mixed = (state ^ (state >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
            let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
            mixed ^ (mixed >> 31)
        }))
    }

    /// The next word.
    pub fn word(&mut self) -> u64 {
        let [a, b, c, d] = &mut self.0;
        let word = a.wrapping_add(*d).rotate_left(23).wrapping_add(*a);
        let shifted = *b << 17;
        *c ^= *a;
        *d ^= *b;
        *b ^= *c;
        *a ^= *d;
        *c ^= shifted;
        *d = d.rotate_left(45);
        word
    }

    /// A number from 0 up to 1.
    pub fn unit(&mut self) -> f64 {
        fraction(self.word())
    }

    /// An index below `below`, which is less than 2^32.
    pub fn below(&mut self, below: usize) -> usize {
        pick(self.word(), below)
    }
}
