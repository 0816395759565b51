//! What is to be known beside the figures of a comparison.

use super::{Comparison, Failure};
use crate::search::broken;

/// Turns that failed, what broke in others, and where the generator was the limit; a line each.
pub fn notes(comparison: &Comparison) -> Vec<String> {
    let mut notes: Vec<String> = comparison
        .failures
        .iter()
        .map(|Failure { round, target, error }| format!("{target}, round {round} failed: {error}"))
        .collect();
    for round in &comparison.rounds {
        let name = format!("{}, round {}", round.target, round.round);
        let reasons = broken(&round.result);
        if !reasons.is_empty() {
            notes.push(format!("{name}: {}", reasons.join("; ")));
        }
        notes.extend(
            round.result.convergence.faults.iter().take(3).map(|fault| format!("{name}: {fault}")),
        );
        if round.search.as_ref().is_some_and(|search| search.generator_limited) {
            notes.push(format!(
                "{name}: the generator was the limit, not the server; try --processes"
            ));
        }
        if round.search.as_ref().is_some_and(|search| !search.limited) {
            notes.push(format!("{name}: the search ended before it met a limit"));
        }
    }
    notes
}
