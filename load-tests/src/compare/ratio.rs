//! Medians, and ratios with their spread.

use super::Comparison;
use crate::figure::{Figure, Unit, factor, range};

/// A median with the least and the most.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Spread {
    /// The one in the middle.
    pub median: f64,
    /// The least.
    pub least: f64,
    /// The most.
    pub most: f64,
}

impl Spread {
    /// The spread of these values; none of none.
    pub fn of(mut values: Vec<f64>) -> Option<Self> {
        values.retain(|value| value.is_finite());
        values.sort_by(f64::total_cmp);
        let (least, most) = (*values.first()?, *values.last()?);
        Some(Self { median: median(&values)?, least, most })
    }
}

/// The value in the middle of sorted values, or the mean of the two there.
pub fn median(sorted: &[f64]) -> Option<f64> {
    let upper = *sorted.get(sorted.len() / 2)?;
    if sorted.len() % 2 == 1 {
        return Some(upper);
    }
    let lower = *sorted.get((sorted.len() / 2).checked_sub(1)?)?;
    Some(f64::midpoint(lower, upper))
}

/// A figure of a target over all rounds.
pub fn median_by_target(comparison: &Comparison, figure: &Figure, target: &str) -> Option<Spread> {
    let values = comparison.runs(target).filter_map(|round| figure.of(&round.result));
    Spread::of(values.collect())
}

/// [`paired_ratio`] in words: `1.60× (1.55-1.66×)`. Ratios of small counts say nothing and are not shown.
pub fn ratio_words(comparison: &Comparison, figure: &Figure, other: &str) -> Option<String> {
    let ratio = paired_ratio(comparison, figure, other).filter(|_| figure.unit != Unit::Count)?;
    let median = factor(ratio.median);
    Some(match range(Unit::Times, ratio.least, ratio.most) {
        Some(range) => format!("{median} ({range})"),
        None => median,
    })
}

/// A figure of the first target divided by that of another, round by round.
///
/// Rounds in which one of them has no such figure, or the other's is nothing,
/// do not count.
pub fn paired_ratio(comparison: &Comparison, figure: &Figure, other: &str) -> Option<Spread> {
    let ratios = comparison.runs(comparison.first()).filter_map(|own| {
        let others = comparison.runs(other).find(|round| round.round == own.round)?;
        let by = figure.of(&others.result).filter(|by| *by > 0.0)?;
        Some(figure.of(&own.result)? / by)
    });
    Spread::of(ratios.collect())
}
