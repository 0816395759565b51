//! The assistant, with a model service that is a process of its own. See `AI` in docs/SPEC.md.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

#[path = "assistant/checking.rs"]
mod checking;
mod door;
#[path = "assistant/service.rs"]
mod service;
