//! Whether Redis can be asked now.

use prometheus::core::{Collector, Desc};
use prometheus::proto::MetricFamily;
use prometheus::{IntGauge, Registry};

use crate::shared::Redis;

/// The figure of a connection.
struct Reach {
    redis: Redis,
    gauge: IntGauge,
}

impl Collector for Reach {
    fn desc(&self) -> Vec<&Desc> {
        self.gauge.desc()
    }

    fn collect(&self) -> Vec<MetricFamily> {
        self.gauge.set(self.redis.is_there().into());
        self.gauge.collect()
    }
}

/// Registers the figure, where there is to be a Redis.
pub(crate) fn register(
    registry: &Registry,
    redis: Option<&Redis>,
) -> Result<(), prometheus::Error> {
    let Some(redis) = redis.cloned() else { return Ok(()) };
    let gauge = IntGauge::new("renexus_redis_up", "Whether there is a connection to Redis.")?;
    registry.register(Box::new(Reach { redis, gauge }))
}
