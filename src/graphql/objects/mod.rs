//! What can be read: the shapes of REST, and what they lead to.

pub(super) mod board;
pub(super) mod insight;
mod narrowing;
pub(super) mod project;
pub(super) mod task;
pub(super) mod thread;
mod webhook;
pub(super) mod workspace;
