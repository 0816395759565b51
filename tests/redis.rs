//! Redis as nodes use it: one server, behind Sentinels, and a cluster. `tools/services` starts them.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

#[path = "redis/connection.rs"]
mod connection;
#[path = "redis/servers.rs"]
mod servers;
