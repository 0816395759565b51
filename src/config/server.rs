//! Settings of the server itself; `config.toml` explains each value.

use std::time::Duration;

use serde::{Deserialize, Serialize};

use super::network::Network;
use super::topics::seconds;

/// The address, and who may come.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct ServerSettings {
    /// Address and port; port 0 takes a free one.
    pub listen: String,
    /// Where people reach the server, for links and cookies; empty is `listen` over http.
    pub public_url: String,
    /// Origins of pages that may connect beside the server's own; `*` in place of the port or of everything.
    pub allowed_origins: Vec<String>,
    /// Proxies whose `X-Forwarded-For` is believed.
    pub trusted_proxies: Vec<Network>,
    /// Most connections at once.
    pub connections: usize,
    /// Most visitors of shared boards who wait for news at once.
    pub waiting: usize,
    /// Threads for HTTP requests; 0 is one per core.
    pub workers: usize,
    /// Threads for documents, sockets and sessions; 0 is half of the cores.
    pub document_threads: usize,
    /// Most seconds between SIGTERM and the end.
    pub shutdown_seconds: f64,
    /// Seconds over which connections are sent away when draining.
    pub drain_seconds: f64,
    /// Seconds after which a peer that takes no bytes is dropped.
    pub stuck_seconds: f64,
    /// Most fragments of one message.
    pub fragments: usize,
}

impl Default for ServerSettings {
    fn default() -> Self {
        Self {
            listen: "127.0.0.1:8080".into(),
            public_url: String::new(),
            allowed_origins: vec!["http://localhost:*".into(), "http://127.0.0.1:*".into()],
            trusted_proxies: Vec::new(),
            connections: 20_000,
            waiting: 1_000,
            workers: 0,
            document_threads: 0,
            shutdown_seconds: 30.0,
            drain_seconds: 2.0,
            stuck_seconds: 20.0,
            fragments: 256,
        }
    }
}

impl ServerSettings {
    /// Most time between SIGTERM and the end.
    pub fn shutdown(&self) -> Duration {
        seconds(self.shutdown_seconds)
    }

    /// Time over which connections are sent away.
    pub fn drain(&self) -> Duration {
        seconds(self.drain_seconds)
    }

    /// Time after which a peer that takes no bytes is dropped.
    pub fn stuck(&self) -> Duration {
        seconds(self.stuck_seconds)
    }
}
