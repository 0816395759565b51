//! What was heard on channels and waits for whoever listens, bounded.

use std::collections::VecDeque;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use bytes::Bytes;
use tokio::sync::Notify;

/// Bytes that a message costs beside its own.
const OVERHEAD: usize = 64;

/// What was heard, in the order in which it came.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Heard {
    /// From here on everything that is published in a channel is heard: at first, and again after
    /// each loss. Whoever has a copy of something looks now for what was missed.
    Subscribed(String),
    /// The connection is lost. Nothing is heard until each channel is `Subscribed` again.
    Lost,
    /// Messages were dropped because too many waited: of every channel something may be missing.
    Missed,
    /// A message.
    Message {
        /// The channel.
        channel: String,
        /// What was published.
        message: Bytes,
    },
}

#[derive(Default)]
struct Waiting {
    queue: VecDeque<Heard>,
    bytes: usize,
}

/// Both ends of an inbox.
pub(super) struct Letters {
    waiting: Mutex<Waiting>,
    arrived: Notify,
    most_bytes: usize,
}

impl Letters {
    pub(super) fn new(most_bytes: usize) -> Arc<Self> {
        Arc::new(Self { waiting: Mutex::default(), arrived: Notify::new(), most_bytes })
    }

    fn lock(&self) -> MutexGuard<'_, Waiting> {
        self.waiting.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Puts something in. When there is no room all messages go, and `Missed` says so.
    pub(super) fn put(&self, heard: Heard) {
        let mut waiting = self.lock();
        let cost = cost(&heard);
        if waiting.bytes + cost > self.most_bytes && cost > 0 {
            waiting.queue.retain(|heard| !matches!(heard, Heard::Message { .. } | Heard::Missed));
            waiting.queue.push_back(Heard::Missed);
            waiting.bytes = 0;
            if cost > self.most_bytes {
                self.arrived.notify_one();
                return;
            }
        }
        waiting.bytes += cost;
        waiting.queue.push_back(heard);
        self.arrived.notify_one();
    }

    fn take(&self) -> Option<Heard> {
        let mut waiting = self.lock();
        let heard = waiting.queue.pop_front()?;
        waiting.bytes = waiting.bytes.saturating_sub(cost(&heard));
        Some(heard)
    }
}

/// Only messages cost: what else waits is bounded by the number of channels.
fn cost(heard: &Heard) -> usize {
    match heard {
        Heard::Message { channel, message } => channel.len() + message.len() + OVERHEAD,
        _ => 0,
    }
}

/// What was heard on the channels of a [`super::Subscriber`].
pub struct Inbox(pub(super) Arc<Letters>);

impl Inbox {
    /// The next thing that is heard. It never ends; dropping this future loses nothing.
    pub async fn next(&mut self) -> Heard {
        loop {
            let arrived = self.0.arrived.notified();
            if let Some(heard) = self.0.take() {
                return heard;
            }
            arrived.await;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn message(length: usize) -> Heard {
        Heard::Message { channel: "c".into(), message: Bytes::from(vec![0; length]) }
    }

    #[tokio::test]
    async fn what_is_too_much_goes_and_it_is_told() {
        let letters = Letters::new(1_000);
        let mut inbox = Inbox(Arc::clone(&letters));
        letters.put(Heard::Subscribed("c".into()));
        for _ in 0..3 {
            letters.put(message(400));
        }
        letters.put(Heard::Lost);
        for expected in [Heard::Subscribed("c".into()), Heard::Missed, message(400), Heard::Lost] {
            assert_eq!(inbox.next().await, expected);
        }
        letters.put(message(2_000));
        assert_eq!(inbox.next().await, Heard::Missed, "it never fits");
        letters.put(message(900));
        assert_eq!(inbox.next().await, message(900), "there is room again");
    }
}
