//! Every bound with its close code, asked at the front door. What is beyond a
//! bound costs the one who sent it, never the process and never the others.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

mod door;

#[path = "bounds/connections.rs"]
mod connections;
#[path = "bounds/documents.rs"]
mod documents;
#[path = "bounds/frames.rs"]
mod frames;
#[path = "bounds/heavy.rs"]
mod heavy;
#[path = "bounds/hostile.rs"]
mod hostile;
#[path = "bounds/lagging.rs"]
mod lagging;
#[path = "bounds/presence.rs"]
mod presence;

use door::Door;
use door::raw::RawSocket;
use renexus_load::Protocol;
use renexus_load::peer::{Dialect, Heard};

/// A member of one document, frame by frame.
struct Member {
    socket: RawSocket,
    dialect: Dialect,
}

impl Member {
    /// Opens a document with a token for everything; nothing was said yet but the token.
    async fn enter(door: &Door, protocol: Protocol, document: &str) -> Self {
        Self::enter_with(door, (protocol, document), door.everything()).await
    }

    async fn enter_with(door: &Door, (protocol, document): (Protocol, &str), token: &str) -> Self {
        let dialect = Dialect::new(protocol, document);
        let mut socket = RawSocket::open(&door.target(protocol, document, token)).await;
        if let Some(auth) = dialect.auth(token) {
            socket.send(&auth).await;
        }
        Self { socket, dialect }
    }

    /// Sends its first Step2, so that receipts may come.
    async fn introduce(mut self) -> Self {
        self.socket.send(&self.dialect.step_two(&[0, 0])).await;
        self
    }

    /// Reads on until something is heard.
    async fn hear<T>(&mut self, look: impl Fn(&Heard<'_>) -> Option<T>) -> T {
        loop {
            let frame = self.socket.message().await;
            if let Some(found) = self.dialect.read(&frame).unwrap().iter().find_map(&look) {
                return found;
            }
        }
    }

    /// Reads on until the server closes; the code.
    async fn closed(&mut self) -> u16 {
        self.socket.closed().await.0
    }
}

/// The code on each socket: what asks a client to come back is 1013 on bare ones.
fn come_back(protocol: Protocol, code: u16) -> u16 {
    if protocol == Protocol::Hocuspocus { code } else { 1_013 }
}

/// A good edit arrives on all three protocols: the server is well, and so is the document.
async fn all_is_well(door: &Door, document: &str) {
    for protocol in Protocol::ALL {
        let peer = door.writer(protocol, document).await;
        let before = peer.text();
        peer.insert("+").unwrap();
        peer.all_acknowledged()
            .await
            .unwrap_or_else(|error| panic!("{protocol} in {document}: {error}"));
        let other = door.writer(protocol, document).await;
        assert_eq!(other.text().len(), before.len() + 1, "{protocol} in {document}");
    }
}
