//! Settings of search; `config.toml` explains each value.

use serde::{Deserialize, Serialize};

/// How texts of documents become findable.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct SearchSettings {
    /// Seconds without an edit after which the text of a document is read.
    pub quiet_seconds: f64,
    /// Bytes of a document's text that can be found.
    pub document_bytes: usize,
}

impl Default for SearchSettings {
    fn default() -> Self {
        Self { quiet_seconds: 2.0, document_bytes: 262_144 }
    }
}
