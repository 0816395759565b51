//! The three protocols, frame by frame and byte by byte.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

mod door;

#[path = "wire/bare.rs"]
mod bare;
#[path = "wire/named.rs"]
mod named;
#[path = "wire/names.rs"]
mod names;
#[path = "wire/sharing.rs"]
mod sharing;

use door::Door;
use door::raw::RawSocket;
use renexus_load::peer::{Dialect, Heard};
use renexus_load::{Peer, Protocol};

/// A document with one word in it, and the editor that wrote it.
async fn written(door: &Door, document: &str) -> Peer {
    let peer = door.writer(Protocol::Hocuspocus, document).await;
    peer.apply_update(&door::words(7, "given")).unwrap();
    peer.all_acknowledged().await.unwrap();
    peer
}

/// A socket to a document, and how to talk on it; the token was shown.
async fn enter(door: &Door, protocol: Protocol, document: &str) -> (RawSocket, Dialect) {
    let dialect = Dialect::new(protocol, document);
    let mut socket = RawSocket::open(&door.target(protocol, document, door.everything())).await;
    if let Some(auth) = dialect.auth(door.everything()) {
        socket.send(&auth).await;
    }
    (socket, dialect)
}

/// The next message must be the expected bytes.
async fn expect(socket: &mut RawSocket, what: &str, bytes: &[u8]) {
    assert_eq!(socket.message().await, bytes, "{what}");
}

/// Reads on until something is heard.
async fn hear<T>(
    (socket, dialect): (&mut RawSocket, &Dialect),
    look: impl Fn(&Heard<'_>) -> Option<T>,
) -> T {
    loop {
        let frame = socket.message().await;
        if let Some(found) = dialect.read(&frame).unwrap().iter().find_map(&look) {
            return found;
        }
    }
}
