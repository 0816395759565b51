//! Bytes on their way from a session to the answer that carries them.

use std::io::{self, ErrorKind, IoSlice};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::task::{Context, Poll, Waker};

use bytes::{Bytes, BytesMut};
use renexus_actors::outlet::Sink;

/// Bytes that a pipe holds; more waits in the outlet, where it is counted.
const MOST_BYTES: usize = 64 << 10;

/// A bounded pipe with one reader.
#[derive(Debug, Default)]
pub(super) struct Pipe {
    state: Mutex<State>,
}

#[derive(Debug, Default)]
struct State {
    bytes: BytesMut,
    /// Nothing more is written.
    is_over: bool,
    /// Nothing more is read.
    is_gone: bool,
    reader: Option<Waker>,
    writer: Option<Waker>,
}

impl Pipe {
    /// What was written since; `None` at the end.
    pub(super) fn poll_read(&self, cx: &mut Context<'_>) -> Poll<Option<Bytes>> {
        let mut state = self.state();
        if !state.bytes.is_empty() {
            let bytes = std::mem::take(&mut state.bytes).freeze();
            wake(&mut state.writer);
            return Poll::Ready(Some(bytes));
        }
        if state.is_over {
            return Poll::Ready(None);
        }
        state.reader = Some(cx.waker().clone());
        Poll::Pending
    }

    /// Whoever writes finds the connection broken from here on.
    pub(super) fn stop_reading(&self) {
        let mut state = self.state();
        state.is_gone = true;
        wake(&mut state.writer);
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

fn wake(waiting: &mut Option<Waker>) {
    if let Some(waker) = waiting.take() {
        waker.wake();
    }
}

/// The end of a pipe that is written into.
#[derive(Debug)]
pub(crate) struct Mouth(pub(super) Arc<Pipe>);

impl Sink for Mouth {
    fn try_write(&self, pieces: &[IoSlice<'_>]) -> io::Result<usize> {
        let mut state = self.0.state();
        if state.is_gone {
            return Err(ErrorKind::BrokenPipe.into());
        }
        let before = state.bytes.len();
        for piece in pieces {
            let room = MOST_BYTES.saturating_sub(state.bytes.len());
            state.bytes.extend_from_slice(piece.get(..room).unwrap_or(piece));
        }
        let written = state.bytes.len() - before;
        if written == 0 && pieces.iter().any(|piece| !piece.is_empty()) {
            return Err(ErrorKind::WouldBlock.into());
        }
        wake(&mut state.reader);
        Ok(written)
    }

    fn poll_writable(&self, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        let mut state = self.0.state();
        if state.is_gone {
            return Poll::Ready(Err(ErrorKind::BrokenPipe.into()));
        }
        if state.bytes.len() < MOST_BYTES {
            return Poll::Ready(Ok(()));
        }
        state.writer = Some(cx.waker().clone());
        Poll::Pending
    }
}

impl Drop for Mouth {
    fn drop(&mut self) {
        let mut state = self.0.state();
        state.is_over = true;
        wake(&mut state.reader);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_full_pipe_takes_what_fits_and_then_nothing() {
        let pipe = Arc::new(Pipe::default());
        let mouth = Mouth(Arc::clone(&pipe));
        let most = vec![7; MOST_BYTES - 1];
        assert_eq!(mouth.try_write(&[IoSlice::new(&most)]).unwrap(), MOST_BYTES - 1);
        assert_eq!(mouth.try_write(&[IoSlice::new(b"ab"), IoSlice::new(b"c")]).unwrap(), 1);
        let full = mouth.try_write(&[IoSlice::new(b"b")]).unwrap_err();
        assert_eq!(full.kind(), ErrorKind::WouldBlock);
        let mut cx = Context::from_waker(Waker::noop());
        assert!(mouth.poll_writable(&mut cx).is_pending());
        let Poll::Ready(Some(read)) = pipe.poll_read(&mut cx) else { panic!("nothing to read") };
        assert_eq!((read.len(), read.last()), (MOST_BYTES, Some(&b'a')));
        assert!(mouth.poll_writable(&mut cx).is_ready());
        drop(mouth);
        assert!(matches!(pipe.poll_read(&mut cx), Poll::Ready(None)));
    }

    #[test]
    fn a_pipe_that_nobody_reads_is_broken() {
        let pipe = Arc::new(Pipe::default());
        let mouth = Mouth(Arc::clone(&pipe));
        pipe.stop_reading();
        let broken = mouth.try_write(&[IoSlice::new(b"a")]).unwrap_err();
        assert_eq!(broken.kind(), ErrorKind::BrokenPipe);
    }
}
