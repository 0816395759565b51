//! Settings of webhooks; `config.toml` explains each value.

use std::time::Duration;

use chrono::TimeDelta;
use serde::{Deserialize, Serialize};

/// How webhooks are delivered.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct WebhookSettings {
    /// Webhooks of a workspace.
    pub most: usize,
    /// Deliveries at once.
    pub at_once: usize,
    /// Seconds for an answer.
    pub timeout_seconds: f64,
    /// Seconds before each further attempt; after the last one a delivery is given up.
    pub retry_seconds: Vec<u32>,
    /// Attempts that fail one after another before a webhook is paused.
    pub failures: i32,
    /// Seconds for which deliveries are signed with the secret before, too.
    pub rotation_seconds: u32,
    /// Days that deliveries are kept.
    pub keep_days: u32,
    /// Whether addresses over http are taken.
    pub insecure_http: bool,
    /// Hosts that may have addresses in private networks.
    pub private_hosts: Vec<String>,
}

impl Default for WebhookSettings {
    fn default() -> Self {
        Self {
            most: 20,
            at_once: 64,
            timeout_seconds: 10.0,
            retry_seconds: vec![5, 30, 120, 600, 1_800, 7_200, 21_600, 43_200],
            failures: 20,
            rotation_seconds: 86_400,
            keep_days: 14,
            insecure_http: false,
            private_hosts: Vec::new(),
        }
    }
}

impl WebhookSettings {
    /// How long an answer may take.
    pub fn timeout(&self) -> Duration {
        Duration::from_secs_f64(self.timeout_seconds)
    }

    /// How long deliveries are signed with the secret before, too.
    pub fn rotation(&self) -> TimeDelta {
        TimeDelta::seconds(self.rotation_seconds.into())
    }

    /// How long deliveries are kept.
    pub fn kept(&self) -> TimeDelta {
        TimeDelta::days(self.keep_days.into())
    }
}
