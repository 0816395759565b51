//! The bounded way out to one connection.
//!
//! Documents push frames that were encoded once. What the connection takes at
//! once is written on the spot, on the thread of the document: no task is woken
//! for it. What it does not take waits here, and the session writes it when
//! there is room. An outlet that is full belongs to somebody who lags: what
//! waits is dropped, a close frame takes its place, and the client comes back
//! by state vector.

use std::collections::VecDeque;
use std::fmt::Debug;
use std::future::poll_fn;
use std::io::{self, ErrorKind, IoSlice};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::task::{Context, Poll, Waker, ready};
use std::time::{Duration, Instant};

use bytes::{Buf, Bytes};
use renexus_wire::close::CloseReason;
use renexus_wire::codec::close_frame;

/// Larger pieces are left to the session, so that a document never copies much for one reader.
const WRITTEN_ON_THE_SPOT: usize = 64 << 10;
/// Parts that go out in one write.
const PARTS_AT_ONCE: usize = 32;

/// A connection that is written without waiting.
pub trait Sink: Send + Sync + Debug {
    /// Writes what fits now and returns how many bytes that was.
    ///
    /// # Errors
    /// [`ErrorKind::WouldBlock`] when nothing fits; any other error ends the connection.
    fn try_write(&self, pieces: &[IoSlice<'_>]) -> io::Result<usize>;

    /// Waits until something fits, or the connection is broken.
    fn poll_writable(&self, cx: &mut Context<'_>) -> Poll<io::Result<()>>;
}

/// What became of a pushed frame.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Pushed {
    /// It is on its way, or waits for the connection.
    Queued,
    /// The outlet was full and is now closed with [`CloseReason::Lagging`].
    Overflowed,
    /// The outlet was closed before, or the connection is gone.
    Closed,
}

/// Why [`Outlet::drain`] came back.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Drained {
    /// A close frame is on its way; told once.
    Closing,
    /// The connection is gone.
    Gone,
}

/// The way out to one connection; clones share it.
#[derive(Clone, Debug)]
pub struct Outlet {
    shared: Arc<Shared>,
}

/// What one connection may keep waiting.
#[derive(Clone, Copy, Debug)]
pub struct OutletBounds {
    /// Bytes above which the connection lags. What is being written does not count: whoever
    /// takes long to receive a large document does not lag yet.
    pub bytes: usize,
    /// Time without taking a byte of what waits, after which the connection lags.
    pub stalled: Duration,
    /// Whether close codes must suit stock y-websocket clients.
    pub bare: bool,
}

#[derive(Debug)]
struct Shared {
    bounds: OutletBounds,
    state: Mutex<State>,
}

#[derive(Debug)]
struct State {
    /// The connection; gone when it is broken or nothing more will come.
    sink: Option<Arc<dyn Sink>>,
    /// What waits; the connection may have taken a part of the first one.
    pieces: VecDeque<Piece>,
    /// Bytes of what waits.
    bytes: usize,
    /// Whether the first piece is partly written, so that it must be completed whatever comes.
    begun: bool,
    /// When the connection last took something, or something began to wait.
    moved: Instant,
    /// Frames ever queued.
    sent: u64,
    /// Set once; frames after it are refused.
    closing: Option<CloseReason>,
    /// Whether the session knows that.
    told: bool,
    /// The session, when it waits for something to write.
    waker: Option<Waker>,
}

/// Whole frames; the second part is empty unless what is long is shared with others.
#[derive(Debug)]
struct Piece {
    head: Bytes,
    tail: Bytes,
}

impl Outlet {
    /// An outlet into `sink`.
    pub fn new(bounds: OutletBounds, sink: Arc<dyn Sink>) -> Self {
        let state = State {
            sink: Some(sink),
            pieces: VecDeque::new(),
            bytes: 0,
            begun: false,
            moved: Instant::now(),
            sent: 0,
            closing: None,
            told: false,
            waker: None,
        };
        Self { shared: Arc::new(Shared { bounds, state: Mutex::new(state) }) }
    }

    /// Sends a frame, or several whole frames in one piece.
    pub fn push(&self, frame: Bytes) -> Pushed {
        self.push_shared(frame, Bytes::new())
    }

    /// Sends one frame whose long end is shared with other readers.
    pub fn push_shared(&self, head: Bytes, tail: Bytes) -> Pushed {
        let mut state = self.state();
        if state.closing.is_some() || state.sink.is_none() {
            return Pushed::Closed;
        }
        if state.lags(&self.shared.bounds) {
            state.close(CloseReason::Lagging, self.shared.bounds.bare);
            return Pushed::Overflowed;
        }
        state.sent += 1;
        state.send(Piece { head, tail });
        if state.sink.is_some() { Pushed::Queued } else { Pushed::Closed }
    }

    /// Drops what waits and sends a close frame; only the first reason counts.
    pub fn close(&self, reason: CloseReason) {
        let mut state = self.state();
        if state.closing.is_none() {
            state.close(reason, self.shared.bounds.bare);
        }
    }

    /// Sends a close frame behind what waits; only the first reason counts.
    pub fn finish(&self, reason: CloseReason) {
        let mut state = self.state();
        if state.closing.is_none() {
            state.say_goodbye(reason, self.shared.bounds.bare);
        }
    }

    /// Lets the connection go; whoever pushes finds the outlet closed.
    pub fn end(&self) {
        self.state().end();
    }

