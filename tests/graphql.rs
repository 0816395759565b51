//! GraphQL, by its own door. See `GQL` in docs/SPEC.md.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

#[path = "graphql/asking.rs"]
mod asking;
#[path = "graphql/board.rs"]
mod board;
#[path = "graphql/bounds.rs"]
mod bounds;
#[path = "door/mod.rs"]
mod door;
#[path = "graphql/reads.rs"]
mod reads;
#[path = "tasks/studio.rs"]
#[allow(dead_code, reason = "each test takes what it needs")]
mod studio;
#[path = "graphql/transport.rs"]
mod transport;
#[path = "graphql/versions.rs"]
mod versions;
#[path = "graphql/wider.rs"]
mod wider;
#[path = "graphql/writes.rs"]
mod writes;
