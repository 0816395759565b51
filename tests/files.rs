//! Files over REST. See `FILE` in docs/SPEC.md.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

#[path = "files/avatars.rs"]
mod avatars;
#[path = "files/bringing.rs"]
mod bringing;
#[path = "files/direct.rs"]
mod direct;
mod door;
#[path = "files/going.rs"]
mod going;
#[path = "files/objects.rs"]
mod objects;
#[path = "files/pictures.rs"]
mod pictures;
mod problem;
#[path = "files/reading.rs"]
mod reading;
#[path = "files/resuming.rs"]
mod resuming;
#[path = "files/rights.rs"]
mod rights;
#[path = "files/shelf.rs"]
mod shelf;
