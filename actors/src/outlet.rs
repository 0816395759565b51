//! The bounded way out to one connection.
//!
//! Documents push frames that were encoded once; the socket drains them. An
//! outlet that is full belongs to somebody who lags: what waits is dropped, a
//! close frame takes its place, and the client comes back by state vector.

use std::collections::VecDeque;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::task::{Context, Poll, Waker};

use bytes::Bytes;
use renexus_wire::close::CloseReason;
use renexus_wire::codec::close_frame;

/// What became of a pushed frame.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Pushed {
    /// It waits for the socket.
    Queued,
    /// The outlet was full and is now closed with [`CloseReason::Lagging`].
    Overflowed,
    /// The outlet was closed before.
    Closed,
}

/// The way out to one connection; clones share it.
#[derive(Clone, Debug)]
pub struct Outlet {
    shared: Arc<Shared>,
}

#[derive(Debug)]
struct Shared {
    /// Bytes above which the connection lags. One frame may exceed it when it finds room.
    bound: usize,
    /// Whether close codes must suit stock y-websocket clients.
    bare: bool,
    state: Mutex<State>,
}

#[derive(Debug, Default)]
struct State {
    frames: VecDeque<Bytes>,
    bytes: usize,
    /// Frames ever queued.
    sent: u64,
    /// Set once; frames after it are refused.
    closing: Option<CloseReason>,
    /// Nothing more will come; the socket ends when the frames are out.
    ended: bool,
    waker: Option<Waker>,
}

impl Outlet {
    /// An outlet that holds `bound` bytes; `bare` chooses close codes for y-websocket clients.
    pub fn new(bound: usize, bare: bool) -> Self {
        Self { shared: Arc::new(Shared { bound, bare, state: Mutex::default() }) }
    }

    /// Queues a frame.
    pub fn push(&self, frame: Bytes) -> Pushed {
        let mut state = self.state();
        if state.closing.is_some() || state.ended {
            return Pushed::Closed;
        }
        if state.bytes > self.shared.bound {
            self.close_in(&mut state, CloseReason::Lagging);
            return Pushed::Overflowed;
        }
        state.bytes += frame.len();
        state.sent += 1;
        state.frames.push_back(frame);
        state.wake();
        Pushed::Queued
    }

    /// Drops what waits and queues a close frame; only the first reason counts.
    pub fn close(&self, reason: CloseReason) {
        self.close_in(&mut self.state(), reason);
    }

    /// Queues a close frame behind what waits; only the first reason counts.
    pub fn finish(&self, reason: CloseReason) {
        let mut state = self.state();
        if state.closing.is_none() && !state.ended {
            self.add_close_frame(&mut state, reason);
        }
    }

    /// Ends the connection once the queued frames are out.
    pub fn end(&self) {
        let mut state = self.state();
        state.ended = true;
        state.wake();
    }

    /// Why the connection is closing, if it is.
    pub fn closing(&self) -> Option<CloseReason> {
        self.state().closing
    }

    /// Bytes that wait for the socket.
    pub fn queued_bytes(&self) -> usize {
        self.state().bytes
    }

    /// How many frames were ever queued.
    pub fn sent(&self) -> u64 {
        self.state().sent
    }

    /// Takes the next frame for the socket; `None` when the connection is to end.
    pub fn poll_frame(&self, cx: &mut Context<'_>) -> Poll<Option<Bytes>> {
        let mut state = self.state();
        if let Some(frame) = state.frames.pop_front() {
            state.bytes -= frame.len();
            return Poll::Ready(Some(frame));
        }
        if state.ended {
            return Poll::Ready(None);
        }
        match &state.waker {
            Some(waker) if waker.will_wake(cx.waker()) => {}
            _ => state.waker = Some(cx.waker().clone()),
        }
        Poll::Pending
    }

    fn close_in(&self, state: &mut State, reason: CloseReason) {
        if state.closing.is_some() || state.ended {
            return;
        }
        state.frames = VecDeque::new();
        state.bytes = 0;
        self.add_close_frame(state, reason);
    }

    fn add_close_frame(&self, state: &mut State, reason: CloseReason) {
        let frame = close_frame(reason, self.shared.bare);
        state.closing = Some(reason);
        state.bytes += frame.len();
        state.frames.push_back(frame);
        state.wake();
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.shared.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl State {
    fn wake(&mut self) {
        if let Some(waker) = self.waker.take() {
            waker.wake();
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn drain(outlet: &Outlet) -> Vec<Bytes> {
        let mut cx = Context::from_waker(Waker::noop());
        let mut frames = Vec::new();
        while let Poll::Ready(Some(frame)) = outlet.poll_frame(&mut cx) {
            frames.push(frame);
        }
        frames
    }

    #[test]
    fn frames_leave_in_order() {
        let outlet = Outlet::new(100, false);
        assert_eq!(outlet.push(Bytes::from_static(b"a")), Pushed::Queued);
        assert_eq!(outlet.push(Bytes::from_static(b"b")), Pushed::Queued);
        assert_eq!(drain(&outlet), ["a", "b"]);
        assert_eq!(outlet.queued_bytes(), 0);
    }

    #[test]
    fn a_big_frame_passes_and_the_next_one_finds_it_full() {
        let outlet = Outlet::new(10, false);
        assert_eq!(outlet.push(Bytes::from(vec![0; 500])), Pushed::Queued);
        assert_eq!(outlet.push(Bytes::from_static(b"x")), Pushed::Overflowed);
        assert_eq!(outlet.push(Bytes::from_static(b"y")), Pushed::Closed);
        assert_eq!(drain(&outlet), [close_frame(CloseReason::Lagging, false)]);
    }

    #[test]
    fn closing_drops_what_waits_and_finishing_keeps_it() {
        let (closed, finished) = (Outlet::new(10, true), Outlet::new(10, true));
        for outlet in [&closed, &finished] {
            outlet.push(Bytes::from_static(b"a"));
        }
        closed.close(CloseReason::Unauthorized);
        finished.finish(CloseReason::Draining);
        finished.close(CloseReason::Internal);
        assert_eq!(drain(&closed), [close_frame(CloseReason::Unauthorized, true)]);
        assert_eq!(drain(&finished).len(), 2);
        assert_eq!(finished.closing(), Some(CloseReason::Draining));
    }

    #[test]
    fn an_ended_outlet_ends_the_socket_after_its_frames() {
        let outlet = Outlet::new(10, false);
        outlet.push(Bytes::from_static(b"a"));
        outlet.end();
        let mut cx = Context::from_waker(Waker::noop());
        assert_eq!(outlet.poll_frame(&mut cx), Poll::Ready(Some(Bytes::from_static(b"a"))));
        assert_eq!(outlet.poll_frame(&mut cx), Poll::Ready(None));
    }
}
