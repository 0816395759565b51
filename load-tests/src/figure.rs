//! The figures that runs are judged by: name, unit, and how each follows from a result.

mod format;
mod totals;

pub use format::{Unit, axis_number, factor, range};

use crate::result::{Distribution, RunResult};
use totals::Totals;

/// Which way a figure is better.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Better {
    /// More is better.
    Higher,
    /// Less is better.
    Lower,
}

/// One figure of a run.
#[derive(Clone, Copy, Debug)]
pub struct Figure {
    /// As it is written in thresholds and requirements.
    pub name: &'static str,
    /// As people read it.
    pub label: &'static str,
    /// What its number counts.
    pub unit: Unit,
    /// Which way it is better.
    pub better: Better,
    of: fn(&RunResult) -> Option<f64>,
}

impl Figure {
    /// The figure of a run; none when the run did not measure it.
    pub fn of(&self, result: &RunResult) -> Option<f64> {
        (self.of)(result).filter(|value| value.is_finite())
    }

    /// The figure with this name.
    pub fn by_name(name: &str) -> Option<&'static Self> {
        ALL.iter().find(|figure| figure.name == name)
    }

    /// Whether a value keeps a limit: at least that where more is better, else at most.
    pub fn keeps(&self, value: f64, limit: f64) -> bool {
        match self.better {
            Better::Higher => value >= limit,
            Better::Lower => value <= limit,
        }
    }

    /// A value of this figure for people.
    pub fn show(&self, value: f64) -> String {
        self.unit.show(value)
    }

    /// Whether one value is better than another.
    pub fn prefers(&self, one: f64, other: f64) -> bool {
        match self.better {
            Better::Higher => one > other,
            Better::Lower => one < other,
        }
    }
}

impl PartialEq for Figure {
    fn eq(&self, other: &Self) -> bool {
        self.name == other.name
    }
}

const fn more(
    name: &'static str,
    label: &'static str,
    unit: Unit,
    of: fn(&RunResult) -> Option<f64>,
) -> Figure {
    Figure { name, label, unit, better: Better::Higher, of }
}

const fn less(
    name: &'static str,
    label: &'static str,
    unit: Unit,
    of: fn(&RunResult) -> Option<f64>,
) -> Figure {
    Figure { name, label, unit, better: Better::Lower, of }
}

