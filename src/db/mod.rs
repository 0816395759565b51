//! The database: threads that own connections, and queries by topic.
//!
//! Queries are plain Diesel and run as jobs on database threads, to their end
//! even when whoever asked is gone. One thread writes, so SQLite has its order
//! and the journal its group commit; a few read.

mod apart;
mod database;
pub mod engine;
mod error;
mod opening;
pub mod queries;
mod replicas;
mod visiting;
mod worker;

pub use database::{Database, DatabaseSettings};
pub use engine::{Conn, PostgresSettings};
pub use error::DatabaseError;
pub use replicas::{ReplicaReads, ReplicaSettings};
pub use visiting::Visitor;
