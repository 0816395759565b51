//! A socket in a channel or a document, word by word.

use renexus_load::Protocol;
use renexus_load::peer::{Dialect, Heard};
use renexus_wire::lib0::write_var_string;
use serde_json::{Value, json};

use super::raw::RawSocket;
use super::{DEADLINE, Door};

/// The type of a Stateless message.
const STATELESS: u8 = 5;

/// One socket in the channel of a workspace, or in a document.
pub struct Line {
    pub socket: RawSocket,
    pub dialect: Dialect,
    pub name: String,
}

impl Line {
    /// Opens a socket and shows the token; the answer is not read.
    pub async fn open(door: &Door, name: &str, token: &str) -> Self {
        let target = door.server.target(Protocol::Hocuspocus, name);
        let dialect = Dialect::new(Protocol::Hocuspocus, name);
        let mut socket = RawSocket::open(&target).await;
        socket.send(&dialect.auth(token).expect("Hocuspocus shows tokens in a frame")).await;
        Self { socket, dialect, name: name.to_owned() }
    }

    /// The same in the channel of a workspace.
    pub async fn channel(door: &Door, workspace: &str, token: &str) -> Self {
        Self::open(door, &format!("workspace/{workspace}"), token).await
    }

    pub async fn say(&mut self, text: &str) {
        let mut frame = Vec::new();
        write_var_string(&mut frame, &self.name);
        frame.push(STATELESS);
        write_var_string(&mut frame, text);
        self.socket.send(&frame).await;
    }

    pub async fn resume(&mut self, after: i64) {
        self.say(&json!({ "resume": after }).to_string()).await;
    }

    /// Reads on until something is heard.
    pub async fn hear<T>(&mut self, look: impl Fn(&Heard<'_>) -> Option<T>) -> T {
        loop {
            let frame = self.socket.message().await;
            if let Some(found) = self.dialect.read(&frame).unwrap().iter().find_map(&look) {
                return found;
            }
        }
    }

    pub async fn granted(&mut self) -> String {
        self.hear(|heard| match heard {
            Heard::Granted(scope) => Some((*scope).to_owned()),
            Heard::Denied(reason) => panic!("{reason}"),
            _ => None,
        })
        .await
    }

    pub async fn denied(&mut self) -> String {
        self.hear(|heard| match heard {
            Heard::Denied(reason) => Some((*reason).to_owned()),
            _ => None,
        })
        .await
    }

    /// The next message beside the content.
    pub async fn told(&mut self) -> Value {
        let text = self.hear(|heard| match heard {
            Heard::Stateless(text) => Some((*text).to_owned()),
            _ => None,
        });
        serde_json::from_str(&text.await).expect("JSON")
    }

    /// The numbers of the next events.
    pub async fn seqs(&mut self, count: usize) -> Vec<i64> {
        let mut seqs = Vec::new();
        while seqs.len() < count {
            seqs.push(self.told().await["seq"].as_i64().expect("an event"));
        }
        seqs
    }

    /// Reads until the server hangs up: the close code.
    pub async fn closed(mut self) -> u16 {
        tokio::time::timeout(DEADLINE, self.socket.closed()).await.expect("an end in time").0
    }
}
