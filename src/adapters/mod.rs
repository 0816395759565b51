//! What stands behind the ports of the actors.

pub mod clock;
pub mod event_log;
pub mod meter;
pub mod store;
