//! Cache-aside for hot reads: what was read is kept for a while, and is void once a tag that it
//! depends on moves on.
//!
//! A key holds the generations of its tags as they were before the read. Whoever changes
//! something moves the tag on after the commit; what was read before is then never found
//! again, also when it is kept later. So nothing stale is served, whatever the order.

mod kept;
mod memory;
mod sink;

use std::time::Duration;

use bytes::Bytes;
use futures_util::future::BoxFuture;

pub use kept::{Keeper, Kept};
pub use memory::MemoryCache;
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
    /// The generation of a tag; 0 for one that never moved.
    fn generation(&self, tag: &str) -> BoxFuture<'_, u64>;

    /// Moves a tag on. It must not wait; in this process it counts at once.
    fn advance(&self, tag: &str);

    /// What was kept under a key.
    fn get(&self, key: &str) -> BoxFuture<'_, Option<Bytes>>;

    /// Keeps bytes under a key for a time.
    fn put(&self, key: String, value: Bytes, lives: Duration) -> BoxFuture<'_, ()>;
}
