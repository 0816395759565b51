//! In-memory ports, and the contract suites that every adapter passes.
#![expect(clippy::unwrap_used, clippy::missing_panics_doc, reason = "a suite fails by panicking")]

pub mod event_log_contract;
mod memory;
mod memory_hearing;
mod memory_log;
mod pipe;
pub mod store_contract;

pub use memory::MemoryStore;
pub use memory_hearing::MemoryHearing;
pub use memory_log::MemoryLog;
pub use pipe::Pipe;
