//! Workspaces on the sockets: channels, events, and rights that change. See `EVT` in docs/SPEC.md.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

mod chance;
mod door;

#[path = "live/events.rs"]
mod events;
#[path = "live/gap.rs"]
mod gap;
#[path = "live/hearing.rs"]
mod hearing;
#[path = "live/rights.rs"]
mod rights;

use door::raw::RawSocket;
use door::{DEADLINE, Door};
use renexus_load::Protocol;
use renexus_load::http::Request;
use renexus_load::peer::{Dialect, Heard};
use renexus_wire::lib0::write_var_string;
use serde_json::{Value, json};

/// The type of a Stateless message.
const STATELESS: u8 = 5;

/// One socket in the channel of a workspace, or in a document.
struct Line {
    socket: RawSocket,
    dialect: Dialect,
    name: String,
}

impl Line {
    /// Opens a socket and shows the token; the answer is not read.
    async fn open(door: &Door, name: &str, token: &str) -> Self {
        let target = door.server.target(Protocol::Hocuspocus, name);
        let dialect = Dialect::new(Protocol::Hocuspocus, name);
        let mut socket = RawSocket::open(&target).await;
        socket.send(&dialect.auth(token).expect("Hocuspocus shows tokens in a frame")).await;
        Self { socket, dialect, name: name.to_owned() }
    }

    /// The same in the channel of a workspace.
    async fn channel(door: &Door, workspace: &str, token: &str) -> Self {
        Self::open(door, &format!("workspace/{workspace}"), token).await
    }

    async fn say(&mut self, text: &str) {
        let mut frame = Vec::new();
        write_var_string(&mut frame, &self.name);
        frame.push(STATELESS);
        write_var_string(&mut frame, text);
        self.socket.send(&frame).await;
    }

    async fn resume(&mut self, after: i64) {
        self.say(&json!({ "resume": after }).to_string()).await;
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

    async fn granted(&mut self) -> String {
        self.hear(|heard| match heard {
            Heard::Granted(scope) => Some((*scope).to_owned()),
            Heard::Denied(reason) => panic!("{reason}"),
            _ => None,
        })
        .await
    }

    async fn denied(&mut self) -> String {
        self.hear(|heard| match heard {
            Heard::Denied(reason) => Some((*reason).to_owned()),
            _ => None,
        })
        .await
    }

    /// The next message beside the content.
    async fn told(&mut self) -> Value {
        let text = self.hear(|heard| match heard {
            Heard::Stateless(text) => Some((*text).to_owned()),
            _ => None,
        });
        serde_json::from_str(&text.await).expect("JSON")
    }

    /// The numbers of the next events.
    async fn seqs(&mut self, count: usize) -> Vec<i64> {
        let mut seqs = Vec::new();
        while seqs.len() < count {
            seqs.push(self.told().await["seq"].as_i64().expect("an event"));
        }
        seqs
    }

    /// Reads until the server hangs up: the close code.
    async fn closed(mut self) -> u16 {
        tokio::time::timeout(DEADLINE, self.socket.closed()).await.expect("an end in time").0
    }
}

/// Makes a document in a workspace, as an app with a token of the server does.
async fn document(door: &Door, workspace: &str, id: &str) {
    let body = json!({ "id": id, "workspace": workspace }).to_string();
    let made = Request::post("/api/documents").bearer(&door.token("*", "manage")).json(&body);
    assert_eq!(door.ask(made).await.status, 201);
}
