//! Conversations on tasks and documents: rules over queries, inside of one look or one change.
//!
//! Functions that take a [`View`](crate::domain::View) look; those that take a
//! [`Change`](crate::domain::Change) also tell what happened, to the workspace and to people.

pub mod mentions;
pub mod places;
pub mod reacting;
pub mod saying;
pub mod showing;
pub mod threads;
pub mod watching;
