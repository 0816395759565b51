//! Cache-aside for hot reads: what was read is kept for a while, and is void once a tag that it
//! depends on moves on.
//!
//! A key holds the generations of its tags as they were before the read. Whoever changes
//! something moves the tag on after the commit; what was read before is then never found
//! again, also when it is kept later. So nothing stale is served, whatever the order.
//! Where the generations cannot be known, nothing is kept and everything is read.

mod kept;
mod memory;
mod over_redis;
mod owed;
mod sink;

use std::time::Duration;

use bytes::Bytes;
use futures_util::future::BoxFuture;

pub use kept::{Found, Keeper, Kept};
pub use memory::MemoryCache;
pub use over_redis::RedisCache;
pub use sink::CacheSink;

/// The tag of everything that depends on who is in which workspace, and on workspaces themselves.
pub const WORKSPACES: &str = "workspaces";
/// The tag of everything that depends on people: names, pictures, who may act.
pub const PEOPLE: &str = "people";

/// The tag of everything in one workspace; each of its events moves it on.
pub fn workspace(id: &str) -> String {
    format!("workspace:{id}")
}

/// Keeps bytes for a while. It may lose them at any time.
pub trait Cache: Send + Sync {
    /// What some tags stand at, in one word: once one of them moved on it never comes back. None
    /// where that cannot be known now.
    fn stamp(&self, tags: &[&str]) -> BoxFuture<'_, Option<String>>;

    /// Moves a tag on. It must not wait; in this process it counts at once.
    fn advance(&self, tag: &str);

    /// Until other processes know of what was moved on before, or cannot be told now.
    fn settled(&self) -> BoxFuture<'_, ()> {
        Box::pin(std::future::ready(()))
    }

    /// What was kept under a key.
    fn get(&self, key: &str) -> BoxFuture<'_, Option<Bytes>>;

    /// Keeps bytes under a key for a time.
    fn put(&self, key: String, value: Bytes, lives: Duration) -> BoxFuture<'_, ()>;
}
