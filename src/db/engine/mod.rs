//! One Diesel backend over SQLite and PostgreSQL.
//!
//! Queries are written once, for [`Sql`]. A connection of it turns a query into
//! text and [`Value`]s and hands both to Diesel's own connection of the engine.

mod backend;
mod builder;
mod connection;
mod fragments;
mod plain;
mod postgres;
mod row;
mod sqlite;
mod statement;
mod tls;
mod value;
mod values;
mod worded;

pub use backend::Sql;
pub use connection::{Conn, Engine};
pub(super) use postgres::connect;
pub use postgres::{ConnectError, PostgresSettings};
pub use tls::TlsError;
pub use value::{Bound, Kind, Value};
pub use worded::{Given, Worded};
