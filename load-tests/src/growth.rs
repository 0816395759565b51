//! How cost grows: one scenario over a list of values of one key.

mod markdown;
mod steps;

pub use markdown::markdown;
pub use steps::{GrowthPlan, Over, grow, lines};

use serde::{Deserialize, Serialize};

use crate::figure::Figure;
use crate::result::RunResult;

/// The figures whose growth is drawn: what one delivery, connection and document cost.
pub const COSTS: [&str; 5] = [
    "cpu_us_per_delivery",
    "cpu_us_per_connection_second",
    "memory_per_connection",
    "memory_per_document",
    "latency_p99_ms",
];

/// Everything that one `growth` measured.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Growth {
    /// Tells this file from others.
    pub kind: GrowthKind,
    /// The command that made it.
    pub command: String,
    /// Name of the scenario.
    pub scenario: String,
    /// The key of the scenario that was turned.
    pub key: String,
    /// Decided everything that was drawn by chance.
    pub seed: u64,
    /// Names of the targets.
    pub targets: Vec<String>,
    /// Every run, in order.
    pub points: Vec<Point>,
    /// Runs that could not be made, in words.
    pub failures: Vec<String>,
}

/// Only ever written as `growth`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum GrowthKind {
    /// The only kind.
    #[default]
    Growth,
}

/// One run of a growth.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Point {
    /// The key's value.
    pub value: f64,
    /// Name of the target.
    pub target: String,
    /// The run.
    pub result: RunResult,
}

impl Growth {
    /// A figure of a target over the key's values, rising.
    pub fn curve(&self, figure: &Figure, target: &str) -> Vec<(f64, f64)> {
        let points = self.points.iter().filter(|point| point.target == target);
        let mut curve: Vec<(f64, f64)> =
            points.filter_map(|point| Some((point.value, figure.of(&point.result)?))).collect();
        curve.sort_by(|one, other| one.0.total_cmp(&other.0));
        curve
    }
}
