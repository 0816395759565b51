//! Tags that moved on here and of which Redis has not heard yet.

use std::collections::HashMap;
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use tokio::sync::{Notify, watch};

/// Tags that are owed at most; beyond it nothing is kept until whatever was kept before is over.
const MAX_TAGS: usize = 100_000;

#[derive(Default)]
struct Inner {
    /// Each with the count of the last move.
    tags: HashMap<String, u64>,
    moves: u64,
    /// Until when nothing may be found, since tags were not noted.
    blind_until: Option<Instant>,
}

/// What is owed, and who waits for it to be paid.
pub(super) struct Owed {
    inner: Mutex<Inner>,
    /// Up to which move Redis has heard.
    told: watch::Sender<u64>,
    more: Notify,
    /// How long anything is kept.
    lives: Duration,
}

impl Owed {
    pub(super) fn new(lives: Duration) -> Self {
        let told = watch::Sender::new(0);
        Self { inner: Mutex::default(), told, more: Notify::new(), lives }
    }

    fn lock(&self) -> MutexGuard<'_, Inner> {
        self.inner.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// A tag moved on.
    pub(super) fn add(&self, tag: &str) {
        let mut inner = self.lock();
        inner.moves += 1;
        let moves = inner.moves;
        if inner.tags.len() >= MAX_TAGS && !inner.tags.contains_key(tag) {
            inner.blind_until = Some(Instant::now() + self.lives);
        } else {
            inner.tags.insert(tag.to_owned(), moves);
        }
        drop(inner);
        self.more.notify_one();
    }

    /// Whether what Redis says of some tags may be old.
    pub(super) fn concerns(&self, tags: &[&str]) -> bool {
        let inner = self.lock();
        inner.blind_until.is_some_and(|until| until > Instant::now())
            || (!inner.tags.is_empty() && tags.iter().any(|tag| inner.tags.contains_key(*tag)))
    }

    /// Waits until something is owed. Returns the tags, and the move up to which they go.
    pub(super) async fn due(&self) -> (Vec<(String, u64)>, u64) {
        loop {
            let more = self.more.notified();
            if let Some(due) = self.look() {
                return due;
            }
            more.await;
        }
    }

    fn look(&self) -> Option<(Vec<(String, u64)>, u64)> {
        let inner = self.lock();
        let tags: Vec<_> = inner.tags.iter().map(|(tag, count)| (tag.clone(), *count)).collect();
        (!tags.is_empty()).then_some((tags, inner.moves))
    }

    /// Redis has heard of these; those that moved again meanwhile are still owed.
    pub(super) fn paid(&self, tags: &[(String, u64)], up_to: u64) {
        let mut inner = self.lock();
        for (tag, count) in tags {
            if inner.tags.get(tag) == Some(count) {
                inner.tags.remove(tag);
            }
        }
        drop(inner);
        self.told.send_replace(up_to);
    }

    /// Until Redis has heard of everything that moved before.
    pub(super) async fn settled(&self) {
        let moves = self.lock().moves;
        let _ = self.told.subscribe().wait_for(|told| *told >= moves).await;
    }
}
