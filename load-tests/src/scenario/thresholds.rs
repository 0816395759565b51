//! Figures that a scenario may set a limit for.

use crate::result::{PhaseResult, RunResult};

/// A figure of a run: its name, the side of its limit that is right, and where it comes from.
pub struct Figure {
    /// As scenarios name it.
    pub name: &'static str,
    /// Whether more is better; the limit is the least then.
    pub at_least: bool,
    /// The worst of all phases, in the unit that the name says.
    pub measure: fn(&RunResult) -> f64,
}

/// Every figure that may have a threshold.
pub const FIGURES: &[Figure] = &[
    most("latency_p50_ms", |run| worst(run, |phase| millis(phase.latency.p50))),
    most("latency_p95_ms", |run| worst(run, |phase| millis(phase.latency.p95))),
    most("latency_p99_ms", |run| worst(run, |phase| millis(phase.latency.p99))),
    most("latency_max_ms", |run| worst(run, |phase| millis(phase.latency.max))),
    most("acknowledgement_p99_ms", |run| worst(run, |phase| millis(phase.acknowledgement.p99))),
    most("presence_p95_ms", |run| worst(run, |phase| millis(phase.presence.p95))),
    most("presence_p99_ms", |run| worst(run, |phase| millis(phase.presence.p99))),
    most("presence_lost", |run| sum(run, |phase| phase.presence_lost)),
    most("lost", |run| sum(run, |phase| phase.lost)),
    most("duplicated", |run| sum(run, |phase| phase.duplicated)),
    most("reconnects", |run| sum(run, |phase| phase.reconnects)),
    most("synced_p99_ms", |run| millis(run.synced.p99)),
    most("synced_max_ms", |run| millis(run.synced.max)),
    most("different_documents", |run| count(run.convergence.different)),
    most("memory_peak_mb", |run| {
        run.server.as_ref().map_or(0.0, |server| count(server.memory_peak) / 1e6)
    }),
    most("memory_per_connection_kb", |run| {
        run.server.as_ref().map_or(0.0, |server| server.memory_per_connection / 1e3)
    }),
    least("deliveries_per_second", |run| least_of(run, PhaseResult::deliveries_per_second)),
    least("sent_per_second", |run| {
        least_of(
            run,
            |phase| if phase.seconds > 0.0 { count(phase.sent) / phase.seconds } else { 0.0 },
        )
    }),
    least("deliveries_per_cpu_second", |run| {
        least_of(run, |phase| phase.deliveries_per_cpu_second().unwrap_or(0.0))
    }),
];

const fn most(name: &'static str, measure: fn(&RunResult) -> f64) -> Figure {
    Figure { name, at_least: false, measure }
}

const fn least(name: &'static str, measure: fn(&RunResult) -> f64) -> Figure {
    Figure { name, at_least: true, measure }
}

fn worst(run: &RunResult, of: impl Fn(&PhaseResult) -> f64) -> f64 {
    run.phases.iter().map(of).fold(0.0, f64::max)
}

fn least_of(run: &RunResult, of: impl Fn(&PhaseResult) -> f64) -> f64 {
    run.phases.iter().map(of).reduce(f64::min).unwrap_or(0.0)
}

fn sum(run: &RunResult, of: impl Fn(&PhaseResult) -> u64) -> f64 {
    count(run.phases.iter().map(of).sum())
}

fn millis(micros: u64) -> f64 {
    count(micros) / 1000.0
}

#[expect(clippy::as_conversions, reason = "counts stay far below 2^52")]
fn count(value: u64) -> f64 {
    value as f64
}
