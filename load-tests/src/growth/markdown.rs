//! A growth as a Markdown table.

use super::{COSTS, Growth};
use crate::figure::{Figure, Unit, axis_number};

/// A table with a row for each cost and target, and how it was measured below it.
pub fn markdown(growth: &Growth) -> Vec<String> {
    let mut values: Vec<f64> = growth.points.iter().map(|point| point.value).collect();
    values.sort_by(f64::total_cmp);
    values.dedup();
    let head: Vec<_> = values.iter().map(|value| axis_number(Unit::Count, *value)).collect();
    let mut lines = vec![
        format!("| {} over {} | Target | {} |", growth.scenario, growth.key, head.join(" | ")),
        format!("|---|---|{}", "---:|".repeat(values.len())),
    ];
    for figure in COSTS.iter().filter_map(|name| Figure::by_name(name)) {
        for target in &growth.targets {
            let curve = growth.curve(figure, target);
            if curve.is_empty() {
                continue;
            }
            let cells = values.iter().map(|value| {
                let found = curve.iter().find(|(at, _)| at == value);
                found.map_or_else(|| "-".to_owned(), |(_, cost)| figure.show(*cost))
            });
            let cells: Vec<String> = cells.collect();
            lines.push(format!("| {} | {target} | {} |", figure.label, cells.join(" | ")));
        }
    }
    lines.push(String::new());
    lines.push(format!("{} over {}: `{}`  ", growth.scenario, growth.key, growth.command));
    lines.extend(growth.failures.iter().map(|failure| format!("Not measured: {failure}  ")));
    lines
}

#[cfg(test)]
mod tests {
    use super::super::Point;
    use super::*;
    use crate::result::{Distribution, PhaseResult, RunResult};

    #[test]
    fn every_value_is_a_column_and_every_measured_cost_a_row() {
        let targets = vec!["renexus".to_owned()];
        let mut growth = Growth { targets, key: "clients".into(), ..Growth::default() };
        for (value, micros) in [(10.0, 2_000), (100.0, 3_000)] {
            let latency = Distribution { count: 1, p99: micros, ..Distribution::default() };
            let phases = vec![PhaseResult { latency, seconds: 1.0, ..PhaseResult::default() }];
            let result = RunResult { phases, ..RunResult::default() };
            growth.points.push(Point { value, target: "renexus".into(), result });
        }
        let lines = markdown(&growth);
        assert_eq!(lines[1], "|---|---|---:|---:|");
        assert!(lines.iter().any(|line| line.contains("2.00 ms | 3.00 ms")), "{lines:?}");
    }
}
