//! The database: threads that own connections, and queries by topic.
//!
//! Queries are plain Diesel and run as jobs on database threads, to their end
//! even when whoever asked is gone. One thread writes, so SQLite has its order
//! and the journal its group commit; a few read.

mod database;
mod error;
pub mod queries;
mod worker;

pub use database::{Database, DatabaseSettings};
pub use error::DatabaseError;

/// The connection that queries are written for.
pub type Conn = diesel::SqliteConnection;
