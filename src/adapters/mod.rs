//! What stands behind the ports of the actors, and of files.

pub mod blobs;
pub mod clock;
mod leftovers;
pub mod meter;
pub mod store;
