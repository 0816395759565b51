//! The shapes that cross a Renexus wire: ids, access levels, close codes, the
//! frames of the three protocols, the update validator and the REST bodies.
//!
//! Nothing here does I/O, keeps state or knows an actor.

pub mod access;
pub mod awareness;
pub mod between;
pub mod close;
pub mod codec;
pub mod event;
pub mod id;
pub mod lib0;
pub mod limits;
pub mod notice;
pub mod number;
pub mod patch;
pub mod rest;
pub mod rich;
pub mod role;
pub mod scope;
pub mod state_vector;
pub mod task;
pub mod update;
