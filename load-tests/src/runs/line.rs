//! A person's socket in one place: the channel of a workspace, or a document.

use std::time::Duration;

use anyhow::{Context, Result, bail};
use serde_json::{Value, json};
use tokio_tungstenite::tungstenite::Message;

use crate::peer::{Connection, Dialect, Heard, Protocol};
use crate::server::ServerProcess;

/// What is not heard within this time is not heard at all.
const DEADLINE: Duration = Duration::from_secs(20);

/// An open socket that only listens.
pub(super) struct Line {
    connection: Connection,
    dialect: Dialect,
}

impl Line {
    /// Opens a place with a person's token, and waits until they are let in.
    pub(super) async fn open(server: &ServerProcess, name: &str, token: &str) -> Result<Self> {
        let dialect = Dialect::new(Protocol::Hocuspocus, name);
        let connection = Connection::to(&server.target(Protocol::Hocuspocus, name)).await?;
        let mut line = Self { connection, dialect };
        let auth = line.dialect.auth(token).context("tokens are shown in a frame")?;
        line.connection.send_bytes(auth).await?;
        line.granted().await?;
        Ok(line)
    }

    /// Says in the channel of a workspace that everything up to a number is known, as a screen does that has read it.
    pub(super) async fn resume(&mut self, seq: i64) -> Result<()> {
        let said = json!({ "resume": seq }).to_string();
        self.connection.send_bytes(self.dialect.stateless(&said)).await?;
        Ok(())
    }

    /// Reads on until something is heard.
    async fn hear<T>(&mut self, look: impl Fn(&Heard<'_>) -> Option<T>) -> Result<T> {
        loop {
            match self.connection.next(DEADLINE).await? {
                Message::Binary(frame) => {
                    let heard = self.dialect.read(&frame)?;
                    if heard.contains(&Heard::Ping) {
                        self.connection.send_bytes(self.dialect.pong()).await?;
                    }
                    if let Some(found) = heard.iter().find_map(&look) {
                        return Ok(found);
                    }
                }
                Message::Close(frame) => bail!("the server hung up: {frame:?}"),
                _ => {}
            }
        }
    }

    /// Waits until the server says what the person may do.
    pub(super) async fn granted(&mut self) -> Result<String> {
        let scope = self.hear(|heard| match heard {
            Heard::Granted(scope) => Some(Ok((*scope).to_owned())),
            Heard::Denied(reason) => Some(Err((*reason).to_owned())),
            _ => None,
        });
        scope.await?.map_err(anyhow::Error::msg)
    }

    /// The next message beside the content, in JSON.
    pub(super) async fn told(&mut self) -> Result<Value> {
        let text = self.hear(|heard| match heard {
            Heard::Stateless(text) => Some((*text).to_owned()),
            _ => None,
        });
        Ok(serde_json::from_str(&text.await?)?)
    }
}
