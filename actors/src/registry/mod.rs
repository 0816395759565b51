//! Which documents are open on this node, and where.

mod actor;
mod messages;
mod opening;

pub use actor::{RegistryActor, RegistryParts};
pub use messages::{Delete, Handle, Open, OpenError, Shutdown};
