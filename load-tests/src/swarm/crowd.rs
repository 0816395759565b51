//! Who the clients are: numbers, ids and documents of everybody, the same in every process.

use std::collections::{HashMap, HashSet};
use std::hash::{BuildHasherDefault, Hasher};
use std::net::{IpAddr, Ipv4Addr};
use std::sync::Arc;

use rand::rngs::StdRng;
use rand::{Rng, SeedableRng};
use serde::{Deserialize, Serialize};

use crate::peer::{Dialect, Protocol};
use crate::scenario::{Rate, Scenario};

/// Clients from one address: a system has 28,000 ports for each unless told otherwise.
const PER_ADDRESS: u32 = 25_000;

/// A document and where it is.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Room {
    /// Its name.
    pub(super) document: String,
    /// Its address.
    pub(super) url: String,
    /// The token of Hocuspocus' first message.
    pub(super) token: Option<String>,
    /// Whether the server echoes markers.
    pub(super) markers: bool,
}

/// All that a process needs to know to run its share of the clients.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub(super) struct Plan {
    pub(super) scenario: Scenario,
    pub(super) protocol: Protocol,
    pub(super) rooms: Vec<Room>,
    /// Ports from that of an address on, on which the same server is reached.
    pub(super) nodes: u16,
    /// Whether all clients of a document sit on the same of them.
    pub(super) led: bool,
    pub(super) seed: u64,
    /// Threads of all processes.
    pub(super) threads: usize,
    /// The first thread of this process, and how many it has.
    pub(super) first_thread: usize,
    pub(super) own_threads: usize,
    /// When the run began.
    pub(super) epoch: u64,
    /// Clients and clocks of what documents hold already.
    pub(super) known: Vec<(u64, u32)>,
}

impl Plan {
    /// Clients of each document.
    pub(super) fn clients(&self) -> usize {
        size(self.scenario.clients)
    }

    /// Writers of each document.
    pub(super) fn writers(&self) -> usize {
        size(self.scenario.writers)
    }

    /// Clients of each document that show presence at some time.
    pub(super) fn speakers(&self) -> usize {
        size(self.scenario.presence_clients())
    }

    /// How to speak about a document.
    pub(super) fn dialect(&self, room: usize) -> Dialect {
        let known = self.rooms.get(room);
        let dialect = Dialect::new(self.protocol, known.map_or("", |room| &room.document));
        let echoes = known.is_some_and(|room| room.markers);
        if echoes { dialect } else { dialect.without_markers() }
    }

    /// Whether writers wait for the first reader, because the server tells nothing.
    pub(super) fn watches_readers(&self) -> bool {
        let silent =
            self.protocol == Protocol::YWebsocket && !self.rooms.iter().any(|room| room.markers);
        silent && self.scenario.phases.iter().any(|phase| phase.rate == Rate::Max)
    }

    /// Which thread runs a client: neighbours run apart, so that writers are spread.
    pub(super) fn thread_of(&self, number: usize) -> usize {
        number % self.threads.max(1)
    }

    /// On which node a client begins: neighbours in a document on different ones, unless they are led to one.
    pub(super) fn node_of(&self, place: Place) -> u16 {
        self.node(if self.led { place.room } else { place.seat })
    }

    /// Where a load balancer sends whoever was on this node and lost the connection.
    pub(super) fn next_node(&self, node: u16) -> u16 {
        self.node(usize::from(node) + 1)
    }

    fn node(&self, number: usize) -> u16 {
        u16::try_from(number % usize::from(self.nodes.max(1))).unwrap_or(0)
    }

    /// The ids of everybody, drawn from the seed.
    pub(super) fn ids(&self) -> Vec<u32> {
        let mut random = StdRng::seed_from_u64(self.seed);
        let mut drawn = HashSet::new();
        let everybody = self.rooms.len() * self.clients();
        let mut ids = Vec::with_capacity(everybody);
        while ids.len() < everybody {
            // Ids of five bytes, as nearly all are.
            let id: u32 = random.random_range(1 << 28..=u32::MAX);
            if drawn.insert(id) {
                ids.push(id);
            }
        }
        ids
    }
}

/// Where a client stands.
#[derive(Clone, Copy, Debug)]
pub(super) struct Place {
    /// Its document.
    pub(super) room: usize,
    /// Its place among the clients of the document; newcomers stand behind all others.
    pub(super) seat: usize,
    /// Its number among all clients.
    pub(super) number: usize,
}

/// From a client id to its place in a document.
pub(super) type Seats = Arc<HashMap<u64, usize, BuildHasherDefault<Mix>>>;

/// Who sits where in a document.
pub(super) fn seats(ids: &[u32]) -> Seats {
    let pairs = ids.iter().enumerate();
    Arc::new(pairs.map(|(seat, id)| (u64::from(*id), seat)).collect())
}

/// A hash for ids that are random already.
#[derive(Default)]
pub(super) struct Mix(u64);

impl Hasher for Mix {
    fn finish(&self) -> u64 {
        self.0
    }

    fn write(&mut self, bytes: &[u8]) {
        for byte in bytes {
            self.write_u64(self.0 ^ u64::from(*byte));
        }
    }

    fn write_u64(&mut self, value: u64) {
        self.0 = value.wrapping_mul(0x9e37_79b9_7f4a_7c15);
    }
}

/// From which address a client connects: further loopback addresses when one has no ports left.
pub(super) fn source(to: IpAddr, number: usize, all: usize) -> Option<IpAddr> {
    let per = size(PER_ADDRESS);
    if all <= per || !to.is_loopback() || !to.is_ipv4() {
        return None;
    }
    let host = u8::try_from(1 + number / per).ok()?;
    Some(IpAddr::V4(Ipv4Addr::new(127, 0, 0, host)))
}

/// A count of clients as a length.
pub(super) fn size(count: u32) -> usize {
    usize::try_from(count).unwrap_or(usize::MAX)
}

/// A length as a count.
pub(super) fn count(size: usize) -> u64 {
    u64::try_from(size).unwrap_or(u64::MAX)
}
