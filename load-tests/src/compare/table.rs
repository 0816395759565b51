//! A comparison as lines for the terminal.

use super::{Comparison, Spread, median_by_target, notes, ratio_words};
use crate::figure::{ALL, Figure, Unit};

/// The table, then what is to be known beside it.
pub fn lines(comparison: &Comparison) -> Vec<String> {
    let rounds = comparison.rounds.iter().map(|round| round.round).max().unwrap_or(0);
    let scenario = &comparison.scenario;
    let first = comparison.first();
    let mut lines = vec![
        format!(
            "{scenario}: median of {rounds} rounds; beside it {first} : target and its range over rounds"
        ),
        String::new(),
    ];
    lines.extend(aligned(&rows(comparison)));
    lines.push(String::new());
    lines.extend(remarks(comparison));
    lines
}

/// The figures that at least one target has.
pub fn measured(comparison: &Comparison) -> impl Iterator<Item = &'static Figure> {
    ALL.iter().filter(move |figure| {
        comparison.rounds.iter().any(|round| figure.of(&round.result).is_some())
    })
}

fn rows(comparison: &Comparison) -> Vec<Vec<String>> {
    let mut rows = vec![vec![String::new()]];
    if let Some(head) = rows.first_mut() {
        head.extend(comparison.targets.iter().cloned());
    }
    if let Some(rates) = rates(comparison) {
        rows.push(rates);
    }
    for figure in measured(comparison) {
        let cells = comparison.targets.iter().map(|target| cell(comparison, figure, target));
        rows.push(std::iter::once(figure.label.to_owned()).chain(cells).collect());
    }
    rows
}

/// The rates that searches found.
fn rates(comparison: &Comparison) -> Option<Vec<String>> {
    comparison.rounds.iter().find(|round| round.search.is_some())?;
    let cells = comparison.targets.iter().map(|target| {
        let found = comparison.runs(target).filter_map(|round| round.search.as_ref()?.rate);
        let found = Spread::of(found.collect());
        found.map_or("-".to_owned(), |found| Unit::Count.show(found.median))
    });
    Some(std::iter::once("highest rate of a writer".to_owned()).chain(cells).collect())
}

fn cell(comparison: &Comparison, figure: &Figure, target: &str) -> String {
    let Some(own) = median_by_target(comparison, figure, target) else {
        return "-".to_owned();
    };
    let value = figure.show(own.median);
    if target == comparison.first() {
        return value;
    }
    match ratio_words(comparison, figure, target) {
        Some(ratio) => format!("{value}  {ratio:<18}"),
        None => format!("{value}  {:<18}", ""),
    }
}

/// What went wrong, and whether requirements held.
fn remarks(comparison: &Comparison) -> Vec<String> {
    let mut remarks: Vec<String> =
        notes(comparison).into_iter().map(|note| format!("note    {note}")).collect();
    for checked in &comparison.requirements {
        let word = if checked.kept { "kept  " } else { "BROKEN" };
        remarks.push(format!("{word}  {}: {}", checked.requirement, checked.measured));
    }
    remarks
}

/// Columns under each other: words to the left, figures to the right.
fn aligned(rows: &[Vec<String>]) -> Vec<String> {
    let columns = rows.iter().map(Vec::len).max().unwrap_or(0);
    let width = |column: usize| {
        let cells = rows.iter().filter_map(|row| row.get(column));
        cells.map(|cell| cell.chars().count()).max().unwrap_or(0)
    };
    let widths: Vec<usize> = (0..columns).map(width).collect();
    let line = |row: &Vec<String>| {
        let cells = row.iter().zip(&widths).enumerate().map(|(column, (cell, &width))| {
            if column == 0 { format!("{cell:<width$}") } else { format!("{cell:>width$}") }
        });
        cells.collect::<Vec<_>>().join("   ")
    };
    rows.iter().map(line).collect()
}