    /// Why the connection is closing, if it is.
    pub fn closing(&self) -> Option<CloseReason> {
        self.state().closing
    }

    /// Bytes that wait for the connection.
    pub fn queued_bytes(&self) -> usize {
        self.state().bytes
    }

    /// How many frames were ever sent.
    pub fn sent(&self) -> u64 {
        self.state().sent
    }

    /// Writes what waits as the connection takes it, until there is something to tell.
    pub async fn drain(self) -> Drained {
        poll_fn(|cx| self.poll_drain(cx)).await
    }

    fn poll_drain(&self, cx: &mut Context<'_>) -> Poll<Drained> {
        loop {
            let mut state = self.state();
            state.write();
            let Some(sink) = state.sink.clone() else { return Poll::Ready(Drained::Gone) };
            if state.closing.is_some() && !std::mem::replace(&mut state.told, true) {
                return Poll::Ready(Drained::Closing);
            }
            // Pushes and goodbyes wake the session even while it waits for room.
            match &state.waker {
                Some(waker) if waker.will_wake(cx.waker()) => {}
                _ => state.waker = Some(cx.waker().clone()),
            }
            if state.pieces.is_empty() {
                return Poll::Pending;
            }
            drop(state);
            if ready!(sink.poll_writable(cx)).is_err() {
                self.end();
            }
        }
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.shared.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl State {
    fn send(&mut self, mut piece: Piece) {
        let idle = self.pieces.is_empty();
        let on_the_spot = idle && piece.len() <= WRITTEN_ON_THE_SPOT;
        if on_the_spot && self.pass(&mut piece) {
            return;
        }
        self.bytes += piece.len();
        self.pieces.push_back(piece);
        if on_the_spot {
            self.write();
        }
        if idle && !self.pieces.is_empty() {
            self.moved = Instant::now();
            self.wake();
        }
    }

    /// Writes a piece that nothing waits before, in one go: most go out whole, and are never queued.
    /// False when something is left of it, or the connection did not take it.
    fn pass(&mut self, piece: &mut Piece) -> bool {
        let Some(sink) = &self.sink else { return false };
        let written = match piece.parts() {
            [only, nothing] | [nothing, only] if nothing.is_empty() => {
                sink.try_write(&[IoSlice::new(only)])
            }
            [head, tail] => sink.try_write(&[IoSlice::new(head), IoSlice::new(tail)]),
        };
        let written = written.unwrap_or_default();
        piece.advance(written);
        let whole = piece.len() == 0;
        self.begun = written > 0 && !whole;
        whole
    }

    /// Writes until nothing waits or nothing fits.
    fn write(&mut self) {
        while let (Some(sink), false) = (&self.sink, self.pieces.is_empty()) {
            let mut slices = [IoSlice::new(&[]); PARTS_AT_ONCE];
            let parts = self.pieces.iter().flat_map(Piece::parts).filter(|part| !part.is_empty());
            let count =
                slices.iter_mut().zip(parts).map(|(slot, part)| *slot = IoSlice::new(part)).count();
            match sink.try_write(slices.get(..count).unwrap_or_default()) {
                Ok(written) => self.written(written),
                Err(error) if error.kind() == ErrorKind::WouldBlock => return,
                Err(error) if error.kind() == ErrorKind::Interrupted => {}
                Err(_) => return self.end(),
            }
        }
    }

    /// Whether too much waits behind what is being written, or nothing moves.
    fn lags(&self, bounds: &OutletBounds) -> bool {
        let Some(first) = self.pieces.front() else { return false };
        self.bytes - first.len() > bounds.bytes || self.moved.elapsed() > bounds.stalled
    }

    /// Forgets the bytes that the connection took.
    fn written(&mut self, mut bytes: usize) {
        self.bytes = self.bytes.saturating_sub(bytes);
        while let Some(first) = self.pieces.front_mut() {
            if bytes < first.len() {
                first.advance(bytes);
                self.begun |= bytes > 0;
                self.moved = Instant::now();
                return;
            }
            bytes -= first.len();
            self.pieces.pop_front();
            self.begun = false;
        }
        // Whoever lagged once does not keep the room that it took.
        self.pieces = VecDeque::new();
    }

    /// Says goodbye instead of what waits.
    fn close(&mut self, reason: CloseReason, bare: bool) {
        self.pieces.truncate(usize::from(self.begun));
        self.bytes = self.pieces.iter().map(Piece::len).sum();
        self.say_goodbye(reason, bare);
    }

    fn say_goodbye(&mut self, reason: CloseReason, bare: bool) {
        self.closing = Some(reason);
        self.send(Piece { head: close_frame(reason, bare), tail: Bytes::new() });
        // The session has to see to the end of the connection.
        self.wake();
    }

    fn end(&mut self) {
        self.sink = None;
        self.pieces = VecDeque::new();
        self.bytes = 0;
        self.wake();
    }

    fn wake(&mut self) {
        if let Some(waker) = self.waker.take() {
            waker.wake();
        }
    }
}

impl Piece {
    fn parts(&self) -> [&Bytes; 2] {
        [&self.head, &self.tail]
    }

    fn len(&self) -> usize {
        self.head.len() + self.tail.len()
    }

    fn advance(&mut self, bytes: usize) {
        let of_head = bytes.min(self.head.len());
        self.head.advance(of_head);
        self.tail.advance(bytes - of_head);
    }
}

#[cfg(test)]
mod tests;
