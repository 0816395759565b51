//! One clock for all threads and processes of a machine.

use std::time::Duration;

use rustix::time::{ClockId, clock_gettime};
use tokio::time::Instant;

/// Microseconds of the machine's monotonic clock; every process sees the same.
pub(super) fn now() -> u64 {
    let time = clock_gettime(ClockId::Monotonic);
    let seconds = u64::try_from(time.tv_sec).unwrap_or_default();
    let micros = u64::try_from(time.tv_nsec / 1000).unwrap_or_default();
    seconds * 1_000_000 + micros
}

/// The instant at which the clock shows `micros`.
pub(super) fn instant(micros: u64) -> Instant {
    Instant::now() + Duration::from_micros(micros.saturating_sub(now()))
}

/// Seconds as microseconds.
#[expect(
    clippy::as_conversions,
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "scenarios bound seconds; a cast saturates"
)]
pub(super) fn micros(seconds: f64) -> u64 {
    (seconds * 1e6) as u64
}

/// A count to calculate with.
#[expect(clippy::as_conversions, reason = "counts stay far below 2^52")]
pub(super) fn float(count: u64) -> f64 {
    count as f64
}
