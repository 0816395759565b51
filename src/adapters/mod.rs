//! What stands behind the ports of the actors, and of files.

pub mod blobs;
pub mod bus;
pub mod clock;
mod creating;
pub mod documents;
pub mod event_log;
pub mod logged;
pub mod meter;
pub mod openai;
pub(crate) mod reach;
mod settling;
pub mod store;
