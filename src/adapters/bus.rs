//! The bus between nodes over channels of Redis.

use std::collections::HashMap;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use actix::Recipient;
use actix_rt::ArbiterHandle;
use bytes::Bytes;
use futures_util::StreamExt;
use futures_util::future::BoxFuture;
use renexus_actors::bus::{Bus, Heard, Listening, Topic};
use tokio::sync::{mpsc, oneshot};

use crate::shared::{self, Inbox, Redis, RedisFailure, Subscriber};

/// Messages on their way at once; they keep their order.
const UNDER_WAY: usize = 256;
/// How long somebody who begins to listen waits for the word that it is heard; then the bus
/// counts as away.
const PATIENCE: Duration = Duration::from_secs(1);
/// How long after something was not sent it is made up for, if Redis is there.
const AGAIN_AFTER: Duration = Duration::from_millis(100);

/// Channels of Redis as a bus.
pub struct RedisBus {
    out: mpsc::Sender<(String, Bytes)>,
    lines: Arc<Lines>,
}

/// Who listens to what.
struct Lines {
    subscriber: Subscriber,
    by_channel: Mutex<HashMap<String, Line>>,
    made: AtomicU64,
    /// Whether something was not sent: those who listen elsewhere do not know it.
    lost: AtomicBool,
}

#[derive(Default)]
struct Line {
    /// Whether everything in the channel is heard now.
    heard: bool,
    listeners: HashMap<u64, Listener>,
}

struct Listener {
    told: Recipient<Heard>,
    /// Hears that the channel is heard.
    waiting: Option<oneshot::Sender<()>>,
    away: bool,
}

impl RedisBus {
    /// A bus whose work is done on a thread of its own. Of what is told, `most` messages wait for
    /// their way out; further ones are lost, and everybody resyncs.
    pub fn start(redis: Redis, thread: &ArbiterHandle, most: usize) -> Result<Self, RedisFailure> {
        let (subscriber, inbox) = redis.subscriber()?;
        let lines = Arc::new(Lines {
            subscriber,
            by_channel: Mutex::default(),
            made: AtomicU64::new(0),
            lost: AtomicBool::new(false),
        });
        let (out, waiting) = mpsc::channel(most);
        thread.spawn(send(redis, waiting, Arc::clone(&lines)));
        thread.spawn(hear(inbox, Arc::clone(&lines)));
        Ok(Self { out, lines })
    }
}

impl Bus for RedisBus {
    fn tell(&self, topic: &Topic, message: Bytes) {
        if self.out.try_send((channel(topic), message)).is_err() {
            self.lines.lost.store(true, Ordering::Release);
        }
    }

    fn listen(&self, topic: Topic, listener: Recipient<Heard>) -> BoxFuture<'static, Listening> {
        let (lines, channel) = (Arc::clone(&self.lines), channel(&topic));
        let id = lines.made.fetch_add(1, Ordering::Relaxed);
        let heard = lines.add(&channel, id, listener);
        Box::pin(async move {
            if let Some(heard) = heard
                && tokio::time::timeout(PATIENCE, heard).await.is_err()
            {
                lines.give_up(&channel, id);
            }
            Listening::until_dropped(move || lines.remove(&channel, id))
        })
    }
}

fn channel(topic: &Topic) -> String {
    match topic {
        Topic::Document(document) => format!("document:{document}"),
        Topic::Workspace(workspace) => format!("workspace:{workspace}"),
        Topic::Nodes => "nodes".into(),
    }
}

impl Lines {
    fn lock(&self) -> MutexGuard<'_, HashMap<String, Line>> {
        self.by_channel.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Adds somebody; gives the moment from which on they hear everything, unless it is now.
    fn add(&self, channel: &str, id: u64, told: Recipient<Heard>) -> Option<oneshot::Receiver<()>> {
        let mut lines = self.lock();
        let line = lines.entry(channel.to_owned()).or_default();
        let (waiting, heard) = match line.heard {
            true => (None, None),
            false => {
                let (sender, receiver) = oneshot::channel();
                (Some(sender), Some(receiver))
            }
        };
        if line.listeners.is_empty() {
            self.subscriber.subscribe(channel);
        }
        line.listeners.insert(id, Listener { told, waiting, away: false });
        heard
    }

