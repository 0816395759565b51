//! The floor: a bare relay, to see what a machine can do at best.
//!
//! It speaks the framing of y-websocket (the path is the room) and knows no
//! documents: what one client of a room says reaches all others, unmasked and
//! framed once, whatever arrived in one turn of the event loop with one write
//! per reader. No CRDT, no storage, no rights: whoever does more cannot be faster
//! with the same system calls.

mod connection;
mod door;
mod frame;
mod handshake;
mod message;
mod relay;
mod room;

use std::net::SocketAddr;
use std::sync::Arc;
use std::sync::mpsc;
use std::thread::{self, JoinHandle};

use anyhow::{Context, Result, anyhow, ensure};
use mio::net::TcpListener;
use rustix::process::{Resource, getrlimit, setrlimit};

use self::door::{Door, Home};
use self::relay::Relay;

/// More threads than that do not help a relay.
const MOST_THREADS: usize = 64;

/// A running relay. Dropping it ends its threads and cuts its connections.
#[derive(Debug)]
pub struct Floor {
    addr: SocketAddr,
    homes: Vec<Home>,
    threads: Vec<JoinHandle<Result<()>>>,
}

impl Floor {
    /// Listens, and relays on threads of its own. A room lives on one of them.
    pub fn start(listen: SocketAddr, threads: usize) -> Result<Self> {
        ensure!((1..=MOST_THREADS).contains(&threads), "--threads is 1 to {MOST_THREADS}");
        let listener = TcpListener::bind(listen);
        let listener = listener.with_context(|| format!("cannot listen on {listen}"))?;
        let addr = listener.local_addr().context("cannot tell the address")?;
        let mut doors = Vec::new();
        let mut homes = Vec::new();
        for _ in 0..threads {
            let (sender, inbox) = mpsc::channel();
            let door = Door::new(inbox).context("cannot watch sockets")?;
            homes.push(Home { sender, waker: Arc::clone(&door.waker) });
            doors.push(door);
        }
        let mut listener = Some(listener);
        let mut running = Vec::new();
        for (number, door) in doors.into_iter().enumerate() {
            let relay = Relay::new(door, listener.take(), (number, homes.clone()))?;
            let name = format!("floor-{number}");
            running.push(thread::Builder::new().name(name).spawn(move || relay.run())?);
        }
        Ok(Self { addr, homes, threads: running })
    }

    /// Where it listens.
    pub fn addr(&self) -> SocketAddr {
        self.addr
    }

    /// Relays until a thread fails.
    pub fn wait(mut self) -> Result<()> {
        for thread in self.threads.drain(..) {
            thread.join().map_err(|_| anyhow!("a thread panicked"))??;
        }
        Ok(())
    }
}

impl Drop for Floor {
    fn drop(&mut self) {
        for home in &self.homes {
            home.send(None);
        }
        for thread in self.threads.drain(..) {
            // It is over either way.
            let _ = thread.join();
        }
    }
}

/// `renexus-load floor`: says where it listens, and relays until it is killed.
pub fn run(listen: SocketAddr, threads: usize) -> Result<()> {
    let mut limit = getrlimit(Resource::Nofile);
    limit.current = limit.maximum;
    // What was allowed before may be enough.
    let _ = setrlimit(Resource::Nofile, limit);
    let floor = Floor::start(listen, threads)?;
    println!("listening on http://{}", floor.addr());
    floor.wait()
}
