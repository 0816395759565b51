//! One scenario: its head, figures, verdicts and plots.

use super::html::{escape, legend};
use super::{distributions, figures, head, phases, timeline};
use crate::compare::{Comparison, Round, notes};
use crate::figure::Figure;

/// The section of a comparison, or of plain runs of one scenario.
pub(super) fn section(comparison: &Comparison) -> String {
    let mut html = String::from("<section>\n");
    html += &header(comparison);
    html += "<h2>Figures</h2>\n";
    html += &figures::figures(comparison);
    html += &figures::requirements(comparison);
    html += &figures::verdicts(comparison);
    html += &remarks(comparison);
    let shown: Vec<&Round> =
        comparison.targets.iter().filter_map(|target| typical(comparison, target)).collect();
    html += &phases::phases(comparison, &shown);
    let legend = legend(&comparison.targets);
    let latencies = distributions::plots(comparison, &shown);
    if !latencies.is_empty() {
        html += "<h2>How long it takes</h2>\n";
        html += &legend;
        html += &format!("<div class=\"plots\">{latencies}</div>\n");
    }
    let over_time = timeline::plots(comparison, &shown);
    if !over_time.is_empty() {
        html += "<h2>Over time</h2>\n";
        html += &legend;
        html += &format!("<div class=\"plots\">{over_time}</div>\n");
    }
    html += &searches(comparison);
    html + "</section>\n"
}

fn header(comparison: &Comparison) -> String {
    let runs = || comparison.rounds.iter().map(|round| &round.result);
    let first = runs().next();
    let mut protocols: Vec<(&str, Vec<&str>)> = Vec::new();
    let mut commands = vec![comparison.command.clone()];
    for round in &comparison.rounds {
        let (run, target) = (&round.result, round.target.as_str());
        match protocols.iter_mut().find(|(protocol, _)| *protocol == run.protocol) {
            Some((_, targets)) if targets.contains(&target) => {}
            Some((_, targets)) => targets.push(target),
            None => protocols.push((&run.protocol, vec![target])),
        }
        if comparison.command.is_empty() && !commands.contains(&run.command) {
            commands.push(run.command.clone());
        }
    }
    let protocols = match protocols.as_slice() {
        [(only, _)] => (*only).to_owned(),
        several => {
            let each = several.iter();
            let each =
                each.map(|(protocol, targets)| format!("{protocol} ({})", targets.join(", ")));
            each.collect::<Vec<_>>().join(", ")
        }
    };
    let commands = commands.iter().filter(|text| !text.is_empty()).map(|text| head::command(text));
    let seed = first.map_or(comparison.seed, |run| run.seed);
    let entries = [
        ("machine", first.map_or_else(String::new, head::machine)),
        ("date", first.map_or_else(String::new, |run| head::date(&run.started_at))),
        ("protocol", escape(&protocols)),
        ("seed", seed.to_string()),
        ("command", commands.collect::<Vec<_>>().join("<br/>")),
    ];
    head::list(&comparison.scenario, &entries)
}

/// The round whose 99th percentile is in the middle; plots that can show one round show this one.
fn typical<'a>(comparison: &'a Comparison, target: &'a str) -> Option<&'a Round> {
    let p99 = Figure::by_name("latency_p99_ms")?;
    let mut rounds: Vec<&Round> = comparison.runs(target).collect();
    let key = |round: &Round| p99.of(&round.result).unwrap_or_default();
    rounds.sort_by(|one, other| key(one).total_cmp(&key(other)));
    rounds.get(rounds.len().saturating_sub(1) / 2).copied()
}

fn remarks(comparison: &Comparison) -> String {
    let notes = notes(comparison);
    if notes.is_empty() {
        return String::new();
    }
    let items = notes.iter().map(|note| format!("<li>{}</li>", escape(note)));
    format!("<h2>Notes</h2>\n<ul class=\"notes\">{}</ul>\n", items.collect::<String>())
}

/// Every probe of every search, folded away.
fn searches(comparison: &Comparison) -> String {
    let mut html = String::new();
    for round in &comparison.rounds {
        let Some(search) = &round.search else { continue };
        let lines = search.probes.iter().map(|probe| escape(&probe.line()));
        html += &format!(
            "<details><summary>Search for {}, round {}</summary><pre>{}</pre></details>\n",
            escape(&round.target),
            round.round,
            lines.collect::<Vec<_>>().join("\n")
        );
    }
    html
}
