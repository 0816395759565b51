//! Settings of webhooks; `config.toml` explains each value.

use std::time::Duration;

use chrono::TimeDelta;
use serde::de::{SeqAccess, Visitor};
use serde::{Deserialize, Deserializer, Serialize};

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
    #[serde(deserialize_with = "one_or_more")]
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

/// A list, of which the environment gives a single number without anything around it.
fn one_or_more<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Vec<u32>, D::Error> {
    deserializer.deserialize_any(Pauses)
}

/// Reads pauses.
struct Pauses;

impl<'de> Visitor<'de> for Pauses {
    type Value = Vec<u32>;

    fn expecting(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        out.write_str("seconds, or a list of them")
    }

    fn visit_i64<E: serde::de::Error>(self, value: i64) -> Result<Vec<u32>, E> {
        u32::try_from(value).map(|seconds| vec![seconds]).map_err(E::custom)
    }

    fn visit_u64<E: serde::de::Error>(self, value: u64) -> Result<Vec<u32>, E> {
        u32::try_from(value).map(|seconds| vec![seconds]).map_err(E::custom)
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut list: A) -> Result<Vec<u32>, A::Error> {
        let mut pauses = Vec::new();
        while let Some(seconds) = list.next_element()? {
            pauses.push(seconds);
        }
        Ok(pauses)
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
