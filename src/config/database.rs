//! The server that keeps the rows.

use std::path::PathBuf;
use std::time::Duration;

use serde::{Deserialize, Serialize};

use crate::db::PostgresSettings;

/// The server that keeps the rows; without one they are in a file of SQLite in the data folder.
#[derive(Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct DatabaseEngineSettings {
    /// `postgres://…`, with a password that is never shown; empty is SQLite.
    pub url: String,
    /// Certificates to trust beside the public ones, in PEM; empty for none.
    pub authorities: PathBuf,
    /// Most seconds of one statement.
    pub statement_seconds: f64,
}

impl Default for DatabaseEngineSettings {
    fn default() -> Self {
        Self { url: String::new(), authorities: PathBuf::new(), statement_seconds: 30.0 }
    }
}

impl std::fmt::Debug for DatabaseEngineSettings {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        out.debug_struct("DatabaseEngineSettings")
            .field("url", &if self.url.is_empty() { "" } else { "…" })
            .field("authorities", &self.authorities)
            .field("statement_seconds", &self.statement_seconds)
            .finish()
    }
}

impl DatabaseEngineSettings {
    /// How PostgreSQL is reached; `None` is SQLite.
    pub fn postgres(&self) -> Option<PostgresSettings> {
        (!self.url.is_empty()).then(|| PostgresSettings {
            url: self.url.clone(),
            authorities: self.authorities.clone(),
            statement: Duration::from_secs_f64(self.statement_seconds),
        })
    }
}
