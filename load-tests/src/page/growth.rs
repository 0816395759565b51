//! The section of a growth: what one delivery, connection and document cost over a key's values.

use super::head;
use super::html::{escape, legend, table, target_cell};
use super::plot::{Axis, Line, Pen, Plot};
use super::scale::Scale;
use crate::figure::{Figure, Unit, axis_number, factor};
use crate::growth::{COSTS, Growth};

/// The section of a growth.
pub(super) fn section(growth: &Growth) -> String {
    let mut html = String::from("<section>\n");
    let first = growth.points.first().map(|point| &point.result);
    let entries = [
        ("machine", first.map_or_else(String::new, head::machine)),
        ("date", first.map_or_else(String::new, |run| head::date(&run.started_at))),
        ("seed", growth.seed.to_string()),
        ("command", head::command(&growth.command)),
    ];
    html += &head::list(&format!("{} over {}", growth.scenario, growth.key), &entries);
    html += "<p>Dashed: the cost stays that of the smallest value, so that the whole grows linearly with the work. Both axes are logarithmic.</p>\n";
    html += &legend(&growth.targets);
    let figures: Vec<_> = COSTS.iter().filter_map(|name| Figure::by_name(name)).collect();
    let plots: String = plots(growth).iter().map(Plot::figure).collect();
    html += &format!("<div class=\"plots\">{plots}</div>\n");
    for figure in figures {
        html += &values(growth, figure);
    }
    for failure in &growth.failures {
        html += &format!("<p class=\"bad\">{}</p>\n", escape(failure));
    }
    html + "</section>\n"
}

/// A plot for each cost that was measured.
pub(super) fn plots(growth: &Growth) -> Vec<Plot> {
    let figures = COSTS.iter().filter_map(|name| Figure::by_name(name));
    figures.filter_map(|figure| plot(growth, figure)).collect()
}

fn plot(growth: &Growth, figure: &'static Figure) -> Option<Plot> {
    let mut lines = Vec::new();
    for (colour, target) in growth.targets.iter().enumerate() {
        let points: Vec<_> =
            growth.curve(figure, target).into_iter().filter(|(_, cost)| *cost > 0.0).collect();
        let (Some(&first), Some(&last)) = (points.first(), points.last()) else { continue };
        if points.len() > 1 {
            let linear = vec![first, (last.0, first.1)];
            let name = format!("{target}, linear");
            lines.push(Line { name, colour, pen: Pen::Dashed, points: linear });
        }
        lines.push(Line { name: target.clone(), colour, pen: Pen::Dotted, points });
    }
    if lines.is_empty() {
        return None;
    }
    let points = || lines.iter().flat_map(|line| &line.points);
    let mut values: Vec<f64> = growth.points.iter().map(|point| point.value).collect();
    values.sort_by(f64::total_cmp);
    values.dedup();
    let x = Axis {
        label: format!("{}, logarithmic", growth.key),
        scale: Scale::log(points().map(|(value, _)| *value)),
        marks: Some(values),
        show: |value| axis_number(Unit::Count, value),
    };
    let show: fn(f64) -> String = match figure.unit {
        Unit::Bytes => |value| axis_number(Unit::Bytes, value),
        Unit::Millis => |value| axis_number(Unit::Millis, value),
        _ => |value| axis_number(Unit::Micros, value),
    };
    let scale = Scale::log(points().map(|(_, cost)| *cost));
    let label = match figure.unit {
        Unit::Bytes => "bytes, logarithmic".to_owned(),
        _ => "time, logarithmic".to_owned(),
    };
    let y = Axis { label, scale, marks: None, show };
    Some(Plot { title: capital(figure.label), x, y, lines })
}

/// The numbers behind a plot.
fn values(growth: &Growth, figure: &Figure) -> String {
    let mut values: Vec<f64> = growth.points.iter().map(|point| point.value).collect();
    values.sort_by(f64::total_cmp);
    values.dedup();
    let curves: Vec<_> = growth.targets.iter().map(|target| growth.curve(figure, target)).collect();
    if curves.iter().all(Vec::is_empty) {
        return String::new();
    }
    let rows = values.iter().map(|value| {
        let cells = curves.iter().map(|curve| {
            let cost = curve.iter().find(|(at, _)| at == value).map(|(_, cost)| *cost);
            let first = curve.first().map(|(_, first)| *first).filter(|first| *first > 0.0);
            let Some(cost) = cost else { return "-".to_owned() };
            let times = first.map_or_else(String::new, |first| factor(cost / first));
            format!("{}<small>{times}</small>", escape(&figure.show(cost)))
        });
        std::iter::once(value.to_string()).chain(cells).collect()
    });
    let targets = growth.targets.iter().enumerate();
    let targets = targets.map(|(colour, target)| target_cell(colour, target));
    let head: Vec<String> = std::iter::once(escape(&growth.key)).chain(targets).collect();
    format!("<h2>{}</h2>\n{}", capital(figure.label), table(&head, &rows.collect::<Vec<Vec<_>>>()))
}

fn capital(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}
