//! Several threads: each has a door at which sockets arrive, and a room lives behind one of them.

use std::hash::{BuildHasher, BuildHasherDefault, DefaultHasher};
use std::io;
use std::sync::Arc;
use std::sync::mpsc::{Receiver, Sender};

use mio::net::TcpStream;
use mio::{Poll, Token, Waker};

/// Somebody is at the door.
pub(super) const WAKER: Token = Token(usize::MAX - 1);

/// A socket that comes to the thread of its room, with frames that were read
/// already. None ends the thread.
pub(super) type Arrival = Option<(TcpStream, String, Vec<u8>)>;

/// The way to another thread.
#[derive(Clone, Debug)]
pub(super) struct Home {
    pub(super) sender: Sender<Arrival>,
    pub(super) waker: Arc<Waker>,
}

impl Home {
    /// Hands over; a thread that has ended hears nothing.
    pub(super) fn send(&self, arrival: Arrival) {
        let _ = self.sender.send(arrival);
        let _ = self.waker.wake();
    }
}

/// What a thread waits at.
pub(super) struct Door {
    pub(super) poll: Poll,
    pub(super) inbox: Receiver<Arrival>,
    pub(super) waker: Arc<Waker>,
}

impl Door {
    pub(super) fn new(inbox: Receiver<Arrival>) -> io::Result<Self> {
        let poll = Poll::new()?;
        let waker = Arc::new(Waker::new(poll.registry(), WAKER)?);
        Ok(Self { poll, inbox, waker })
    }
}

/// The thread on which a room lives.
pub(super) fn home(room: &str, threads: usize) -> usize {
    let hash = BuildHasherDefault::<DefaultHasher>::default().hash_one(room);
    usize::try_from(hash % u64::try_from(threads).unwrap_or(1)).unwrap_or_default()
}
