//! Forecasts and suggestions. See `INS` in docs/SPEC.md.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

#[path = "insight/charts.rs"]
mod charts;
mod door;
#[path = "insight/forecasts.rs"]
mod forecasts;
mod hand;
#[path = "insight/histories.rs"]
mod histories;
#[path = "insight/past.rs"]
mod past;
mod problem;
#[allow(dead_code, reason = "each test takes what it needs")]
#[path = "tasks/studio.rs"]
mod studio;
#[path = "insight/suggestions.rs"]
mod suggestions;
