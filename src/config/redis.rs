//! The server that nodes share; `config.toml` explains each value.

use std::path::PathBuf;
use std::time::Duration;

use serde::{Deserialize, Serialize};

use crate::shared::RedisSettings;

/// The server that nodes share; without one each node is alone, with everything in memory.
#[derive(Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct RedisEngineSettings {
    /// `redis://…`, with a password that is never shown; empty is none.
    pub url: String,
    /// Certificates to trust instead of those of the system, in PEM; empty for those.
    pub authorities: PathBuf,
    /// What every key and channel begins with.
    pub prefix: String,
    /// Most seconds of an attempt to connect.
    pub connect_seconds: f64,
    /// Most seconds of an answer.
    pub response_seconds: f64,
    /// Longest pause between two attempts to connect, in seconds.
    pub retry_seconds: f64,
    /// Connections for what is large.
    pub pool: u32,
    /// Bytes of messages that wait to be heard.
    pub inbox_bytes: usize,
    /// Messages to other nodes that wait to be sent.
    pub outbox: usize,
}

impl Default for RedisEngineSettings {
    fn default() -> Self {
        Self {
            url: String::new(),
            authorities: PathBuf::new(),
            prefix: "renexus:".into(),
            connect_seconds: 2.0,
            response_seconds: 1.0,
            retry_seconds: 1.0,
            pool: 8,
            inbox_bytes: 16 << 20,
            outbox: 16_384,
        }
    }
}

impl std::fmt::Debug for RedisEngineSettings {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        out.debug_struct("RedisEngineSettings")
            .field("url", &if self.url.is_empty() { "" } else { "…" })
            .field("authorities", &self.authorities)
            .field("prefix", &self.prefix)
            .field("connect_seconds", &self.connect_seconds)
            .field("response_seconds", &self.response_seconds)
            .field("retry_seconds", &self.retry_seconds)
            .field("pool", &self.pool)
            .field("inbox_bytes", &self.inbox_bytes)
            .field("outbox", &self.outbox)
            .finish()
    }
}

impl RedisEngineSettings {
    /// How Redis is reached; `None` is without.
    pub fn shared(&self) -> Option<RedisSettings> {
        (!self.url.is_empty()).then(|| RedisSettings {
            url: self.url.clone(),
            authorities: self.authorities.clone(),
            prefix: self.prefix.clone(),
            connect: Duration::from_secs_f64(self.connect_seconds),
            response: Duration::from_secs_f64(self.response_seconds),
            retry: Duration::from_secs_f64(self.retry_seconds),
            pool: self.pool,
            inbox_bytes: self.inbox_bytes,
        })
    }
}
