//! How figures are gathered and shown.

use std::time::Duration;

use hdrhistogram::Histogram;
use serde::Serialize;

/// A minute: what is slower is recorded as a minute.
const SLOWEST_MICROS: u64 = 60_000_000;

/// An empty histogram of microseconds with three digits.
#[expect(clippy::expect_used, reason = "the bounds are constants, and valid")]
pub fn micros() -> Histogram<u64> {
    Histogram::new_with_bounds(1, SLOWEST_MICROS, 3).expect("constant bounds")
}

/// What a histogram of microseconds says, in milliseconds.
#[derive(Clone, Debug, Default, Serialize)]
pub struct Quantiles {
    /// How many values.
    pub count: u64,
    /// Half are below.
    pub p50_ms: f64,
    /// 95 of 100 are below.
    pub p95_ms: f64,
    /// 99 of 100 are below.
    pub p99_ms: f64,
    /// The slowest.
    pub max_ms: f64,
}

impl From<&Histogram<u64>> for Quantiles {
    fn from(micros: &Histogram<u64>) -> Self {
        Self {
            count: micros.len(),
            p50_ms: millis(micros.value_at_quantile(0.5)),
            p95_ms: millis(micros.value_at_quantile(0.95)),
            p99_ms: millis(micros.value_at_quantile(0.99)),
            max_ms: millis(micros.max()),
        }
    }
}

impl std::fmt::Display for Quantiles {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let Self { count, p50_ms, p95_ms, p99_ms, max_ms } = self;
        write!(
            out,
            "p50 {p50_ms:.2} ms, p95 {p95_ms:.2} ms, p99 {p99_ms:.2} ms, max {max_ms:.2} ms of {count}"
        )
    }
}

/// Microseconds as milliseconds.
fn millis(micros: u64) -> f64 {
    Duration::from_micros(micros).as_secs_f64() * 1000.0
}

/// A count as a number to calculate with; counts beyond four thousand million do not occur.
pub fn number(count: u64) -> f64 {
    f64::from(u32::try_from(count).unwrap_or(u32::MAX))
}

/// A run's result: lines for people, JSON for machines.
pub trait Report: Serialize {
    /// What a person reads, a line each.
    fn lines(&self) -> Vec<String>;

    /// Whether every promise that the run checks was kept.
    fn kept(&self) -> bool {
        true
    }
}
