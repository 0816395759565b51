//! Rates that all nodes count together, in Redis.

use std::sync::LazyLock;
use std::time::Duration;

use futures_util::future::BoxFuture;
use redis::Script;

use super::{Class, Decision, MemoryRates, Rate, Rates, name};
use crate::shared::Redis;

/// One attempt, counted as the memory does (GCRA): a key holds the time at which the whole burst is back.
///
/// Redis tells the time, so that nodes whose clocks differ count alike. A time that lies further ahead
/// than the burst reaches is left from a server whose clock was wrong, and is cut off.
/// Answers how many are left and, when the attempt was one too many, after how many microseconds it is not.
static ATTEMPT: LazyLock<Script> = LazyLock::new(|| {
    Script::new(
        r"
local clock = redis.call('TIME')
local now = clock[1] * 1000000 + clock[2]
local interval, burst = tonumber(ARGV[1]), tonumber(ARGV[2])
local back = tonumber(redis.call('GET', KEYS[1]) or now)
back = math.min(back, now + interval * burst)
local earliest = back - interval * (burst - 1)
if now < earliest then
  return {0, earliest - now}
end
local next = math.max(back, now) + interval
redis.call('SET', KEYS[1], string.format('%.0f', next), 'PX', math.ceil((next - now) / 1000))
return {math.floor((now + interval * burst - next) / interval), -1}
",
    )
});

/// Counts in Redis; while it is away, each node counts for itself.
pub struct RedisRates {
    redis: Redis,
    alone: MemoryRates,
    rates: Vec<(Class, Rate)>,
}

impl RedisRates {
    /// Counts for the rates given; a burst of 0 is no limit.
    pub fn new(redis: Redis, rates: impl IntoIterator<Item = (Class, Rate)>) -> Self {
        let rates: Vec<_> = rates.into_iter().filter(|(_, rate)| rate.burst > 0).collect();
        Self { redis, alone: MemoryRates::new(rates.iter().copied()), rates }
    }
}

impl Rates for RedisRates {
    fn take(&self, class: Class, key: &str) -> BoxFuture<'_, Option<Decision>> {
        let place = self.redis.key(&format!("rate:{}:{}", class.word(), name(key)));
        let key = key.to_owned();
        Box::pin(async move {
            let (_, rate) = *self.rates.iter().find(|(rated, _)| *rated == class)?;
            let interval = (rate.window / rate.burst).as_micros().max(1);
            let mut attempt = ATTEMPT.key(place);
            attempt.arg(interval.to_string()).arg(rate.burst);
            let Ok((left, wait)) = self.redis.run::<(i64, i64)>(&attempt).await else {
                return self.alone.take(class, &key).await;
            };
            let wait = u64::try_from(wait).ok().map(Duration::from_micros);
            let remaining = u32::try_from(left).unwrap_or_default();
            Some(Decision { class, rate, remaining, wait })
        })
    }

    fn forget(&self) {
        // Redis forgets by itself.
        self.alone.forget();
    }
}
