//! Documents of a workspace, in a tree: who sees them, and what becomes of them.

mod changing;
mod placing;
mod showing;

pub use changing::{add, adopt, change, remove};
pub use showing::{list, show};
