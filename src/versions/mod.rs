//! Versions of documents: taken by the server when people pause, and by people when they want.
//!
//! [`Writers`] notes who edits what, behind every commit. The keeper writes that down, and of several nodes one
//! takes versions of what was quiet for a while. A version is the whole document as one update, read from the store:
//! nobody who edits waits for it. Decision 0019.

mod changing;
mod error;
mod keeper;
mod packing;
mod restoring;
mod showing;
mod snapshot;
mod taking;
mod thinning;
mod words;
mod writers;

pub(crate) use changing::{remove, rename};
pub(crate) use error::VersionError;
pub(crate) use keeper::{Keeper, run};
pub(crate) use restoring::{reverted, told};
pub(crate) use showing::{content, held, kept, list, show};
pub(crate) use taking::{allowed, ask};
pub use writers::Writers;
