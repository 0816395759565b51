//! The server that keeps the rows.

use std::path::PathBuf;
use std::time::Duration;

use serde::{Deserialize, Serialize};

use crate::db::{PostgresSettings, ReplicaSettings};

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
    /// Most seconds that a transaction waits for its node.
    pub pause_seconds: f64,
    /// Most jobs that wait for one thread of the database.
    pub waiting: usize,
    /// Standbys that read, like `url`.
    pub replicas: Vec<String>,
    /// Most seconds for which a read waits for a standby.
    pub replica_wait_seconds: f64,
}

impl Default for DatabaseEngineSettings {
    fn default() -> Self {
        Self {
            url: String::new(),
            authorities: PathBuf::new(),
            statement_seconds: 30.0,
            pause_seconds: 10.0,
            waiting: 4_096,
            replicas: Vec::new(),
            replica_wait_seconds: 0.2,
        }
    }
}

impl std::fmt::Debug for DatabaseEngineSettings {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        out.debug_struct("DatabaseEngineSettings")
            .field("url", &if self.url.is_empty() { "" } else { "…" })
            .field("authorities", &self.authorities)
            .field("statement_seconds", &self.statement_seconds)
            .field("pause_seconds", &self.pause_seconds)
            .field("waiting", &self.waiting)
            .field("replicas", &self.replicas.len())
            .field("replica_wait_seconds", &self.replica_wait_seconds)
            .finish()
    }
}

impl DatabaseEngineSettings {
    /// How PostgreSQL is reached; `None` is SQLite.
    pub fn postgres(&self) -> Option<PostgresSettings> {
        (!self.url.is_empty()).then(|| self.server(&self.url))
    }

    /// How its standbys are reached, if there are any.
    pub fn replicas(&self) -> Option<ReplicaSettings> {
        (!self.replicas.is_empty()).then(|| ReplicaSettings {
            servers: self.replicas.iter().map(|url| self.server(url)).collect(),
            wait: Duration::from_secs_f64(self.replica_wait_seconds),
        })
    }

    fn server(&self, url: &str) -> PostgresSettings {
        PostgresSettings {
            url: url.to_owned(),
            authorities: self.authorities.clone(),
            statement: Duration::from_secs_f64(self.statement_seconds),
            pause: Duration::from_secs_f64(self.pause_seconds),
        }
    }
}
