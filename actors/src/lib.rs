//! The life of Renexus: documents, workspaces, sessions, the journal and the registry, as actix actors.
//!
//! Names no socket, no table and no vendor: what actors ask of the world stands
//! in [`ports`]. Commands go down as imperative messages, events come up as
//! past participles through a `Recipient`.

pub mod arbiters;
pub mod assistant;
pub mod bus;
pub mod document;
pub mod journal;
pub mod limits;
pub mod outlet;
pub mod ports;
pub mod registry;
pub mod replica;
pub mod session;
#[cfg(feature = "testing")]
pub mod testing;
pub mod workspace;
