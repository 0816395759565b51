//! What the nodes of one server share in Redis, and what one node alone has in memory.

use std::sync::Arc;
use std::time::Duration;

use crate::cache::{Cache, Keeper, MemoryCache, RedisCache};
use crate::config::Settings;
use crate::locks::{Locks, MemoryLocks, RedisLocks};
use crate::rates::{MemoryRates, Rates, RedisRates};
use crate::shared::Redis;

/// The adapters of ports behind which Redis may stand.
pub(crate) struct Sharing {
    /// Reads that are kept.
    pub(crate) keeper: Keeper,
    /// How often somebody may ask.
    pub(crate) rates: Arc<dyn Rates>,
    /// Work that one node at a time does.
    pub(crate) locks: Arc<dyn Locks>,
}

impl Sharing {
    /// Those over Redis, or without it those in memory.
    pub(crate) fn new(redis: Option<&Redis>, settings: &Settings) -> Self {
        let (kept, rates) = (&settings.cache, settings.rates.rates());
        let lives = Duration::from_secs_f64(kept.seconds);
        let (cache, rates, locks): (Arc<dyn Cache>, Arc<dyn Rates>, Arc<dyn Locks>) = match redis {
            Some(redis) => (
                Arc::new(RedisCache::new(redis.clone(), lives)),
                Arc::new(RedisRates::new(redis.clone(), rates)),
                Arc::new(RedisLocks(redis.clone())),
            ),
            None => (
                Arc::new(MemoryCache::new(kept.entries, kept.bytes)),
                Arc::new(MemoryRates::new(rates)),
                Arc::new(MemoryLocks::default()),
            ),
        };
        Self { keeper: Keeper::new(cache, lives), rates, locks }
    }
}
