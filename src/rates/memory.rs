//! Rates in the memory of this process.

use std::collections::BTreeMap;
use std::num::NonZeroU32;

use futures_util::future::BoxFuture;
use governor::clock::{Clock, DefaultClock};
use governor::middleware::StateInformationMiddleware;
use governor::state::keyed::DashMapStateStore;
use governor::{Quota, RateLimiter};

use super::{Class, Decision, Rate, Rates};

/// Keys that are counted per class; beyond it those within their rate are forgotten, and if that
/// does not help all of them share one count.
const MAX_KEYS: usize = 200_000;
/// What those share who are too many.
const EVERYBODY: &str = "*";

type Limiter =
    RateLimiter<String, DashMapStateStore<String>, DefaultClock, StateInformationMiddleware>;

/// One limiter per class that has a rate.
pub struct MemoryRates {
    limiters: BTreeMap<Class, (Rate, Limiter)>,
    clock: DefaultClock,
}

impl MemoryRates {
    /// Limiters for the rates given; a burst of 0 is no limit.
    pub fn new(rates: impl IntoIterator<Item = (Class, Rate)>) -> Self {
        let limiter = |(class, rate): (Class, Rate)| {
            let burst = NonZeroU32::new(rate.burst)?;
            let quota = Quota::with_period(rate.window / rate.burst)?.allow_burst(burst);
            let limiter = RateLimiter::dashmap(quota).with_middleware();
            Some((class, (rate, limiter)))
        };
        Self {
            limiters: rates.into_iter().filter_map(limiter).collect(),
            clock: DefaultClock::default(),
        }
    }

    fn decide(&self, class: Class, key: &str) -> Option<Decision> {
        let (rate, limiter) = self.limiters.get(&class)?;
        if limiter.len() >= MAX_KEYS {
            limiter.retain_recent();
        }
        let key = if limiter.len() >= MAX_KEYS { EVERYBODY } else { key };
        let (remaining, wait) = match limiter.check_key(&key.to_owned()) {
            Ok(state) => (state.remaining_burst_capacity(), None),
            Err(until) => (0, Some(until.wait_time_from(self.clock.now()))),
        };
        Some(Decision { class, rate: *rate, remaining, wait })
    }
}

impl Rates for MemoryRates {
    fn take(&self, class: Class, key: &str) -> BoxFuture<'_, Option<Decision>> {
        Box::pin(std::future::ready(self.decide(class, key)))
    }

    fn forget(&self) {
        for (_, limiter) in self.limiters.values() {
            limiter.retain_recent();
            limiter.shrink_to_fit();
        }
    }
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::*;

    #[test]
    fn a_burst_is_allowed_and_then_one_waits() {
        let rate = Rate { burst: 3, window: Duration::from_secs(60) };
        let rates = MemoryRates::new([(Class::Enter, rate)]);
        for left in [2, 1, 0] {
            let decision = rates.decide(Class::Enter, "a").unwrap();
            assert_eq!((decision.remaining, decision.wait), (left, None));
        }
        let wait = rates.decide(Class::Enter, "a").unwrap().wait.unwrap();
        assert!(wait > Duration::from_secs(15) && wait <= Duration::from_secs(20), "{wait:?}");
        assert_eq!(rates.decide(Class::Enter, "b").unwrap().wait, None, "others are not concerned");
        assert_eq!(rates.decide(Class::Read, "a"), None, "no rate, no limit");
    }
}
