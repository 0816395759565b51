//! The journal: updates of all documents in one durable transaction, receipts back.

mod actor;
mod batch;
mod compaction;
mod intake;
mod messages;

pub use actor::JournalActor;
pub use intake::{Intake, Taken};
pub use messages::{Compact, JournalEvent, Record, Recorded, Settle};
