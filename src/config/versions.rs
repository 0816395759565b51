//! Settings of versions; `config.toml` explains each value.

use std::time::Duration;

use serde::{Deserialize, Serialize};

/// When versions of documents are taken, and how long they are kept.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct VersionSettings {
    /// Whether they are taken by themselves.
    pub automatic: bool,
    /// Seconds without an edit after which a version is taken.
    pub quiet_seconds: f64,
    /// Seconds of work after which one is taken although nobody paused.
    pub every_seconds: f64,
    /// Most versions of a document that have no name.
    pub unnamed: u32,
    /// Most versions of a document that have one.
    pub named: u32,
    /// Days that versions without a name are kept.
    pub kept_days: u32,
}

impl VersionSettings {
    /// How long a document must be quiet.
    pub fn quiet(&self) -> Duration {
        Duration::from_secs_f64(self.quiet_seconds)
    }

    /// How long people work until a version is taken meanwhile.
    pub fn every(&self) -> Duration {
        Duration::from_secs_f64(self.every_seconds)
    }
}

impl Default for VersionSettings {
    fn default() -> Self {
        Self {
            automatic: true,
            quiet_seconds: 120.0,
            every_seconds: 600.0,
            unnamed: 150,
            named: 200,
            kept_days: 365,
        }
    }
}
