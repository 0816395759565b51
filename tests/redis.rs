//! Redis as nodes use it: one server, behind Sentinels, and a cluster. `tools/services` starts them.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

#[path = "blobs/contract.rs"]
mod blob_contract;
#[path = "blobs/stores.rs"]
mod blob_stores;
#[path = "redis/cache.rs"]
mod cache;
#[path = "redis/cluster.rs"]
mod cluster;
#[path = "redis/connection.rs"]
mod connection;
#[path = "redis/doctor.rs"]
mod doctor;
#[path = "redis/fences.rs"]
mod fences;
#[path = "redis/locks.rs"]
mod locks;
#[path = "redis/nodes.rs"]
mod nodes;
#[path = "redis/rates.rs"]
mod rates;
#[path = "redis/servers.rs"]
mod servers;
#[path = "event_log/shelf.rs"]
mod shelf;
#[path = "redis/side_by_side.rs"]
mod side_by_side;
#[path = "redis/tls.rs"]
mod tls;

mod door;
