//! How long to wait before another attempt: plain Rust.

use std::time::Duration;

/// The longest pause, also when a service asks for more.
const LONGEST: Duration = Duration::from_secs(3_600);

/// The pause behind the attempt with this number (from 1): twice the one before, give or take a fifth by `chance`,
/// so that what failed together is not tried together. What the service asked for is the least.
pub(super) fn pause(
    floor: Duration,
    attempt: u32,
    chance: u64,
    asked: Option<Duration>,
) -> Duration {
    let doubled = floor.saturating_mul(1 << attempt.saturating_sub(1).min(16));
    let strayed =
        doubled.min(LONGEST).saturating_mul(800 + u32::try_from(chance % 401).unwrap_or(0));
    (strayed / 1_000).max(asked.unwrap_or_default()).min(LONGEST)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pauses_double_stray_and_end() {
        let floor = Duration::from_secs(2);
        let seconds = |attempt, chance, asked: Option<u64>| {
            pause(floor, attempt, chance, asked.map(Duration::from_secs)).as_secs_f64()
        };
        assert_eq!((seconds(1, 0, None), seconds(1, 400, None)), (1.6, 2.4));
        assert_eq!(seconds(3, 200, None), 8.0);
        assert_eq!(seconds(1, 200, Some(60)), 60.0);
        assert_eq!(seconds(90, 400, Some(1 << 40)), 3_600.0);
    }
}
