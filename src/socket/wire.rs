//! The connection of a session, shared by those who write and the one who reads.

use std::io::{self, IoSlice};
use std::sync::Arc;
use std::task::{Context, Poll};

use actix_web::rt::net::TcpStream;
use renexus_actors::outlet::Sink;

/// A socket after its upgrade; documents write into it from their own threads.
#[derive(Clone, Debug)]
pub(super) struct Wire {
    pub(super) stream: Arc<TcpStream>,
}

impl Sink for Wire {
    fn try_write(&self, pieces: &[IoSlice<'_>]) -> io::Result<usize> {
        match pieces {
            [only] => self.stream.try_write(only),
            several => self.stream.try_write_vectored(several),
        }
    }

    fn poll_writable(&self, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        self.stream.poll_write_ready(cx)
    }
}
