//! A connection that hears channels; it comes back by itself and subscribes anew.

use std::collections::{BTreeMap, HashSet};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use bytes::Bytes;
use futures_util::{StreamExt, stream};
use redis::{PushInfo, PushKind, Value};
use tokio::sync::Notify;
use tokio::task::AbortHandle;

use super::RedisFailure;
use super::command_link::{HEARTBEAT, Pauses};
use super::connection::{Connection, Connector, Push};
use super::inbox::{Heard, Letters};

/// Channels of one subscribing command.
const AT_ONCE: usize = 500;
/// Subscribing commands under way in a cluster, where each channel needs its own.
const SIDE_BY_SIDE: usize = 64;

/// What is wanted, and what of it has not been said to the server yet.
#[derive(Default)]
struct Wishes {
    wanted: HashSet<String>,
    /// The last wish for a channel counts: heard, or not heard any more.
    unsaid: BTreeMap<String, bool>,
}

/// What subscriber, task and connection share.
pub(super) struct Listening {
    wishes: Mutex<Wishes>,
    changed: Notify,
    letters: Arc<Letters>,
    prefix: String,
}

/// Says which channels are heard. Dropped, nothing is heard any more.
pub struct Subscriber {
    listening: Arc<Listening>,
    task: AbortHandle,
}

impl Subscriber {
    pub(super) fn new(listening: Arc<Listening>, task: AbortHandle) -> Self {
        Self { listening, task }
    }

    /// Wants to hear a channel; `Heard::Subscribed` says when that is so.
    pub fn subscribe(&self, channel: &str) {
        self.wish(channel, true);
    }

    /// Does not want to hear a channel any more. What is under way may still be heard.
    pub fn unsubscribe(&self, channel: &str) {
        self.wish(channel, false);
    }

    fn wish(&self, channel: &str, heard: bool) {
        let mut wishes = self.listening.lock();
        if heard {
            wishes.wanted.insert(channel.to_owned());
        } else {
            wishes.wanted.remove(channel);
        }
        wishes.unsaid.insert(channel.to_owned(), heard);
        drop(wishes);
        self.listening.changed.notify_one();
    }
}

impl Drop for Subscriber {
    fn drop(&mut self) {
        self.task.abort();
    }
}

impl Listening {
    pub(super) fn new(letters: Arc<Letters>, prefix: String) -> Arc<Self> {
        Arc::new(Self { wishes: Mutex::default(), changed: Notify::new(), letters, prefix })
    }

    fn lock(&self) -> MutexGuard<'_, Wishes> {
        self.wishes.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Keeps hearing until this future is dropped.
    pub(super) async fn keep(self: Arc<Self>, connector: Arc<Connector>, longest: Duration) {
        let mut pauses = Pauses::new(longest);
        loop {
            let lost = Arc::new(Notify::new());
            match connector.connect(self.ear(&lost)).await {
                Ok(connection) => {
                    pauses.over("channels of Redis are heard");
                    self.say_everything_again();
                    let why = self.stay(&connector, connection, &lost).await;
                    self.letters.put(Heard::Lost);
                    pauses.failed("channels of Redis are not heard", &why);
                }
                Err(error) => pauses.failed("channels of Redis cannot be heard", &error),
            }
            pauses.wait().await;
        }
    }

    fn say_everything_again(&self) {
        let mut wishes = self.lock();
        wishes.unsaid = wishes.wanted.iter().map(|channel| (channel.clone(), true)).collect();
    }

    /// Until the connection is lost.
    async fn stay(
        &self,
        connector: &Connector,
        mut connection: Connection,
        lost: &Notify,
    ) -> RedisFailure {
        let mut looked = tokio::time::Instant::now();
        loop {
            if let Err(error) = self.say(&connection).await {
                return error;
            }
            tokio::select! {
                // In a cluster one node is enough: of its channels something was missed.
                () = lost.notified() => return RedisFailure::Away,
                () = self.changed.notified() => {}
                () = tokio::time::sleep(HEARTBEAT) => {}
            }
            if looked.elapsed() >= HEARTBEAT {
                if let Err(error) = connector.check(&mut connection).await {
                    return error;
                }
                looked = tokio::time::Instant::now();
            }
        }
    }

