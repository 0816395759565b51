//! In-memory ports, and the contract suites that every adapter passes.
#![expect(clippy::unwrap_used, clippy::missing_panics_doc, reason = "a suite fails by panicking")]

mod memory;
mod pipe;
pub mod store_contract;

pub use memory::MemoryStore;
pub use pipe::Pipe;
