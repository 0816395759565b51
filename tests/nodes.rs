//! Several nodes on one PostgreSQL and one Redis are one server. See `NODE` in docs/SPEC.md.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

mod chance;
mod door;
#[path = "redis/servers.rs"]
mod servers;
#[path = "assistant/service.rs"]
mod service;
#[path = "stream/client.rs"]
mod streaming;

#[path = "nodes/away.rs"]
mod away;
#[path = "nodes/database.rs"]
mod database;
#[path = "nodes/chance.rs"]
mod dying;
#[path = "nodes/editing.rs"]
mod editing;
#[path = "nodes/faults.rs"]
mod faults;
#[path = "nodes/helping.rs"]
mod helping;
#[path = "nodes/paused.rs"]
mod paused;
#[path = "nodes/people.rs"]
mod people;
#[path = "nodes/questions.rs"]
mod questions;
#[path = "nodes/rolling.rs"]
mod rolling;
#[path = "nodes/streams.rs"]
mod streams;
#[path = "nodes/versions.rs"]
mod versions;

use door::Door;
use renexus_load::{Peer, Protocol};
use servers::OwnServer;

/// Nodes that share a database, keys and a Redis of their own.
struct Nodes {
    nodes: Vec<Door>,
    redis: OwnServer,
    settings: Vec<(&'static str, String)>,
    /// What all nodes see.
    common: tempfile::TempDir,
}

impl Nodes {
    /// So many nodes, with further settings.
    fn start(many: usize, more: &[(&'static str, &str)]) -> Self {
        let (redis, common) = (OwnServer::redis(&[]), tempfile::tempdir().unwrap());
        let keys = door::keys(common.path());
        let mut settings = vec![
            ("database.url", door::engine::fresh()),
            ("redis.url", redis.url()),
            ("auth.keys", keys.to_str().unwrap().to_owned()),
        ];
        settings.extend(more.iter().map(|(name, value)| (*name, (*value).to_owned())));
        let mut started = Self { nodes: Vec::new(), redis, settings, common };
        for _ in 0..many {
            started.add();
        }
        started
    }

    /// One node more.
    fn add(&mut self) {
        let node = Door::with(&self.settings());
        self.nodes.push(node);
    }

    fn settings(&self) -> Vec<(&str, &str)> {
        self.settings.iter().map(|(name, value)| (*name, value.as_str())).collect()
    }

    fn token(&self) -> String {
        renexus_load::server::token(door::binary(), self.common.path(), "*", "manage").unwrap()
    }

    /// An editor on a node.
    async fn writer(&self, node: usize, document: &str) -> Peer {
        self.nodes[node].peer(Protocol::Hocuspocus, document, &self.token()).await
    }

    /// Kills a node with -9 and starts it anew.
    fn kill9(&mut self, node: usize) {
        let settings: Vec<_> = self.settings.clone();
        let settings: Vec<_> = settings.iter().map(|(name, it)| (*name, it.as_str())).collect();
        self.nodes[node].restart(&settings);
    }
}
