//! What stands behind the ports of the actors.

pub mod clock;
pub mod event_log;
pub mod logged;
pub mod meter;
mod settling;
pub mod store;