/// Every figure, in the order in which tables show them.
///
/// Counts are sums over the phases, and rates those sums by their seconds; a time is
/// that of the phase where it is longest, because distributions cannot be added up.
pub const ALL: &[Figure] = &[
    more("deliveries_per_second", "deliveries", Unit::PerSecond, |run| {
        let totals = Totals::of(run);
        totals.delivered_per(totals.seconds)
    }),
    more("sent_per_second", "sent", Unit::PerSecond, |run| {
        let totals = Totals::of(run);
        totals.sent_per(totals.seconds)
    }),
    more("deliveries_per_cpu_second", "deliveries, by server CPU", Unit::PerCpuSecond, |run| {
        let totals = Totals::of(run);
        totals.delivered_per(totals.server_cpu?)
    }),
    more("acknowledged_per_second", "acknowledged", Unit::PerSecond, |run| {
        let totals = Totals::of(run);
        totals.acknowledged_per(totals.seconds)
    }),
    more("acknowledged_per_cpu_second", "acknowledged, by server CPU", Unit::PerCpuSecond, |run| {
        let totals = Totals::of(run);
        totals.acknowledged_per(totals.server_cpu?)
    }),
    less("latency_p50_ms", "delivery p50", Unit::Millis, |run| {
        slowest(run, |phase| (&phase.latency, phase.latency.p50))
    }),
    less("latency_p95_ms", "delivery p95", Unit::Millis, |run| {
        slowest(run, |phase| (&phase.latency, phase.latency.p95))
    }),
    less("latency_p99_ms", "delivery p99", Unit::Millis, |run| {
        slowest(run, |phase| (&phase.latency, phase.latency.p99))
    }),
    less("latency_p999_ms", "delivery p99.9", Unit::Millis, |run| {
        slowest(run, |phase| (&phase.latency, phase.latency.p999))
    }),
    less("latency_max_ms", "slowest delivery", Unit::Millis, |run| {
        slowest(run, |phase| (&phase.latency, phase.latency.max))
    }),
    less("acknowledgement_p50_ms", "acknowledgement p50", Unit::Millis, |run| {
        slowest(run, |phase| (&phase.acknowledgement, phase.acknowledgement.p50))
    }),
    less("acknowledgement_p99_ms", "acknowledgement p99", Unit::Millis, |run| {
        slowest(run, |phase| (&phase.acknowledgement, phase.acknowledgement.p99))
    }),
    less("presence_p95_ms", "presence p95", Unit::Millis, |run| {
        slowest(run, |phase| (&phase.presence, phase.presence.p95))
    }),
    less("presence_p99_ms", "presence p99", Unit::Millis, |run| {
        slowest(run, |phase| (&phase.presence, phase.presence.p99))
    }),
    less("synced_p50_ms", "synced p50", Unit::Millis, |run| millis(&run.synced, run.synced.p50)),
    less("synced_p99_ms", "synced p99", Unit::Millis, |run| millis(&run.synced, run.synced.p99)),
    less("synced_max_ms", "last one synced", Unit::Millis, |run| {
        millis(&run.synced, run.synced.max)
    }),
    less("resumed_p50_ms", "synced again p50", Unit::Millis, |run| {
        millis(&run.resumed, run.resumed.p50)
    }),
    less("resumed_p99_ms", "synced again p99", Unit::Millis, |run| {
        millis(&run.resumed, run.resumed.p99)
    }),
    less("resumed_max_ms", "last one synced again", Unit::Millis, |run| {
        millis(&run.resumed, run.resumed.max)
    }),
    less("cold_p50_ms", "opened from disk p50", Unit::Millis, |run| {
        let opened = &run.cold.as_ref()?.opened;
        millis(opened, opened.p50)
    }),
    less("cold_max_ms", "opened from disk, slowest", Unit::Millis, |run| {
        let opened = &run.cold.as_ref()?.opened;
        millis(opened, opened.max)
    }),
    less("cold_cpu_p50_ms", "server CPU to open from disk", Unit::Millis, |run| {
        let cpu = &run.cold.as_ref()?.server_cpu;
        millis(cpu, cpu.p50)
    }),
    less("cpu_us_per_delivery", "server CPU per delivery", Unit::Micros, |run| {
        Totals::of(run).cpu_micros_per_delivery()
    }),
    less(
        "cpu_us_per_connection_second",
        "server CPU per connection",
        Unit::MicrosPerSecond,
        |run| Totals::of(run).cpu_micros_per_connection_second(),
    ),
    less("memory_per_connection", "memory per connection", Unit::Bytes, |run| {
        run.server.as_ref().map(|server| server.memory_per_connection)
    }),
    less("memory_per_document", "memory per document", Unit::Bytes, |run| {
        run.server.as_ref().map(|server| server.memory_per_document)
    }),
    less("memory_peak", "peak memory", Unit::Bytes, |run| {
        run.server.as_ref().map(|server| float(server.memory_peak))
    }),
    less("memory_above_idle", "peak memory above idle", Unit::Bytes, |run| {
        let server = run.server.as_ref()?;
        Some(float(server.memory_peak.saturating_sub(server.memory_before)))
    }),
    less("written_per_received", "written to disk per byte received", Unit::Times, |run| {
        Totals::of(run).written_per_received()
    }),
    less("lost", "lost", Unit::Count, |run| Some(float(Totals::of(run).lost))),
    less("presence_lost", "presence lost", Unit::Count, |run| {
        Some(float(Totals::of(run).presence_lost))
    }),
    less("duplicated", "arrived twice", Unit::Count, |run| Some(float(Totals::of(run).duplicated))),
    less("reconnects", "reconnects", Unit::Count, |run| Some(float(Totals::of(run).reconnects))),
    less("p99_beside_slow_reader", "delivery p99 beside a slow reader", Unit::Times, |run| {
        let beside = run.phases.iter().position(|phase| phase.slow_readers > 0)?;
        let p99 = |at: usize| {
            let latency = &run.phases.get(at)?.latency;
            millis(latency, latency.p99)
        };
        Some(p99(beside)? / p99(beside.checked_sub(1)?)?)
    }),
    less("cut_ms", "slow reader cut after", Unit::Millis, |run| {
        let slow = &run.slow_readers;
        (slow.cut > 0 && slow.cut == slow.watched).then(|| float(slow.slowest_cut) / 1_000.0)
    }),
    more("resynced", "slow readers complete again", Unit::Count, |run| {
        let slow = &run.slow_readers;
        (slow.stopped > 0).then(|| float(slow.resynced))
    }),
    less("different_documents", "documents that differ", Unit::Count, |run| {
        Some(float(run.convergence.different))
    }),
];

fn slowest(
    run: &RunResult,
    time: impl Fn(&crate::result::PhaseResult) -> (&Distribution, u64),
) -> Option<f64> {
    run.phases
        .iter()
        .filter_map(|phase| {
            let (distribution, micros) = time(phase);
            millis(distribution, micros)
        })
        .reduce(f64::max)
}

fn millis(of: &Distribution, micros: u64) -> Option<f64> {
    (of.count > 0).then(|| float(micros) / 1_000.0)
}

/// The names of all figures, for people who wrote another one.
pub fn names() -> String {
    ALL.iter().map(|figure| figure.name).collect::<Vec<_>>().join(", ")
}

/// A count as a number to calculate with.
#[expect(clippy::as_conversions, reason = "counts and bytes stay far below 2^52")]
pub fn float(count: u64) -> f64 {
    count as f64
}

#[cfg(test)]
mod tests;
