//! Forecasts and suggestions of a workspace: what `insight` says of the tasks that somebody may read.
//!
//! `past` reads histories. `forecasting` asks `insight` and keeps what it promised, `scoring` decides that when the
//! date comes, `record` tells how often promises were kept. `charts` and `risks` describe work under way.
//! `shelf` holds titles in memory, `suggesting` reads them, `suiting` says whether a day
//! suits a new task, `answers` remembers what people did with it, and `trust` learns
//! from that.

pub mod answers;
pub mod charts;
pub mod forecasting;
pub mod past;
pub mod record;
pub mod risks;
pub(crate) mod scoring;
pub mod shelf;
pub mod suggesting;
mod suiting;
mod trust;
