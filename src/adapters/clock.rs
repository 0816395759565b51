//! The clock of the machine.

use std::time::Duration;

use chrono::{DateTime, NaiveDateTime, SubsecRound, Utc};
use renexus_actors::ports::Clock;

/// Tells the time of the machine.
#[derive(Clone, Copy, Debug, Default)]
pub struct SystemClock;

impl Clock for SystemClock {
    fn now(&self) -> DateTime<Utc> {
        Utc::now()
    }
}

/// How long a revoked token is remembered; no token lives longer.
pub const REVOCATION_MEMORY: Duration = Duration::from_secs(366 * 24 * 3_600);

/// The current instant as databases keep it: UTC without a zone, in microseconds.
pub fn database_now(clock: &dyn Clock) -> NaiveDateTime {
    clock.now().naive_utc().trunc_subsecs(6)
}
