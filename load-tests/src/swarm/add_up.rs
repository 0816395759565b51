//! From books to a result.

use std::fs;

use hdrhistogram::Histogram;

use crate::figure::{Better, Figure};
use crate::result::{Distribution, Machine, PhaseResult, RunResult, SlowReaders, Verdict};
use crate::scenario::{Rate, Scenario};

use super::books::{Closed, ClosedPhase, Recorded, merged};
use super::clock::float;
use super::conduct::Measured;
use super::crowd::{Plan, count};

/// When one send in a hundred leaves later than this, the generator is too slow.
const LATE: u64 = 10_000;

/// A thread that is busy for this share of the time is too busy to measure.
const BUSY: f64 = 0.9;

/// Quantiles of a curve: dense where plots look.
const CURVE: [f64; 24] = [
    0.0, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.75, 0.8, 0.85, 0.9, 0.925, 0.95, 0.97, 0.98, 0.99,
    0.995, 0.998, 0.999, 0.9995, 0.9999, 0.99999, 1.0,
];

/// Every phase, over all threads.
pub(super) fn phases(plan: &Plan, measured: &[Measured], books: &[Closed]) -> Vec<PhaseResult> {
    let phases = plan.scenario.phases.iter().zip(measured).enumerate();
    phases
        .map(|(number, (phase, measured))| {
            let parts: Vec<_> = books.iter().filter_map(|book| book.phases.get(number)).collect();
            let result = one(plan, measured, &parts);
            let late = whole(&parts, |part| &part.late).value_at_quantile(0.99);
            let behind = matches!(phase.rate, Rate::PerSecond(_)) && late > LATE;
            let threads = float(count(plan.threads));
            let busy = result.generator_cpu_seconds > BUSY * threads * result.seconds;
            PhaseResult {
                name: phase.name.clone(),
                slow_readers: u64::from(phase.slow_readers),
                generator_saturated: behind || busy,
                ..result
            }
        })
        .collect()
}

fn one(plan: &Plan, measured: &Measured, parts: &[&ClosedPhase]) -> PhaseResult {
    let sum = |of: fn(&ClosedPhase) -> u64| parts.iter().map(|part| of(part)).sum::<u64>();
    let last = parts.iter().map(|part| part.counts.last_arrival).max().unwrap_or(0);
    let end = last.max(measured.end);
    let cost = |of: fn(&super::usage::Sample) -> f64| {
        measured.server.as_ref().map(|(before, after)| of(after) - of(before))
    };
    let written = measured.server.and_then(|(before, after)| {
        before.written.zip(after.written).map(|(before, after)| after.saturating_sub(before))
    });
    PhaseResult {
        seconds: float(end.saturating_sub(measured.begin)) / 1e6,
        connections: count(plan.rooms.len() * plan.clients()),
        sent: sum(|part| part.counts.sent),
        acknowledged: sum(|part| part.counts.acknowledged),
        delivered: sum(|part| part.counts.delivered),
        lost: sum(|part| part.counts.lost),
        duplicated: sum(|part| part.counts.duplicated),
        presence_delivered: sum(|part| part.counts.presence_delivered),
        presence_lost: sum(|part| part.counts.presence_lost),
        reconnects: sum(|part| part.counts.reconnects),
        bytes_sent: sum(|part| part.counts.bytes_sent),
        bytes_received: sum(|part| part.counts.bytes_received),
        latency: distribution(&whole(parts, |part| &part.latency)),
        acknowledgement: distribution(&whole(parts, |part| &part.acknowledgement)),
        presence: distribution(&whole(parts, |part| &part.presence)),
        server_cpu_seconds: cost(|sample| sample.cpu_seconds),
        server_bytes_written: written,
        generator_cpu_seconds: measured.generator.1 - measured.generator.0,
        ..PhaseResult::default()
    }
}

/// Slow readers, over all threads.
pub(super) fn slow_readers(books: &[Closed]) -> SlowReaders {
    books.iter().map(|book| &book.slow).fold(SlowReaders::default(), |all, some| SlowReaders {
        stopped: all.stopped + some.stopped,
        watched: all.watched + some.watched,
        cut: all.cut + some.cut,
        slowest_cut: all.slowest_cut.max(some.slowest_cut),
        resynced: all.resynced + some.resynced,
    })
}

fn whole(parts: &[&ClosedPhase], of: fn(&ClosedPhase) -> &Recorded) -> Histogram<u64> {
    merged(parts.iter().map(|part| of(part)))
}

/// A histogram as a distribution with its curve.
pub(super) fn distribution(histogram: &Histogram<u64>) -> Distribution {
    let at = |quantile| histogram.value_at_quantile(quantile);
    let empty = histogram.is_empty();
    Distribution {
        count: histogram.len(),
        p50: at(0.5),
        p90: at(0.9),
        p95: at(0.95),
        p99: at(0.99),
        p999: at(0.999),
        max: histogram.max(),
        curve: CURVE.iter().filter(|_| !empty).map(|one| (*one, at(*one))).collect(),
    }
}

/// What became of the scenario's thresholds.
pub(super) fn verdicts(scenario: &Scenario, result: &RunResult) -> Vec<Verdict> {
    let limits = scenario.thresholds.iter();
    let known = limits.filter_map(|(name, limit)| {
        let figure = Figure::by_name(name)?;
        let measured = figure.of(result);
        let kept = measured.is_some_and(|value| figure.keeps(value, *limit));
        let side = if figure.better == Better::Higher { "at least" } else { "at most" };
        Some(Verdict { figure: name.clone(), limit: format!("{side} {limit}"), measured, kept })
    });
    known.collect()
}

/// What this runs on.
pub(super) fn machine() -> Machine {
    let read = |path: &str| fs::read_to_string(path).unwrap_or_default();
    let field = |text: &str, name: &str| {
        let line = text.lines().find_map(|line| line.strip_prefix(name));
        let value = line.map(|rest| rest.trim_start_matches([' ', '\t', ':']).trim());
        value.unwrap_or_default().to_owned()
    };
    let memory = field(&read("/proc/meminfo"), "MemTotal");
    let kib = memory.split_whitespace().next().and_then(|kib| kib.parse::<u64>().ok());
    let kernel = read("/proc/sys/kernel/osrelease");
    Machine {
        processor: field(&read("/proc/cpuinfo"), "model name"),
        cores: std::thread::available_parallelism().map_or(0, |cores| count(cores.get())),
        memory: kib.unwrap_or(0) * 1024,
        system: format!("Linux {}", kernel.trim()),
    }
}
