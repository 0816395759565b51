//! Comparisons as one Markdown table.

use super::{Comparison, Requirement, median_by_target, paired_ratio, table};
use crate::figure::{Figure, Unit, factor};

/// What is shown of a comparison that required nothing.
const USUAL: [&str; 2] = ["deliveries_per_cpu_second", "latency_p99_ms"];

/// A table with a row for each scenario and figure, and how it was measured below it.
///
/// Without `figures` a comparison shows those that it had requirements on.
pub fn markdown(comparisons: &[Comparison], figures: &[&'static Figure]) -> Vec<String> {
    let mut targets: Vec<&str> = Vec::new();
    for target in comparisons.iter().flat_map(|comparison| &comparison.targets) {
        if !targets.contains(&target.as_str()) {
            targets.push(target);
        }
    }
    let mut lines = vec![
        format!("| Scenario | Figure | {} |", targets.join(" | ")),
        format!("|---|---|{}", "---:|".repeat(targets.len())),
    ];
    for comparison in comparisons {
        for figure in shown(comparison, figures) {
            let cells = targets.iter().map(|target| cell(comparison, figure, target));
            let cells: Vec<String> = cells.collect();
            let (scenario, label) = (escape(&comparison.scenario), figure.label);
            lines.push(format!("| {scenario} | {label} | {} |", cells.join(" | ")));
        }
    }
    lines.push(String::new());
    lines.push(
        "In brackets: the first target's figure divided by this one's, the median over rounds."
            .to_owned(),
    );
    lines.push(String::new());
    lines.extend(origins(comparisons));
    lines
}

fn shown(comparison: &Comparison, figures: &[&'static Figure]) -> Vec<&'static Figure> {
    let required = comparison.requirements.iter();
    let required = required.filter_map(|checked| checked.requirement.parse::<Requirement>().ok());
    let mut wanted: Vec<&'static Figure> = figures.to_vec();
    if wanted.is_empty() {
        for requirement in required {
            if !wanted.contains(&requirement.figure()) {
                wanted.push(requirement.figure());
            }
        }
    }
    if wanted.is_empty() {
        wanted = USUAL.iter().filter_map(|name| Figure::by_name(name)).collect();
    }
    table::measured(comparison).filter(|figure| wanted.contains(figure)).collect()
}

fn cell(comparison: &Comparison, figure: &Figure, target: &str) -> String {
    let Some(own) = median_by_target(comparison, figure, target) else { return "-".to_owned() };
    let value = figure.show(own.median);
    if target == comparison.first() {
        return format!("**{value}**");
    }
    match paired_ratio(comparison, figure, target) {
        Some(ratio) => format!("{value} ({})", factor(ratio.median)),
        None => value,
    }
}

/// Machine, date and command, a line for each comparison.
fn origins(comparisons: &[Comparison]) -> Vec<String> {
    comparisons
        .iter()
        .map(|comparison| {
            let run = comparison.rounds.first().map(|round| &round.result);
            let from = run.map_or_else(String::new, |run| {
                let machine = &run.machine;
                let date = run.started_at.split('T').next().unwrap_or_default();
                let memory = Unit::Bytes.show(crate::figure::float(machine.memory));
                format!(
                    "{}, {} logical processors, {memory}, {}; {date}; ",
                    machine.processor, machine.cores, machine.system
                )
            });
            format!("{}: {from}`{}`", escape(&comparison.scenario), comparison.command) + "  "
        })
        .collect()
}

fn escape(text: &str) -> String {
    text.replace('|', "\\|")
}
