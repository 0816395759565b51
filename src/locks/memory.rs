//! Locks in the memory of this process: for one node alone.

use std::collections::HashMap;
use std::future::ready;
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use futures_util::future::BoxFuture;

use super::{Locks, LocksAway, next_fence};

/// Locks of one process.
#[derive(Default)]
pub struct MemoryLocks {
    inner: Mutex<Inner>,
}

#[derive(Default)]
struct Inner {
    /// By name; what ran out goes with the next look.
    locks: HashMap<String, (String, Instant)>,
    last_fence: i64,
}

impl MemoryLocks {
    fn lock(&self) -> MutexGuard<'_, Inner> {
        let mut inner = self.inner.lock().unwrap_or_else(PoisonError::into_inner);
        let now = Instant::now();
        inner.locks.retain(|_, (_, until)| *until > now);
        inner
    }
}

impl Locks for MemoryLocks {
    fn acquire(
        &self,
        name: &str,
        owner: &str,
        lives: Duration,
    ) -> BoxFuture<'_, Result<Option<i64>, LocksAway>> {
        let mut inner = self.lock();
        if inner.locks.contains_key(name) {
            return Box::pin(ready(Ok(None)));
        }
        inner.last_fence = next_fence(inner.last_fence);
        inner.locks.insert(name.to_owned(), (owner.to_owned(), Instant::now() + lives));
        Box::pin(ready(Ok(Some(inner.last_fence))))
    }

    fn extend(
        &self,
        name: &str,
        owner: &str,
        lives: Duration,
    ) -> BoxFuture<'_, Result<bool, LocksAway>> {
        let mut inner = self.lock();
        let held = inner.locks.get_mut(name).filter(|(holder, _)| holder == owner);
        let extended = held.map(|(_, until)| *until = Instant::now() + lives).is_some();
        Box::pin(ready(Ok(extended)))
    }

    fn release(&self, name: &str, owner: &str) -> BoxFuture<'_, Result<bool, LocksAway>> {
        let mut inner = self.lock();
        let held = inner.locks.get(name).is_some_and(|(holder, _)| holder == owner);
        if held {
            inner.locks.remove(name);
        }
        Box::pin(ready(Ok(held)))
    }
}
