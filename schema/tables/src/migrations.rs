//! The migrations, embedded into the binary.

use diesel_migrations::{EmbeddedMigrations, embed_migrations};

/// What brings a SQLite database to this version.
pub const SQLITE: EmbeddedMigrations = embed_migrations!("../../migrations/sqlite");
/// What brings a PostgreSQL database to this version.
pub const POSTGRES: EmbeddedMigrations = embed_migrations!("../../migrations/postgres");
