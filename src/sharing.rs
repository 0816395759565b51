//! What the nodes of one server share in Redis, and what one node alone has in memory.

use std::sync::Arc;
use std::time::Duration;

use crate::cache::{Cache, Keeper, MemoryCache, RedisCache};
use crate::config::Settings;
use crate::db::Database;
use crate::locks::{Locks, MemoryLocks, RedisLocks};
use crate::rates::{Counted, MemoryRates, Rates, RedisRates};
use crate::shared::Redis;

/// The adapters of ports behind which Redis may stand.
pub(crate) struct Sharing {
    /// Reads that are kept.
    pub(crate) keeper: Keeper,
    /// How often somebody may ask.
    pub(crate) rates: Counted,
    /// Work that one node at a time does.
    pub(crate) locks: Arc<dyn Locks>,
}

impl Sharing {
    /// Those over Redis, or without it those in memory. Locks are over Redis where several nodes may
    /// use one database: a file has one server, and another server's chores are none of its business.
    pub(crate) fn new(redis: Option<&Redis>, database: &Database, settings: &Settings) -> Self {
        let (kept, rates) = (&settings.cache, settings.rates.rates());
        let lives = Duration::from_secs_f64(kept.seconds);
        let (cache, rates): (Arc<dyn Cache>, Arc<dyn Rates>) = match redis {
            Some(redis) => (
                Arc::new(RedisCache::new(redis.clone(), lives)),
                Arc::new(RedisRates::new(redis.clone(), rates)),
            ),
            None => (
                Arc::new(MemoryCache::new(kept.entries, kept.bytes)),
                Arc::new(MemoryRates::new(rates)),
            ),
        };
        let locks: Arc<dyn Locks> = match redis.filter(|_| !database.is_file()) {
            Some(redis) => Arc::new(RedisLocks(redis.clone())),
            None => Arc::new(MemoryLocks::default()),
        };
        Self { keeper: Keeper::new(cache, lives), rates: Counted::new(rates), locks }
    }
}
