//! The bus between nodes over channels of Redis.

use std::collections::HashMap;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use bytes::Bytes;
use futures_util::future::BoxFuture;
use futures_util::{Stream, StreamExt, stream};
use renexus_actors::bus::{self, Bus, Heard, Listening, Topic};
use tokio::sync::{mpsc, oneshot};
use tokio::task::AbortHandle;
use tokio::time::{Instant, sleep_until};

use crate::shared::{self, Inbox, Redis, RedisFailure, Subscriber};

/// Messages that go together, in their order.
const TOGETHER: usize = 256;
/// How long what is told next gathers after something was sent: while much is told nobody is woken
/// for each message, and after a quiet time one goes at once.
const GATHER: Duration = Duration::from_millis(1);
/// Lots under way whose arrival is not known yet. Connections of a cluster promise no order: there
/// it is one.
const UNDER_WAY: usize = 16;
/// How long somebody who begins to listen waits for the word that it is heard; then the bus
/// counts as away.
const PATIENCE: Duration = Duration::from_secs(1);
/// How long after something was not sent it is made up for, if Redis is there.
const AGAIN_AFTER: Duration = Duration::from_millis(100);

/// Channels of Redis as a bus.
pub struct RedisBus {
    out: mpsc::Sender<(String, Bytes)>,
    lines: Arc<Lines>,
    /// What hears the channels; it ends with the bus.
    hearing: AbortHandle,
}

/// How many messages went between nodes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Traffic {
    /// Sent to Redis.
    pub told: u64,
    /// Came from it, those of this node too.
    pub heard: u64,
    /// Not sent: there was no room, or Redis was away.
    pub lost: u64,
}

/// Who listens to what.
struct Lines {
    subscriber: Subscriber,
    by_channel: Mutex<HashMap<String, Line>>,
    made: AtomicU64,
    told: AtomicU64,
    heard: AtomicU64,
    /// Messages that were not sent.
    unsent: AtomicU64,
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
    who: bus::Listener,
    /// Hears that the channel is heard.
    waiting: Option<oneshot::Sender<()>>,
    away: bool,
}

impl RedisBus {
    /// A bus whose work is done where the connections are driven: it wakes nobody else. Of what is
    /// told, `most` messages wait for their way out; further ones are lost, and everybody resyncs.
    pub fn start(redis: &Redis, most: usize) -> Result<Self, RedisFailure> {
        let (subscriber, inbox) = redis.subscriber()?;
        let lines = Arc::new(Lines {
            subscriber,
            by_channel: Mutex::default(),
            made: AtomicU64::new(0),
            told: AtomicU64::new(0),
            heard: AtomicU64::new(0),
            unsent: AtomicU64::new(0),
            lost: AtomicBool::new(false),
        });
        let (out, waiting) = mpsc::channel(most);
        redis.spawn(send(redis.clone(), waiting, Arc::clone(&lines)));
        let hearing = redis.spawn(hear(inbox, Arc::clone(&lines)));
        Ok(Self { out, lines, hearing })
    }
}

impl RedisBus {
    /// Whether other nodes do not hear this one, or this one does not hear them.
    pub fn is_apart(&self) -> bool {
        let away = |line: &Line| line.listeners.values().any(|listener| listener.away);
        self.lines.lost.load(Ordering::Acquire) || self.lines.lock().values().any(away)
    }

    /// How many messages went until now.
    pub fn traffic(&self) -> Traffic {
        let count = |count: &AtomicU64| count.load(Ordering::Relaxed);
        let Lines { told, heard, unsent, .. } = &*self.lines;
        Traffic { told: count(told), heard: count(heard), lost: count(unsent) }
    }

    /// Tells everybody who hears the bus that some node does not.
    pub fn tell_apart(&self) {
        let lines = self.lines.lock();
        let listeners = lines.values().flat_map(|line| line.listeners.values());
        listeners.filter(|it| !it.away).for_each(|it| it.who.told.do_send(Heard::Apart));
    }
}

impl Drop for RedisBus {
    fn drop(&mut self) {
        self.hearing.abort();
    }
}

impl Bus for RedisBus {
    fn tell(&self, topic: &Topic, message: Bytes) {
        if self.out.try_send((channel(topic), message)).is_err() {
            self.lines.unsent.fetch_add(1, Ordering::Relaxed);
            self.lines.lost.store(true, Ordering::Release);
        }
    }

    fn listen(&self, topic: Topic, listener: bus::Listener) -> BoxFuture<'static, Listening> {
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
        Topic::Private(name) => format!("private:{name}"),
    }
}

impl Lines {
    fn lock(&self) -> MutexGuard<'_, HashMap<String, Line>> {
        self.by_channel.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Adds somebody; gives the moment from which on they hear everything, unless it is now.
    fn add(&self, channel: &str, id: u64, who: bus::Listener) -> Option<oneshot::Receiver<()>> {
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
        line.listeners.insert(id, Listener { who, waiting, away: false });
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
                self.heard.fetch_add(1, Ordering::Relaxed);
                let listeners =
                    lines.get(&channel).into_iter().flat_map(|it| it.listeners.values());
                for Listener { who, .. } in listeners.filter(|it| it.who.wants(&message)) {
                    who.told.do_send(Heard::Said(message.clone()));
                }
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
            self.who.told.do_send(Heard::Away);
        }
    }

    fn come_back(&mut self) {
        if let Some(waiting) = self.waiting.take() {
            // Whoever waited may be gone.
            let _ = waiting.send(());
        } else if std::mem::take(&mut self.away) {
            self.who.told.do_send(Heard::Back);
        }
    }
}

/// Everybody finds out what they and others have missed.
fn resync(lines: &mut HashMap<String, Line>) {
    let listeners = lines.values().flat_map(|line| line.listeners.values());
    listeners.filter(|it| !it.away).for_each(|it| it.who.told.do_send(Heard::Back));
}

/// Sends what is told, in order.
async fn send(redis: Redis, waiting: mpsc::Receiver<(String, Bytes)>, lines: Arc<Lines>) {
    let under_way = if redis.is_cluster() { 1 } else { UNDER_WAY };
    let publish = |messages: Vec<_>| {
        let (redis, lines) = (redis.clone(), &lines);
        async move {
            let many = u64::try_from(messages.len()).unwrap_or(u64::MAX);
            let sent = redis.publish_all(messages).await;
            let count = if sent.is_ok() { &lines.told } else { &lines.unsent };
            count.fetch_add(many, Ordering::Relaxed);
            sent
        }
    };
    let sent = lots(waiting).map(publish).buffered(under_way);
    let mut sent = std::pin::pin!(sent);
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

/// What is told, in lots that go together.
fn lots<T>(waiting: mpsc::Receiver<T>) -> impl Stream<Item = Vec<T>> {
    stream::unfold((waiting, Instant::now()), async |(mut waiting, due)| {
        sleep_until(due).await;
        let mut lot = Vec::new();
        match waiting.recv_many(&mut lot, TOGETHER).await {
            0 => None,
            _ => Some((lot, (waiting, Instant::now() + GATHER))),
        }
    })
}

async fn hear(mut inbox: Inbox, lines: Arc<Lines>) {
    loop {
        let heard = inbox.next().await;
        lines.take(heard);
    }
}
