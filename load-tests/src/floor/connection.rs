//! One client of the relay: its socket, what it began to say, what it has not taken yet.

use std::io::{self, ErrorKind, IoSlice, Read, Write};

use mio::net::TcpStream;

/// Bytes that may wait for a slow reader, beside those in the kernel; above it
/// the reader is dropped.
const MOST_WAITING: usize = 8 * 1024 * 1024;

/// Waiting buffers are given back above this size.
const KEPT_CAPACITY: usize = 64 * 1024;

/// What a client is in the middle of.
#[derive(Debug)]
pub(super) enum Stage {
    /// Its request is not complete.
    Opening,
    /// It speaks in this room.
    Speaking(usize),
}

/// A client.
#[derive(Debug)]
pub(super) struct Connection {
    pub(super) stream: TcpStream,
    pub(super) stage: Stage,
    /// The beginning of a request or frame, until its end arrives.
    pub(super) begun: Vec<u8>,
    /// Whether it said something in this turn that it must not hear.
    pub(super) spoke: bool,
    /// What the socket did not take, oldest first, from `taken` on.
    waiting: Vec<u8>,
    taken: usize,
}

impl Connection {
    pub(super) fn new(stream: TcpStream) -> Self {
        Self {
            stream,
            stage: Stage::Opening,
            begun: Vec::new(),
            spoke: false,
            waiting: Vec::new(),
            taken: 0,
        }
    }

    /// One read. None when nothing has arrived, zero at the end of the stream.
    pub(super) fn read(&mut self, buffer: &mut [u8]) -> io::Result<Option<usize>> {
        loop {
            match self.stream.read(buffer) {
                Ok(length) => return Ok(Some(length)),
                Err(error) if error.kind() == ErrorKind::WouldBlock => return Ok(None),
                Err(error) if error.kind() == ErrorKind::Interrupted => {}
                Err(error) => return Err(error),
            }
        }
    }

    /// Sends at once what the socket takes, and keeps the rest for [`Connection::flush`].
    pub(super) fn send(&mut self, parts: &[IoSlice<'_>]) -> io::Result<()> {
        let mut sent = 0;
        if self.waiting.is_empty() {
            sent = match parts {
                [part] => once(|| self.stream.write(part))?,
                parts => once(|| self.stream.write_vectored(parts))?,
            };
        }
        for part in parts {
            let rest = part.get(sent..).unwrap_or_default();
            sent = sent.saturating_sub(part.len());
            if self.waiting.len() - self.taken + rest.len() > MOST_WAITING {
                return Err(io::Error::new(ErrorKind::StorageFull, "too slow a reader"));
            }
            self.waiting.extend_from_slice(rest);
        }
        Ok(())
    }

    /// Sends what waits, as far as the socket takes it.
    pub(super) fn flush(&mut self) -> io::Result<()> {
        while let Some(rest) = self.waiting.get(self.taken..).filter(|rest| !rest.is_empty()) {
            match once(|| self.stream.write(rest))? {
                0 => {
                    // What was taken does not pile up before what waits.
                    self.waiting.drain(..self.taken);
                    self.taken = 0;
                    return Ok(());
                }
                sent => self.taken += sent,
            }
        }
        self.waiting.clear();
        self.waiting.shrink_to(KEPT_CAPACITY);
        self.taken = 0;
        Ok(())
    }
}

/// One write; zero when the socket takes nothing now.
fn once(mut write: impl FnMut() -> io::Result<usize>) -> io::Result<usize> {
    loop {
        match write() {
            Err(error) if error.kind() == ErrorKind::WouldBlock => return Ok(0),
            Err(error) if error.kind() == ErrorKind::Interrupted => {}
            outcome => return outcome,
        }
    }
}
