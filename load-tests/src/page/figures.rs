//! The tables of a section: figures, requirements, thresholds.

use super::html::{escape, table, target_cell};
use crate::compare::{Comparison, FLOOR, Spread, measured, median_by_target, ratio_words};
use crate::figure::{Figure, Unit, range};

/// All figures, a column for each target.
pub(super) fn figures(comparison: &Comparison) -> String {
    let mut rows = Vec::new();
    rows.extend(rates(comparison));
    for figure in measured(comparison) {
        let best = best(comparison, figure);
        let cells = comparison.targets.iter().map(|target| {
            let Some(own) = median_by_target(comparison, figure, target) else {
                return "-".to_owned();
            };
            let value = escape(&figure.show(own.median));
            let value =
                if best == Some(target.as_str()) { format!("<b>{value}</b>") } else { value };
            value + &below(comparison, figure, target, own)
        });
        rows.push(std::iter::once(escape(figure.label)).chain(cells).collect());
    }
    let mut html = table(&heads(comparison), &rows);
    if comparison.targets.len() > 1 {
        let first = escape(comparison.first());
        html += &format!(
            "<p>Medians over rounds. Small: {first} divided by this target, round by round, and the range of that. Bold: the best, the bare relay aside.</p>\n"
        );
    }
    html
}

fn heads(comparison: &Comparison) -> Vec<String> {
    let targets = comparison.targets.iter().enumerate();
    let targets = targets.map(|(colour, target)| target_cell(colour, target));
    std::iter::once(String::new()).chain(targets).collect()
}

/// The small line of a cell: the ratio, or the range of the first target.
fn below(comparison: &Comparison, figure: &Figure, target: &str, own: Spread) -> String {
    let text = if target == comparison.first() {
        range(figure.unit, own.least, own.most)
    } else {
        ratio_words(comparison, figure, target)
    };
    let Some(text) = text else { return String::new() };
    format!("<small>{}</small>", escape(&text))
}

/// The best target, when there are several that are not alike.
fn best<'a>(comparison: &'a Comparison, figure: &Figure) -> Option<&'a str> {
    let rivals = comparison.targets.iter().map(String::as_str).filter(|target| *target != FLOOR);
    let values: Vec<(&str, f64)> = rivals
        .filter_map(|target| Some((target, median_by_target(comparison, figure, target)?.median)))
        .collect();
    let (best, value) = values
        .iter()
        .copied()
        .reduce(|best, rival| if figure.prefers(rival.1, best.1) { rival } else { best })?;
    let alone = values.iter().filter(|(_, other)| *other == value).count() == 1;
    (alone && values.len() > 1).then_some(best)
}

fn rates(comparison: &Comparison) -> Option<Vec<String>> {
    comparison.rounds.iter().find(|round| round.search.is_some())?;
    let cells = comparison.targets.iter().map(|target| {
        let rates = comparison.runs(target).filter_map(|round| round.search.as_ref()?.rate);
        let rates = Spread::of(rates.collect());
        rates.map_or("-".to_owned(), |rates| Unit::Count.show(rates.median))
    });
    Some(std::iter::once("highest rate of a writer".to_owned()).chain(cells).collect())
}

/// What was required of the comparison.
pub(super) fn requirements(comparison: &Comparison) -> String {
    if comparison.requirements.is_empty() {
        return String::new();
    }
    let rows = comparison.requirements.iter().map(|checked| {
        let measured = escape(&checked.measured);
        vec![format!("<code>{}</code>", escape(&checked.requirement)), measured, word(checked.kept)]
    });
    let head = ["", "measured", ""].map(str::to_owned);
    format!("<h2>Requirements</h2>\n{}", table(&head, &rows.collect::<Vec<_>>()))
}

fn word(kept: bool) -> String {
    let (class, word) = if kept { ("good", "✓ kept") } else { ("bad", "✗ broken") };
    format!("<span class=\"{class}\">{word}</span>")
}

/// The scenario's own thresholds, a column for each target.
pub(super) fn verdicts(comparison: &Comparison) -> String {
    let mut limits: Vec<(&str, &str)> = Vec::new();
    for verdict in comparison.rounds.iter().flat_map(|round| &round.result.verdicts) {
        let limit = (verdict.figure.as_str(), verdict.limit.as_str());
        if !limits.contains(&limit) {
            limits.push(limit);
        }
    }
    if limits.is_empty() {
        return String::new();
    }
    let rows = limits.iter().map(|(figure, limit)| {
        let cells =
            comparison.targets.iter().map(|target| verdict(comparison, target, figure, limit));
        let name = format!("<code>{} {}</code>", escape(figure), escape(limit));
        std::iter::once(name).chain(cells).collect()
    });
    format!("<h2>Thresholds</h2>\n{}", table(&heads(comparison), &rows.collect::<Vec<Vec<_>>>()))
}

/// A threshold over all rounds of a target: the median, and how often it broke.
fn verdict(comparison: &Comparison, target: &str, figure: &str, limit: &str) -> String {
    let verdicts = comparison.runs(target).flat_map(|round| &round.result.verdicts);
    let verdicts: Vec<_> =
        verdicts.filter(|verdict| verdict.figure == figure && verdict.limit == limit).collect();
    if verdicts.is_empty() {
        return "-".to_owned();
    }
    let measured = Spread::of(verdicts.iter().filter_map(|verdict| verdict.measured).collect());
    let unit = Figure::by_name(figure).map_or(Unit::Count, |figure| figure.unit);
    let shown = measured.map_or("not measured".to_owned(), |value| unit.show(value.median));
    let shown = escape(&shown);
    let broken = verdicts.iter().filter(|verdict| !verdict.kept).count();
    let often = if verdicts.len() > 1 && broken > 0 {
        format!("<small>{broken} of {} rounds</small>", verdicts.len())
    } else {
        String::new()
    };
    format!("{shown} {}{often}", word(broken == 0))
}
