//! Locks that all nodes share, in Redis.

use std::sync::LazyLock;
use std::time::Duration;

use futures_util::future::BoxFuture;
use redis::Script;

use super::{Locks, LocksAway};
use crate::shared::Redis;

/// Takes a lock. The fence is one more than the last; where Redis has forgotten that, its clock is
/// further on than any it ever gave.
static ACQUIRE: LazyLock<Script> = LazyLock::new(|| {
    Script::new(
        r"
if not redis.call('SET', KEYS[1], ARGV[1], 'NX', 'PX', ARGV[2]) then
  return 0
end
local clock = redis.call('TIME')
local last = tonumber(redis.call('GET', KEYS[2]) or 0)
local fence = math.max(last + 1, clock[1] * 1000000 + clock[2])
redis.call('SET', KEYS[2], string.format('%.0f', fence))
return fence
",
    )
});
/// Extends a lock of one's own.
static EXTEND: LazyLock<Script> = LazyLock::new(|| {
    Script::new(
        r"
if redis.call('GET', KEYS[1]) ~= ARGV[1] then return 0 end
return redis.call('PEXPIRE', KEYS[1], ARGV[2])
",
    )
});
/// Gives a lock of one's own back.
static RELEASE: LazyLock<Script> = LazyLock::new(|| {
    Script::new(
        r"
if redis.call('GET', KEYS[1]) ~= ARGV[1] then return 0 end
return redis.call('DEL', KEYS[1])
",
    )
});

/// Locks in Redis. While it is away nobody gets one, and whoever holds one keeps it until it runs out.
pub struct RedisLocks(pub Redis);

impl RedisLocks {
    /// Lock and fence stand on the same node of a cluster.
    fn places(&self, name: &str) -> (String, String) {
        (self.0.key(&format!("lock:{{{name}}}")), self.0.key(&format!("lock:{{{name}}}:fence")))
    }
}

fn millis(lives: Duration) -> String {
    lives.as_millis().max(1).to_string()
}

impl Locks for RedisLocks {
    fn acquire(
        &self,
        name: &str,
        owner: &str,
        lives: Duration,
    ) -> BoxFuture<'_, Result<Option<i64>, LocksAway>> {
        let (lock, fence) = self.places(name);
        let owner = owner.to_owned();
        Box::pin(async move {
            let mut script = ACQUIRE.key(lock);
            script.key(fence).arg(owner).arg(millis(lives));
            let fence: i64 = self.0.run(&script).await?;
            Ok((fence > 0).then_some(fence))
        })
    }

    fn extend(
        &self,
        name: &str,
        owner: &str,
        lives: Duration,
    ) -> BoxFuture<'_, Result<bool, LocksAway>> {
        let ((lock, _), owner) = (self.places(name), owner.to_owned());
        Box::pin(async move {
            let mut script = EXTEND.key(lock);
            script.arg(owner).arg(millis(lives));
            let extended: i64 = self.0.run(&script).await?;
            Ok(extended == 1)
        })
    }

    fn release(&self, name: &str, owner: &str) -> BoxFuture<'_, Result<bool, LocksAway>> {
        let ((lock, _), owner) = (self.places(name), owner.to_owned());
        Box::pin(async move {
            let mut script = RELEASE.key(lock);
            script.arg(owner);
            let released: i64 = self.0.run(&script).await?;
            Ok(released == 1)
        })
    }
}
