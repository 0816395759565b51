//! A connection that is there and does nothing, cheap enough for thousands.

use std::time::Duration;

use futures_util::{SinkExt, StreamExt};
use tokio::task::JoinHandle;
use tokio::time::timeout;
use tokio_tungstenite::tungstenite::Message;
use tokio_tungstenite::tungstenite::protocol::WebSocketConfig;

use super::connection::{ABNORMAL, Socket, ending, handshake};
use super::dialect::{Dialect, Heard};
use super::error::PeerError;
use super::target::Target;

/// Small buffers: thousands of these live beside the server they measure.
const BUFFER_BYTES: usize = 2 * 1024;

/// Opening thousands at once takes its time.
const SYNC_DEADLINE: Duration = Duration::from_secs(30);

/// The state vector of an empty document.
const NOTHING: [u8; 1] = [0];

/// An update that changes nothing.
const EMPTY_UPDATE: [u8; 2] = [0, 0];

/// A synced connection without a document of its own: it answers pings and
/// Step1, and drops everything else. Dropping it cuts the connection.
#[derive(Debug)]
pub struct IdlePeer {
    /// Reads for as long as the connection lives; returns how it ended.
    task: JoinHandle<(u16, String)>,
}

impl IdlePeer {
    /// Connects and waits for the first Step2.
    pub async fn connect(target: &Target) -> Result<Self, PeerError> {
        let config = WebSocketConfig::default()
            .read_buffer_size(BUFFER_BYTES)
            .write_buffer_size(0)
            .max_write_buffer_size(BUFFER_BYTES);
        let dialect = Dialect::new(target.protocol, &target.document);
        let mut socket = handshake(target.addr, &target.path(), &target.headers, config).await?;
        let token = target.token.as_deref().unwrap_or_default();
        for frame in dialect.auth(token).into_iter().chain([dialect.step_one(&NOTHING)]) {
            socket.send(Message::Binary(frame.into())).await?;
        }
        let synced = timeout(SYNC_DEADLINE, listen(&mut socket, &dialect)).await;
        let late = |_| PeerError::Deadline {
            what: "Step2".to_owned(),
            after: SYNC_DEADLINE,
            state: format!("an idle {} connection", target.protocol),
        };
        if let Stopped::Ended((code, reason)) = synced.map_err(late)?? {
            return Err(PeerError::Closed { what: "Step2".to_owned(), code, reason });
        }
        let task = tokio::spawn(async move {
            loop {
                match listen(&mut socket, &dialect).await {
                    Ok(Stopped::Synced) => {}
                    Ok(Stopped::Ended(ending)) => return ending,
                    Err(error) => return (ABNORMAL, error.to_string()),
                }
            }
        });
        Ok(Self { task })
    }

    /// Whether the server has ended the connection.
    pub fn is_closed(&self) -> bool {
        self.task.is_finished()
    }
}

impl Drop for IdlePeer {
    fn drop(&mut self) {
        self.task.abort();
    }
}

/// Why [`listen`] came back.
enum Stopped {
    /// A Step2 has arrived.
    Synced,
    /// The connection has ended, with this code and reason.
    Ended((u16, String)),
}

/// Reads and answers until the next Step2, or the end.
async fn listen(socket: &mut Socket, dialect: &Dialect) -> Result<Stopped, PeerError> {
    while let Some(message) = socket.next().await {
        let frame = match message? {
            Message::Binary(frame) => frame,
            Message::Close(frame) => return Ok(Stopped::Ended(ending(frame))),
            _ => continue,
        };
        let heard = dialect.read(&frame).map_err(|e| PeerError::Garbled(e.to_string()))?;
        for one in heard {
            let answer = match one {
                Heard::StepOne(_) => dialect.step_two(&EMPTY_UPDATE),
                Heard::Ping => dialect.pong(),
                Heard::StepTwo(_) => return Ok(Stopped::Synced),
                _ => continue,
            };
            socket.send(Message::Binary(answer.into())).await?;
        }
    }
    Ok(Stopped::Ended((ABNORMAL, "the socket ended".to_owned())))
}
