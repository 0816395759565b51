//! A connection without a network: it takes as much as a test gives it room for.

use std::io::{self, ErrorKind, IoSlice};
use std::sync::{Mutex, MutexGuard};
use std::task::{Context, Poll, Waker};

use crate::outlet::Sink;

/// One end of a connection; what was written into it can be looked at.
#[derive(Debug)]
pub struct Pipe {
    state: Mutex<State>,
}

#[derive(Debug)]
struct State {
    room: usize,
    taken: Vec<u8>,
    cut: bool,
    waker: Option<Waker>,
}

impl Pipe {
    /// A connection that takes `room` bytes and then no more.
    pub fn with_room(room: usize) -> Self {
        Self { state: Mutex::new(State { room, taken: Vec::new(), cut: false, waker: None }) }
    }

    /// Everything that was written.
    pub fn taken(&self) -> Vec<u8> {
        self.state().taken.clone()
    }

    /// Makes room for more bytes.
    pub fn make_room(&self, bytes: usize) {
        let mut state = self.state();
        state.room += bytes;
        state.wake();
    }

    /// Breaks the connection.
    pub fn cut(&self) {
        let mut state = self.state();
        state.cut = true;
        state.wake();
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap()
    }
}

impl State {
    fn wake(&mut self) {
        if let Some(waker) = self.waker.take() {
            waker.wake();
        }
    }
}

impl Sink for Pipe {
    fn try_write(&self, pieces: &[IoSlice<'_>]) -> io::Result<usize> {
        let mut state = self.state();
        if state.cut {
            return Err(ErrorKind::BrokenPipe.into());
        }
        let bytes: Vec<u8> = pieces.iter().flat_map(|piece| piece.iter().copied()).collect();
        let count = bytes.len().min(state.room);
        if count == 0 {
            return Err(ErrorKind::WouldBlock.into());
        }
        state.taken.extend(bytes.into_iter().take(count));
        state.room -= count;
        Ok(count)
    }

    fn poll_writable(&self, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        let mut state = self.state();
        if state.room > 0 || state.cut {
            return Poll::Ready(Ok(()));
        }
        state.waker = Some(cx.waker().clone());
        Poll::Pending
    }
}
