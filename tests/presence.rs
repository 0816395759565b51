//! Who is there, told at the front door across all three protocols.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

mod door;

#[path = "presence/identity.rs"]
mod identity;
#[path = "presence/lifetime.rs"]
mod lifetime;

use std::collections::BTreeMap;

use door::raw::RawSocket;
use door::{DEADLINE, Door};
use renexus_load::peer::{Dialect, Heard, encode_presence};
use renexus_load::{Peer, Protocol};
use renexus_wire::awareness;
use serde_json::Value;

/// Waits until a peer is shown what is expected.
async fn sees(
    peer: &Peer,
    what: &str,
    enough: impl Fn(&BTreeMap<u64, Value>) -> bool,
) -> BTreeMap<u64, Value> {
    peer.wait_presences(what, DEADLINE, enough).await.unwrap()
}

/// A member that says every state by hand.
struct Member {
    socket: RawSocket,
    dialect: Dialect,
}

impl Member {
    async fn enter(door: &Door, protocol: Protocol, token: &str) -> Self {
        let dialect = Dialect::new(protocol, "notes");
        let mut socket = RawSocket::open(&door.target(protocol, "notes", token)).await;
        for frame in dialect.auth(token).into_iter().chain([dialect.step_one(&[0])]) {
            socket.send(&frame).await;
        }
        Self { socket, dialect }
    }

    async fn say(&mut self, client: u64, clock: u64, state: &str) {
        self.socket.send(&self.dialect.awareness(&encode_presence(client, clock, state))).await;
    }

    /// Waits until this client is shown; its clock and state.
    async fn is_shown(&mut self, wanted: u64) -> (u64, String) {
        loop {
            let frame = self.socket.message().await;
            for heard in self.dialect.read(&frame).unwrap() {
                let Heard::Awareness(states) = heard else { continue };
                let entries = awareness::decode(states, 1_000).unwrap();
                if let Some(entry) = entries.iter().find(|entry| entry.client == wanted) {
                    return (entry.clock, entry.state.to_owned());
                }
            }
        }
    }
}