    /// Tells the server what is wanted. What it refuses for now is said again at the next look.
    async fn say(&self, connection: &Connection) -> Result<(), RedisFailure> {
        let unsaid = std::mem::take(&mut self.lock().unsaid);
        let (more, less): (Vec<_>, Vec<_>) = unsaid.into_iter().partition(|(_, heard)| *heard);
        for (wish, channels) in [(true, more), (false, less)] {
            let size = if matches!(connection, Connection::Many(_)) { 1 } else { AT_ONCE };
            let groups = channels.chunks(size).map(|group| {
                let names = group.iter().map(|(channel, _)| channel.clone()).collect();
                self.say_group(connection.clone(), names, wish)
            });
            let groups: Vec<_> = groups.collect();
            let mut said = stream::iter(groups).buffer_unordered(SIDE_BY_SIDE);
            while let Some(said) = said.next().await {
                said?;
            }
        }
        Ok(())
    }

    async fn say_group(
        &self,
        connection: Connection,
        channels: Vec<String>,
        wish: bool,
    ) -> Result<(), RedisFailure> {
        // A cluster repairs the connection to one of its nodes by itself.
        let alone = matches!(connection, Connection::One(_));
        let names: Vec<_> = channels.iter().map(|name| format!("{}{name}", self.prefix)).collect();
        let said = match (connection, wish) {
            (Connection::One(mut one), true) => one.subscribe(&names).await,
            (Connection::One(mut one), false) => one.unsubscribe(&names).await,
            (Connection::Many(mut many), true) => many.ssubscribe(&names).await,
            (Connection::Many(mut many), false) => many.sunsubscribe(&names).await,
        };
        let Err(error) = said else { return Ok(()) };
        if error.is_io_error() && alone {
            return Err(error.into());
        }
        log::debug!("a channel of Redis cannot be heard now: {error}");
        let mut wishes = self.lock();
        for channel in channels {
            wishes.unsaid.entry(channel).or_insert(wish);
        }
        Ok(())
    }

    /// What hears the connection.
    fn ear(self: &Arc<Self>, lost: &Arc<Notify>) -> Push {
        let (listening, lost) = (Arc::clone(self), Arc::clone(lost));
        Arc::new(move |info: PushInfo| {
            let mut data = info.data.into_iter();
            let channel = data.next().and_then(bytes_of);
            let channel = channel.and_then(|name| listening.name_of(&name));
            match (info.kind, channel) {
                (PushKind::Disconnection, _) => lost.notify_one(),
                (PushKind::Subscribe | PushKind::SSubscribe, Some(channel)) => {
                    listening.letters.put(Heard::Subscribed(channel));
                }
                // A slot of a cluster that moved takes its channels along.
                (PushKind::SUnsubscribe, Some(channel)) => listening.taken(channel),
                (PushKind::Message | PushKind::SMessage, Some(channel)) => {
                    if let Some(message) = data.next().and_then(bytes_of) {
                        listening.letters.put(Heard::Message { channel, message });
                    }
                }
                _ => {}
            }
        })
    }

    fn name_of(&self, name: &[u8]) -> Option<String> {
        let name = std::str::from_utf8(name).ok()?;
        name.strip_prefix(&self.prefix).map(str::to_owned)
    }

    fn taken(&self, channel: String) {
        let mut wishes = self.lock();
        if wishes.wanted.contains(&channel) {
            wishes.unsaid.insert(channel, true);
            drop(wishes);
            self.changed.notify_one();
        }
    }
}

fn bytes_of(value: Value) -> Option<Bytes> {
    match value {
        Value::BulkString(bytes) => Some(bytes.into()),
        Value::SimpleString(text) => Some(text.into_bytes().into()),
        _ => None,
    }
}
