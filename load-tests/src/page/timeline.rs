//! A run second by second.

use super::plot::{Axis, Line, Pen, Plot};
use super::scale::Scale;
use crate::compare::{Comparison, Round};
use crate::figure::{Unit, axis_number, float};
use crate::result::Tick;

struct Kind {
    title: &'static str,
    label: &'static str,
    show: fn(f64) -> String,
    of: fn(&Tick) -> Option<f64>,
}

const KINDS: [Kind; 6] = [
    Kind {
        title: "Deliveries",
        label: "per second",
        show: |value| axis_number(Unit::PerSecond, value),
        of: |tick| Some(float(tick.delivered)),
    },
    Kind {
        title: "Acknowledged updates",
        label: "per second",
        show: |value| axis_number(Unit::PerSecond, value),
        of: |tick| Some(float(tick.acknowledged)),
    },
    Kind {
        title: "Delivery, p99 of each second",
        label: "time",
        show: |value| axis_number(Unit::Micros, value),
        of: |tick| Some(float(tick.latency_p99)),
    },
    Kind {
        title: "Server: processor",
        label: "cores",
        show: |value| axis_number(Unit::Cores, value),
        of: |tick| tick.server_cores,
    },
    Kind {
        title: "Server: resident memory",
        label: "bytes",
        show: |value| axis_number(Unit::Bytes, value),
        of: |tick| tick.server_memory.map(float),
    },
    Kind {
        title: "Load generator: processor",
        label: "cores",
        show: |value| axis_number(Unit::Cores, value),
        of: |tick| Some(tick.generator_cores),
    },
];

/// A plot for each thing that was watched, a line for each target.
pub(super) fn plots(comparison: &Comparison, shown: &[&Round]) -> String {
    KINDS.iter().filter_map(|kind| plot(comparison, shown, kind)).collect()
}

fn plot(comparison: &Comparison, shown: &[&Round], kind: &Kind) -> Option<String> {
    let lines: Vec<Line> = shown
        .iter()
        .map(|round| {
            let colour = comparison.targets.iter().position(|target| *target == round.target);
            let ticks = round.result.timeline.iter();
            Line {
                name: format!("{}, round {}", round.target, round.round),
                colour: colour.unwrap_or(0),
                pen: Pen::Firm,
                points: ticks.filter_map(|tick| Some((tick.at, (kind.of)(tick)?))).collect(),
            }
        })
        .filter(|line| !line.points.is_empty())
        .collect();
    let points = || lines.iter().flat_map(|line| &line.points);
    let most = points().map(|(_, value)| *value).fold(0.0, f64::max);
    if most <= 0.0 {
        return None;
    }
    let end = points().map(|(at, _)| *at).fold(0.0, f64::max);
    let x = Axis {
        label: "seconds since the run began".to_owned(),
        scale: Scale::linear_until(end),
        marks: None,
        show: |value| axis_number(Unit::Seconds, value),
    };
    let y = Axis {
        label: kind.label.to_owned(),
        scale: Scale::linear(most),
        marks: None,
        show: kind.show,
    };
    Some(Plot { title: kind.title.to_owned(), x, y, lines }.figure())
}
