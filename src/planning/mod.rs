//! What happens to projects and tasks: rules over queries, inside of one look or one change.
//!
//! Functions that take a [`View`](crate::domain::View) look; those that take a
//! [`Change`](crate::domain::Change) also tell what happened. Both ask the access table first.

pub mod alike;
pub mod cycles;
pub mod describing;
pub mod editing;
pub mod ending;
pub mod hearing;
pub mod history;
pub mod hits;
pub mod importing;
pub mod labels;
pub mod linking;
pub mod listing;
pub mod milestones;
pub mod moving;
pub mod passages;
pub mod projects;
pub mod searching;
pub mod statuses;
pub mod tasks;
pub mod telling;
pub mod trash;
pub mod views;
pub mod visited;
pub mod whereabouts;
