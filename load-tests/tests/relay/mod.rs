//! A relay that answers Step1 with nothing and passes everything else on to the others in a room.

#![expect(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::result_large_err,
    reason = "part of a test; the handshake's error type is the library's"
)]

use std::collections::HashMap;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex};

use futures_util::{SinkExt, StreamExt};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::mpsc::{UnboundedSender, unbounded_channel};
use tokio::task::JoinHandle;
use tokio_tungstenite::accept_hdr_async;
use tokio_tungstenite::tungstenite::Message;
use tokio_tungstenite::tungstenite::handshake::server::{Request, Response};

/// What the relay does wrong with edits; never when zero.
#[derive(Clone, Copy, Default)]
pub(crate) struct Faults {
    /// Each so-many-th passing on of an edit does not happen.
    pub(crate) drop_each: u64,
    /// Each so-many-th happens twice.
    pub(crate) repeat_each: u64,
}

/// A running relay; it ends when dropped.
pub(crate) struct Relay {
    port: u16,
    task: JoinHandle<()>,
}

type Rooms = Mutex<HashMap<String, Vec<(u64, UnboundedSender<Message>)>>>;

struct Shared {
    rooms: Rooms,
    faults: Faults,
    passed: AtomicU64,
    numbers: AtomicU64,
}

impl Relay {
    pub(crate) async fn start(faults: Faults) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let port = listener.local_addr().unwrap().port();
        let shared = Arc::new(Shared {
            rooms: Mutex::default(),
            faults,
            passed: AtomicU64::new(0),
            numbers: AtomicU64::new(0),
        });
        let task = tokio::spawn(async move {
            loop {
                let (stream, _) = listener.accept().await.unwrap();
                tokio::spawn(serve(stream, Arc::clone(&shared)));
            }
        });
        Self { port, task }
    }

    pub(crate) fn port(&self) -> u16 {
        self.port
    }
}

impl Drop for Relay {
    fn drop(&mut self) {
        self.task.abort();
    }
}

async fn serve(stream: TcpStream, shared: Arc<Shared>) {
    let mut room = String::new();
    let note = |request: &Request, response: Response| {
        room = request.uri().path().to_owned();
        Ok(response)
    };
    // A client that only looks whether the port is open says nothing.
    let Ok(socket) = accept_hdr_async(stream, note).await else { return };
    let (mut sink, mut incoming) = socket.split();
    let (out, mut queue) = unbounded_channel();
    tokio::spawn(async move {
        while let Some(message) = queue.recv().await {
            if sink.send(message).await.is_err() {
                return;
            }
        }
    });
    let number = shared.numbers.fetch_add(1, Ordering::Relaxed);
    shared.rooms.lock().unwrap().entry(room.clone()).or_default().push((number, out.clone()));
    while let Some(Ok(Message::Binary(message))) = incoming.next().await {
        if message.starts_with(&[0, 0]) {
            let _ = out.send(Message::Binary(vec![0, 1, 2, 0, 0].into()));
        } else {
            shared.pass_on(&room, number, &Message::Binary(message));
        }
    }
    shared.rooms.lock().unwrap().get_mut(&room).unwrap().retain(|(other, _)| *other != number);
}

impl Shared {
    fn pass_on(&self, room: &str, from: u64, message: &Message) {
        let edit = matches!(message, Message::Binary(bytes) if bytes.starts_with(&[0, 2]));
        for (_, out) in self.rooms.lock().unwrap()[room].iter().filter(|(other, _)| *other != from)
        {
            let turn = if edit { self.passed.fetch_add(1, Ordering::Relaxed) + 1 } else { 1 };
            let hits = |each: u64| edit && each > 0 && turn.is_multiple_of(each);
            let times = if hits(self.faults.drop_each) {
                0
            } else {
                1 + usize::from(hits(self.faults.repeat_each))
            };
            for _ in 0..times {
                let _ = out.send(message.clone());
            }
        }
    }
}
