//! Reads that are kept: looked up, read once when missing, and kept.

use std::collections::HashMap;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use bytes::Bytes;
use serde::Serialize;

use super::Cache;

/// JSON that was kept, or was read just now.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Kept {
    /// The JSON.
    pub json: Bytes,
    /// Whether it was kept.
    pub hit: bool,
}

impl Kept {
    /// What the header `X-Cache` says.
    pub fn word(&self) -> &'static str {
        if self.hit { "hit" } else { "miss" }
    }
}

/// How many reads were found kept, and how many were not.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Found {
    /// They were kept.
    pub hits: u64,
    /// They were read.
    pub misses: u64,
}

type Flights = Mutex<HashMap<String, Arc<tokio::sync::Mutex<()>>>>;

/// Keeps reads as JSON; clones share them.
#[derive(Clone)]
pub struct Keeper {
    cache: Arc<dyn Cache>,
    lives: Duration,
    /// Reads that are under way: whoever wants the same waits for them.
    flights: Arc<Flights>,
    hits: Arc<AtomicU64>,
    misses: Arc<AtomicU64>,
}

impl Keeper {
    /// Keeps reads in a cache for at most so long.
    pub fn new(cache: Arc<dyn Cache>, lives: Duration) -> Self {
        Self { cache, lives, flights: Arc::default(), hits: Arc::default(), misses: Arc::default() }
    }

    /// How many of the reads until now were found kept.
    pub fn found(&self) -> Found {
        let count = |count: &AtomicU64| count.load(Ordering::Relaxed);
        Found { hits: count(&self.hits), misses: count(&self.misses) }
    }

    /// Moves a tag on: nothing that depends on it is found any more.
    pub fn advance(&self, tag: &str) {
        self.cache.advance(tag);
    }

    /// Until other nodes know of what was moved on before, or cannot be told now.
    pub async fn settled(&self) {
        self.cache.settled().await;
    }

    /// What `read` gives, kept under a name for as long as no tag moves on.
    ///
    /// The name says all that the read depends on, the person too where it matters. Of many who
    /// ask at once one reads, the others wait and find it.
    pub async fn json<T: Serialize, E: From<serde_json::Error>>(
        &self,
        name: &str,
        tags: &[&str],
        read: impl Future<Output = Result<T, E>>,
    ) -> Result<Kept, E> {
        let Some(stamp) = self.cache.stamp(tags).await else {
            self.misses.fetch_add(1, Ordering::Relaxed);
            return self.fresh(read).await;
        };
        let key = format!("{name}{stamp}");
        if let Some(json) = self.cache.get(&key).await {
            return Ok(self.hit(json));
        }
        let flight = self.board(&key);
        let turn = flight.lock().await;
        if let Some(json) = self.cache.get(&key).await {
            return Ok(self.hit(json));
        }
        self.misses.fetch_add(1, Ordering::Relaxed);
        let read = read.await;
        if let Ok(value) = &read {
            let json = Bytes::from(serde_json::to_vec(value)?);
            self.cache.put(key.clone(), json.clone(), self.lives).await;
            drop(turn);
            return Ok(Kept { json, hit: false });
        }
        drop(turn);
        read.map(|_| Kept { json: Bytes::new(), hit: false })
    }

    /// What `read` gives, kept nowhere: for what ends by a date, of which no tag tells.
    pub async fn fresh<T: Serialize, E: From<serde_json::Error>>(
        &self,
        read: impl Future<Output = Result<T, E>>,
    ) -> Result<Kept, E> {
        Ok(Kept { json: Bytes::from(serde_json::to_vec(&read.await?)?), hit: false })
    }

    fn hit(&self, json: Bytes) -> Kept {
        self.hits.fetch_add(1, Ordering::Relaxed);
        Kept { json, hit: true }
    }

    fn board(&self, key: &str) -> Arc<tokio::sync::Mutex<()>> {
        let mut flights = self.flights.lock().unwrap_or_else(PoisonError::into_inner);
        // Flights that nobody is on are over.
        flights.retain(|_, flight| Arc::strong_count(flight) > 1);
        Arc::clone(flights.entry(key.to_owned()).or_default())
    }
}

#[cfg(test)]
mod tests {
    use std::sync::atomic::{AtomicU32, Ordering};

    use super::super::MemoryCache;
    use super::*;

    fn keeper() -> Keeper {
        Keeper::new(Arc::new(MemoryCache::new(99, 9_999)), Duration::from_secs(60))
    }

    async fn read(keeper: &Keeper, count: &AtomicU32) -> Kept {
        let read = async {
            tokio::task::yield_now().await;
            Ok::<_, serde_json::Error>(count.fetch_add(1, Ordering::Relaxed))
        };
        keeper.json("count", &["a", "b"], read).await.unwrap()
    }

    #[tokio::test]
    async fn one_reads_and_all_find_it_until_a_tag_moves_on() {
        let (keeper, count) = (keeper(), AtomicU32::new(0));
        let all = futures_util::future::join_all((0..10).map(|_| read(&keeper, &count))).await;
        assert_eq!(count.load(Ordering::Relaxed), 1, "one flight");
        assert_eq!(all.iter().filter(|kept| kept.hit).count(), 9);
        assert!(read(&keeper, &count).await.hit);
        keeper.advance("b");
        let again = read(&keeper, &count).await;
        assert_eq!((again.hit, &again.json[..]), (false, &b"1"[..]));
        assert_eq!(keeper.found(), Found { hits: 10, misses: 2 });
    }

    #[tokio::test]
    async fn what_was_read_before_a_change_is_not_found_after_it() {
        let keeper = keeper();
        let slow = async {
            keeper.advance("a");
            Ok::<_, serde_json::Error>("old")
        };
        assert!(!keeper.json("x", &["a"], slow).await.unwrap().hit);
        let now = keeper.json("x", &["a"], async { Ok::<_, serde_json::Error>("new") }).await;
        assert_eq!(&now.unwrap().json[..], b"\"new\"");
    }
}
