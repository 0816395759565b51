//! Forecasts and suggestions. See `INS` in docs/SPEC.md.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

mod door;
#[path = "insight/histories.rs"]
mod histories;
mod problem;
