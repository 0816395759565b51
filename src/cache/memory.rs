//! A cache in the memory of this process.

use std::collections::{HashMap, VecDeque};
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use bytes::Bytes;
use futures_util::future::BoxFuture;

use super::Cache;

/// Tags whose generation is remembered; beyond it all are forgotten, with everything that is kept.
const MAX_TAGS: usize = 100_000;

/// Bounded in entries and bytes; the oldest go first.
pub struct MemoryCache {
    inner: Mutex<Inner>,
    most_entries: usize,
    most_bytes: usize,
}

#[derive(Default)]
struct Inner {
    entries: HashMap<String, (Bytes, Instant)>,
    /// Keys in the order in which they came; some may be gone.
    order: VecDeque<String>,
    bytes: usize,
    generations: HashMap<String, u64>,
    /// Where tags begin that have no generation of their own.
    floor: u64,
}

impl MemoryCache {
    /// An empty cache with its bounds.
    pub fn new(most_entries: usize, most_bytes: usize) -> Self {
        Self { inner: Mutex::default(), most_entries, most_bytes }
    }

    fn lock(&self) -> MutexGuard<'_, Inner> {
        // Bytes that may be lost cannot be left half-written in a way that matters.
        self.inner.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Inner {
    fn remove(&mut self, key: &str) {
        if let Some((value, _)) = self.entries.remove(key) {
            self.bytes -= key.len() + value.len();
        }
    }

    fn make_room(&mut self, entries: usize, bytes: usize) {
        while self.entries.len() > entries || self.bytes > bytes {
            let Some(oldest) = self.order.pop_front() else { return };
            self.remove(&oldest);
        }
    }
}

impl Cache for MemoryCache {
    fn stamp(&self, tags: &[&str]) -> BoxFuture<'_, Option<String>> {
        let inner = self.lock();
        let mut stamp = String::new();
        for tag in tags {
            let generation = inner.generations.get(*tag).copied().unwrap_or(inner.floor);
            stamp.push_str(&format!("|{tag}={generation}"));
        }
        drop(inner);
        Box::pin(std::future::ready(Some(stamp)))
    }

    fn advance(&self, tag: &str) {
        let mut inner = self.lock();
        if inner.generations.len() >= MAX_TAGS && !inner.generations.contains_key(tag) {
            let highest = inner.generations.values().copied().max().unwrap_or_default();
            let floor = inner.floor.max(highest) + 1;
            *inner = Inner { floor, ..Inner::default() };
        }
        let floor = inner.floor;
        *inner.generations.entry(tag.to_owned()).or_insert(floor) += 1;
    }

    fn get(&self, key: &str) -> BoxFuture<'_, Option<Bytes>> {
        let mut inner = self.lock();
        let found = match inner.entries.get(key) {
            Some((value, ends)) if *ends > Instant::now() => Some(value.clone()),
            Some(_) => {
                inner.remove(key);
                None
            }
            None => None,
        };
        Box::pin(std::future::ready(found))
    }

    fn put(&self, key: String, value: Bytes, lives: Duration) -> BoxFuture<'_, ()> {
        let mut inner = self.lock();
        inner.remove(&key);
        inner.bytes += key.len() + value.len();
        inner.order.push_back(key.clone());
        inner.entries.insert(key, (value, Instant::now() + lives));
        inner.make_room(self.most_entries, self.most_bytes);
        // Keys that are gone, or came twice, must not pile up.
        if inner.order.len() > 2 * self.most_entries + 16 {
            let Inner { order, entries, .. } = &mut *inner;
            order.retain(|key| entries.contains_key(key));
        }
        Box::pin(std::future::ready(()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const LONG: Duration = Duration::from_secs(60);

    async fn put(cache: &MemoryCache, key: &str, value: &'static str) {
        cache.put(key.into(), Bytes::from_static(value.as_bytes()), LONG).await;
    }

    #[tokio::test]
    async fn what_is_kept_is_found_until_there_is_no_room() {
        let cache = MemoryCache::new(2, 100);
        put(&cache, "a", "1").await;
        put(&cache, "b", "2").await;
        assert_eq!(cache.get("a").await, Some(Bytes::from_static(b"1")));
        put(&cache, "c", "3").await;
        assert_eq!((cache.get("a").await, cache.get("c").await.is_some()), (None, true));
        let small = MemoryCache::new(9, 10);
        put(&small, "a", "12345").await;
        put(&small, "b", "12345").await;
        assert_eq!((small.get("a").await, small.get("b").await.is_some()), (None, true));
        cache.put("d".into(), Bytes::new(), Duration::ZERO).await;
        assert_eq!(cache.get("d").await, None, "its time is over");
    }

    #[tokio::test]
    async fn a_generation_never_comes_back() {
        let cache = MemoryCache::new(9, 100);
        for round in 0..3 {
            for tag in 0..MAX_TAGS / 2 {
                cache.advance(&format!("{round}:{tag}"));
            }
            cache.advance("mine");
        }
        let before = cache.stamp(&["mine"]).await;
        for tag in 0..=MAX_TAGS {
            cache.advance(&format!("more:{tag}"));
        }
        assert_ne!(cache.stamp(&["mine"]).await, before, "forgetting moves on, too");
    }
}
