//! Settings of forecasts and suggestions; `config.toml` explains each value.

use serde::{Deserialize, Serialize};

/// Bounds of forecasts and suggestions.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct InsightSettings {
    /// Runs of a forecast.
    pub runs: usize,
    /// Tasks that a forecast looks back at.
    pub history_tasks: i64,
    /// Days that forecasts are kept.
    pub kept_days: i64,
    /// Projects whose titles are held in memory.
    pub indexes: usize,
    /// Tasks of a project whose titles are compared with.
    pub index_tasks: i64,
}

impl Default for InsightSettings {
    fn default() -> Self {
        Self {
            runs: 10_000,
            history_tasks: 100_000,
            kept_days: 730,
            indexes: 16,
            index_tasks: 50_000,
        }
    }
}
