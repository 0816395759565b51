//! What stands behind the ports of the actors.

pub mod clock;
pub mod meter;
pub mod store;
