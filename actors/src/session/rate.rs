//! How many frames a connection may send: a token bucket without a clock of its own.

use std::time::Instant;

/// Allows a steady rate and bursts on top of it.
#[derive(Debug)]
pub(super) struct FrameRate {
    /// Frames per second; `None` is no limit.
    per_second: Option<f64>,
    burst: f64,
    left: f64,
    at: Instant,
}

impl FrameRate {
    /// A full bucket; `per_second` 0 is no limit.
    pub(super) fn new(per_second: u32, burst: u32, now: Instant) -> Self {
        let burst = f64::from(burst.max(1));
        let per_second = (per_second > 0).then(|| f64::from(per_second));
        Self { per_second, burst, left: burst, at: now }
    }

    /// Counts frames; false when they are too many.
    pub(super) fn allows(&mut self, frames: usize, now: Instant) -> bool {
        let Some(per_second) = self.per_second else { return true };
        let refill = now.duration_since(self.at).as_secs_f64() * per_second;
        self.at = now;
        self.left = (self.left + refill).min(self.burst)
            - f64::from(u32::try_from(frames).unwrap_or(u32::MAX));
        self.left >= 0.0
    }
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::*;

    #[test]
    fn a_burst_passes_and_then_the_rate_holds() {
        let start = Instant::now();
        let mut rate = FrameRate::new(10, 5, start);
        assert!(rate.allows(5, start));
        assert!(!rate.allows(1, start));
        assert!(rate.allows(5, start + Duration::from_secs(1)));
    }

    #[test]
    fn zero_is_no_limit() {
        let start = Instant::now();
        assert!(FrameRate::new(0, 0, start).allows(1_000_000, start));
    }
}
