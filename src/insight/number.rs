//! Counts and real numbers, one from the other. The only place of this module that casts.

/// A count as a real number.
#[expect(clippy::as_conversions, reason = "counts stay far below 2^52")]
pub fn real(count: usize) -> f64 {
    count as f64
}

/// Seconds or days, which may be before 1970, as a real number.
#[expect(clippy::as_conversions, reason = "times stay far below 2^52")]
pub fn signed(number: i64) -> f64 {
    number as f64
}

/// A real number as a count, rounded down; nothing below zero, and what is no number is zero.
#[expect(clippy::as_conversions, reason = "the cast saturates")]
pub fn whole(number: f64) -> usize {
    number as usize
}

/// A real number as whole seconds, rounded down.
#[expect(clippy::as_conversions, reason = "the cast saturates")]
pub fn seconds(number: f64) -> i64 {
    number.floor() as i64
}

/// The upper 53 bits of a word as a real number from 0 up to 1.
#[expect(clippy::as_conversions, reason = "53 bits fit")]
pub fn fraction(word: u64) -> f64 {
    (word >> 11) as f64 / 9_007_199_254_740_992.0
}

/// An index below `below` from the upper 32 bits of a word.
#[expect(clippy::as_conversions, reason = "the result is below `below`")]
pub fn pick(word: u64, below: usize) -> usize {
    (((word >> 32) * below as u64) >> 32) as usize
}

/// A number where half the digits do.
#[expect(clippy::as_conversions, reason = "scores need few digits")]
pub fn narrow(number: f64) -> f32 {
    number as f32
}

/// A stored number of a text as a place in a list.
#[expect(clippy::as_conversions, reason = "no machine of ours has less than 32 bits")]
pub fn index(number: u32) -> usize {
    number as usize
}
