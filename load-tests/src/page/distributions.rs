//! Times as distributions: what share of them took at most how long.

use super::plot::{Axis, Line, Pen, Plot};
use super::scale::Scale;
use crate::compare::{Comparison, Round};
use crate::figure::{Unit, axis_number, float};
use crate::result::{Distribution, PhaseResult, RunResult};

/// Picks a distribution of a run.
type Of = fn(&RunResult) -> Option<&Distribution>;

/// A plot for each kind of time that was measured; other rounds than the shown ones are faint.
pub(super) fn plots(comparison: &Comparison, shown: &[&Round]) -> String {
    let several = comparison.rounds.iter().any(|round| round.result.phases.len() > 1);
    let kinds: [(&str, Of); 5] = [
        ("Delivery: from sending to each receiver", |run| longest(run, |phase| &phase.latency)),
        ("Acknowledgement: from sending to saved", |run| {
            longest(run, |phase| &phase.acknowledgement)
        }),
        ("Presence: from sending to each receiver", |run| longest(run, |phase| &phase.presence)),
        ("Synced: from opening a socket", |run| Some(&run.synced)),
        ("Synced again: from a broken connection", |run| Some(&run.resumed)),
    ];
    let mut html = String::new();
    for (title, of) in kinds {
        let lines = lines(comparison, shown, of);
        if lines.is_empty() {
            continue;
        }
        let of_phase = several && !title.starts_with("Synced");
        let title = if of_phase { format!("{title} (slowest phase)") } else { title.to_owned() };
        let count = comparison.rounds.iter().filter_map(|round| of(&round.result));
        let count = count.map(|distribution| distribution.count).max().unwrap_or(0);
        html += &plot(title, count, lines).figure();
    }
    html
}

fn plot(title: String, count: u64, lines: Vec<Line>) -> Plot {
    let times = lines.iter().flat_map(|line| line.points.iter().map(|(_, time)| *time));
    let scale = Scale::log(times);
    let x = Axis {
        label: "share of all, %".to_owned(),
        scale: Scale::tail(float(count)),
        marks: None,
        show: percent,
    };
    let y = Axis {
        label: "time, logarithmic".to_owned(),
        scale,
        marks: None,
        show: |micros| axis_number(Unit::Micros, micros),
    };
    Plot { title, x, y, lines }
}

/// The distribution of the phase whose 99th percentile is longest, as in the table of figures.
fn longest(run: &RunResult, of: fn(&PhaseResult) -> &Distribution) -> Option<&Distribution> {
    run.phases.iter().map(of).max_by_key(|distribution| distribution.p99)
}

fn lines(comparison: &Comparison, shown: &[&Round], of: Of) -> Vec<Line> {
    let mut lines = Vec::new();
    for round in &comparison.rounds {
        let Some(distribution) = of(&round.result).filter(|distribution| distribution.count > 0)
        else {
            continue;
        };
        let colour = comparison.targets.iter().position(|target| *target == round.target);
        let firm = shown.iter().any(|shown| std::ptr::eq(*shown, round));
        lines.push(Line {
            name: format!("{}, round {}", round.target, round.round),
            colour: colour.unwrap_or(0),
            pen: if firm { Pen::Firm } else { Pen::Faint },
            points: points(distribution),
        });
    }
    lines
}

/// The curve, or what is known of it.
fn points(of: &Distribution) -> Vec<(f64, f64)> {
    if of.curve.len() > 1 {
        // From the share on that only the longest exceeds, the curve has nothing more to say.
        let most = 1.0 - 1.0 / float(of.count);
        let rest = of.curve.iter().position(|(share, _)| *share >= most);
        let told = rest.map_or(of.curve.len(), |rest| rest + 1);
        let points = of.curve.iter().take(told);
        return points.map(|(share, micros)| (*share, float(*micros).max(1.0))).collect();
    }
    let known = [
        (0.5, of.p50),
        (0.9, of.p90),
        (0.95, of.p95),
        (0.99, of.p99),
        (0.999, of.p999),
        (1.0, of.max),
    ];
    known.map(|(share, micros)| (share, float(micros).max(1.0))).to_vec()
}

/// 0.999 as `99.9`.
fn percent(share: f64) -> String {
    let percent = format!("{:.3}", share * 100.0);
    percent.trim_end_matches('0').trim_end_matches('.').to_owned()
}
