//! The phases of a scenario that has several.

use super::html::{COLOURS, escape, table};
use crate::compare::{Comparison, Round};
use crate::figure::{Figure, float};
use crate::result::{PhaseResult, RunResult};

const FIGURES: [&str; 6] = [
    "deliveries_per_second",
    "deliveries_per_cpu_second",
    "latency_p50_ms",
    "latency_p99_ms",
    "acknowledgement_p99_ms",
    "lost",
];

/// A table of phases, a row for each phase and target; nothing when there is one phase.
pub(super) fn phases(comparison: &Comparison, shown: &[&Round]) -> String {
    let most = shown.iter().map(|round| round.result.phases.len()).max().unwrap_or(0);
    if most < 2 {
        return String::new();
    }
    let figures: Vec<_> = FIGURES.iter().filter_map(|name| Figure::by_name(name)).collect();
    let labels = figures.iter().map(|figure| figure.label.to_owned());
    let head: Vec<String> = ["phase", "target", "seconds", "connections"]
        .map(str::to_owned)
        .into_iter()
        .chain(labels)
        .collect();
    let mut rows = Vec::new();
    for index in 0..most {
        for round in shown {
            let Some(phase) = round.result.phases.get(index) else { continue };
            rows.push(row(comparison, round, phase, &figures));
        }
    }
    format!("<h2>Phases</h2>\n{}", table(&head, &rows))
}

fn row(
    comparison: &Comparison,
    round: &Round,
    phase: &PhaseResult,
    figures: &[&Figure],
) -> Vec<String> {
    let colour = comparison.targets.iter().position(|target| *target == round.target);
    let colour = colour.unwrap_or(0) % COLOURS;
    let alone = RunResult { phases: vec![phase.clone()], ..RunResult::default() };
    let values = figures.iter().map(|figure| {
        figure.of(&alone).map_or("-".to_owned(), |value| escape(&figure.show(value)))
    });
    let target = format!("<span class=\"k{colour}\"><i></i>{}</span>", escape(&round.target));
    let seconds = format!("{:.1}", phase.seconds);
    let connections = crate::figure::Unit::Count.show(float(phase.connections));
    [escape(&phase.name), target, seconds, connections].into_iter().chain(values).collect()
}
