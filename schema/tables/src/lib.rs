//! The tables of Renexus: the Diesel schema, its rows and the embedded migrations.
//!
//! The same schema stands over SQLite and PostgreSQL; only the DDL in
//! `migrations/` differs. Instants are UTC without a zone.

pub mod migrations;
pub mod rows;
pub mod schema;
mod seal;
