//! Free ports for a server.

use std::net::{Ipv4Addr, TcpListener};

use anyhow::{Context, Result};
use rand::Rng;

/// Below the ports that the system hands to clients, so that none of them
/// takes it while the server is down between a kill and a restart.
const PORTS: std::ops::Range<u16> = 15_000..30_000;

/// Ports tried before giving up.
const TRIES: u32 = 100;

/// The first of so many ports of loopback, one after the other, that nobody listens on.
pub(super) fn free(many: u16) -> Result<u16> {
    let mut dice = rand::rng();
    let free = |port: u16| TcpListener::bind((Ipv4Addr::LOCALHOST, port)).is_ok();
    (0..TRIES)
        .map(|_| dice.random_range(PORTS))
        .find(|first| (*first..first + many).all(free))
        .with_context(|| format!("{TRIES} ports of {PORTS:?} are taken"))
}
