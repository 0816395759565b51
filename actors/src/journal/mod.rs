//! The journal: updates of all documents in one durable transaction, receipts back.

mod actor;
mod batch;
mod compaction;
mod messages;

pub use actor::JournalActor;
pub use messages::{Compact, JournalEvent, Record, Settle};
