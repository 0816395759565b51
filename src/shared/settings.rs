//! How Redis is reached.

use std::path::PathBuf;
use std::time::Duration;

/// How Redis is reached.
#[derive(Clone)]
pub struct RedisSettings {
    /// One server, a list of Sentinels, or nodes of a cluster; see [`super::Address`].
    pub url: String,
    /// Certificates (PEM) to trust instead of those of the system; empty for those.
    pub authorities: PathBuf,
    /// What every key and channel begins with.
    pub prefix: String,
    /// Most time of an attempt to connect.
    pub connect: Duration,
    /// Most time of an answer.
    pub response: Duration,
    /// Longest pause between two attempts to connect.
    pub retry: Duration,
    /// Connections for what is large.
    pub pool: u32,
    /// Bytes of messages that wait for whoever hears a channel.
    pub inbox_bytes: usize,
}
