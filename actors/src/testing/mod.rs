//! In-memory ports, and the contract suites that every adapter passes.
#![expect(clippy::unwrap_used, clippy::missing_panics_doc, reason = "a suite fails by panicking")]

/// Runs cases one after the other; how many there were.
macro_rules! held {
    ($on:expr; $($case:ident)*) => {{
        $($case($on).await;)*
        [$(stringify!($case)),*].len()
    }};
}

pub mod bus_contract;
mod engine;
pub mod event_log_contract;
mod memory;
mod memory_bus;
mod memory_hearing;
mod memory_log;
mod pipe;
pub mod store_contract;

pub use engine::{Quiet, registry};
pub use memory::MemoryStore;
pub use memory_bus::MemoryBus;
pub use memory_hearing::MemoryHearing;
pub use memory_log::MemoryLog;
pub use pipe::Pipe;
