//! Who may do what: the one table that REST, sockets and files ask.
//!
//! Nothing here does I/O. [`Action::need`] says what an action asks for, [`Standing::may`]
//! and [`level::effective`] say what somebody has.

mod action;
pub mod level;
mod person;
mod standing;

pub use action::{Action, Need};
pub use person::{Person, Via};
pub use standing::Standing;
