//! Locks by name, for work that one node at a time should do.
//!
//! A lock runs out unless it is extended, so a node that is gone holds nothing for long. A node that
//! only slept may still think it holds one: each lock comes with a *fence*, a number that is larger
//! each time, and whoever writes under a lock lets the database compare it
//! ([`crate::db::queries::fences`]). [`Held`] extends a lock by itself and gives it back.

mod held;
mod memory;
mod over_redis;

use std::time::Duration;

use chrono::Utc;
use futures_util::future::BoxFuture;
use thiserror::Error;

pub use held::Held;
pub use memory::MemoryLocks;
pub use over_redis::RedisLocks;

use crate::shared::RedisFailure;

/// Why nobody knows who holds a lock.
#[derive(Debug, Error)]
pub enum LocksAway {
    /// Redis is of no help.
    #[error(transparent)]
    Redis(#[from] RedisFailure),
}

/// Who holds what. An owner is a word that nobody else uses.
pub trait Locks: Send + Sync {
    /// Takes a lock for a time, if nobody holds it; returns its fence.
    fn acquire(
        &self,
        name: &str,
        owner: &str,
        lives: Duration,
    ) -> BoxFuture<'_, Result<Option<i64>, LocksAway>>;

    /// Holds a lock for a time from now on; false when somebody else may have had it since.
    fn extend(
        &self,
        name: &str,
        owner: &str,
        lives: Duration,
    ) -> BoxFuture<'_, Result<bool, LocksAway>>;

    /// Gives a lock back; false when it was not held any more.
    fn release(&self, name: &str, owner: &str) -> BoxFuture<'_, Result<bool, LocksAway>>;
}

/// A fence above the last one: the clock in microseconds, unless that stands still or went back. So
/// it grows also for those who have forgotten the last one.
fn next_fence(last: i64) -> i64 {
    Utc::now().timestamp_micros().max(last.saturating_add(1))
}
