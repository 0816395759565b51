//! Settings of search; `config.toml` explains each value.

use std::time::Duration;

use serde::{Deserialize, Serialize};

/// How texts of documents become findable.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct SearchSettings {
    /// Seconds without an edit after which the text of a document is read.
    pub quiet_seconds: f64,
    /// Bytes of a document's text that can be found.
    pub document_bytes: usize,
    /// Seconds that a search waits for the meaning of its words.
    pub meaning_seconds: f64,
    /// Pieces that are found by their meaning.
    pub nearest: usize,
    /// How like the question a piece has to be, from 0 to 1.
    pub least_likeness: f64,
    /// Pieces of a workspace up to which every one is compared as it is stored.
    pub exact_chunks: usize,
    /// Bytes of memory for the meanings of larger workspaces.
    pub index_bytes: usize,
}

impl SearchSettings {
    /// How long a search waits for the meaning of its words.
    pub fn meaning(&self) -> Duration {
        Duration::from_secs_f64(self.meaning_seconds)
    }

    /// How long a text must be quiet.
    pub fn quiet(&self) -> Duration {
        Duration::from_secs_f64(self.quiet_seconds)
    }
}

impl Default for SearchSettings {
    fn default() -> Self {
        Self {
            quiet_seconds: 2.0,
            document_bytes: 262_144,
            meaning_seconds: 0.5,
            nearest: 50,
            least_likeness: 0.25,
            exact_chunks: 2_000,
            index_bytes: 268_435_456,
        }
    }
}