    /// Somebody waits no longer for the word that they hear everything.
    fn give_up(&self, channel: &str, id: u64) {
        let mut lines = self.lock();
        let listener = lines.get_mut(channel).and_then(|line| line.listeners.get_mut(&id));
        if let Some(listener) = listener.filter(|listener| listener.waiting.is_some()) {
            listener.go_away();
        }
    }

    fn remove(&self, channel: &str, id: u64) {
        let mut lines = self.lock();
        let Some(line) = lines.get_mut(channel) else { return };
        line.listeners.remove(&id);
        if line.listeners.is_empty() {
            lines.remove(channel);
            self.subscriber.unsubscribe(channel);
        }
    }

    fn take(&self, heard: shared::Heard) {
        let mut lines = self.lock();
        match heard {
            shared::Heard::Message { channel, message } => {
                let listeners =
                    lines.get(&channel).into_iter().flat_map(|it| it.listeners.values());
                listeners.for_each(|it| it.told.do_send(Heard::Said(message.clone())));
            }
            shared::Heard::Subscribed(channel) => {
                if let Some(line) = lines.get_mut(&channel) {
                    line.heard = true;
                    line.listeners.values_mut().for_each(Listener::come_back);
                }
            }
            shared::Heard::Lost => {
                for line in lines.values_mut() {
                    line.heard = false;
                    line.listeners.values_mut().for_each(Listener::go_away);
                }
            }
            shared::Heard::Missed => resync(&mut lines),
        }
    }
}

impl Listener {
    fn go_away(&mut self) {
        self.waiting = None;
        if !std::mem::replace(&mut self.away, true) {
            self.told.do_send(Heard::Away);
        }
    }

    fn come_back(&mut self) {
        if let Some(waiting) = self.waiting.take() {
            // Whoever waited may be gone.
            let _ = waiting.send(());
        } else if std::mem::take(&mut self.away) {
            self.told.do_send(Heard::Back);
        }
    }
}

/// Everybody finds out what they and others have missed.
fn resync(lines: &mut HashMap<String, Line>) {
    let listeners = lines.values().flat_map(|line| line.listeners.values());
    listeners.filter(|it| !it.away).for_each(|it| it.told.do_send(Heard::Back));
}

/// Sends what is told, in order.
async fn send(redis: Redis, waiting: mpsc::Receiver<(String, Bytes)>, lines: Arc<Lines>) {
    let waiting = in_order(waiting);
    let sent = waiting.map(|(channel, message)| {
        let redis = redis.clone();
        async move { redis.publish(&channel, &message).await }
    });
    let mut sent = std::pin::pin!(sent.buffered(UNDER_WAY));
    loop {
        let sent = tokio::select! {
            sent = sent.next() => sent,
            // Perhaps nobody has anything to say any more: what was not sent is made up for anyway.
            () = there_again(&redis), if lines.lost.load(Ordering::Acquire) => Some(Ok(())),
        };
        match sent {
            None => return,
            Some(Ok(())) if lines.lost.swap(false, Ordering::AcqRel) => resync(&mut lines.lock()),
            Some(Ok(())) => {}
            Some(Err(error)) => {
                if !lines.lost.swap(true, Ordering::AcqRel) {
                    log::warn!("other nodes were not told: {error}");
                }
            }
        }
    }
}

/// Redis may be told something again.
async fn there_again(redis: &Redis) {
    loop {
        tokio::time::sleep(AGAIN_AFTER).await;
        if redis.is_there_within(PATIENCE).await {
            return;
        }
    }
}

fn in_order<T>(mut receiver: mpsc::Receiver<T>) -> impl futures_util::Stream<Item = T> {
    futures_util::stream::poll_fn(move |context| receiver.poll_recv(context))
}

async fn hear(mut inbox: Inbox, lines: Arc<Lines>) {
    loop {
        let heard = inbox.next().await;
        lines.take(heard);
    }
}
