//! Settings of GraphQL; `config.toml` explains each value.

use std::time::Duration;

use serde::{Deserialize, Serialize};

/// Bounds of GraphQL.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct GraphqlSettings {
    /// Whether clients may ask for the schema.
    pub introspection: bool,
    /// Bytes of a request.
    pub bytes: usize,
    /// Tokens of a document.
    pub tokens: usize,
    /// Fields within fields.
    pub depth: usize,
    /// Fields of an answer, as counted before it is made.
    pub complexity: usize,
    /// Fields of a document, with fragments put in where they are named.
    pub fields: usize,
    /// Fields with another name.
    pub aliases: usize,
    /// Directives of a document.
    pub directives: usize,
    /// Operations of one request.
    pub batch: usize,
    /// Operations that run at once on one connection.
    pub operations: usize,
    /// Seconds that an operation may take.
    pub seconds: f64,
    /// Notifications that wait for a subscriber.
    pub notifications: usize,
}

impl Default for GraphqlSettings {
    fn default() -> Self {
        Self {
            introspection: false,
            bytes: 64 << 10,
            tokens: 4_000,
            depth: 16,
            complexity: 20_000,
            fields: 2_000,
            aliases: 60,
            directives: 50,
            batch: 10,
            operations: 32,
            seconds: 10.0,
            notifications: 100,
        }
    }
}

impl GraphqlSettings {
    /// How long an operation may take.
    pub fn time(&self) -> Duration {
        Duration::from_secs_f64(self.seconds)
    }
}
