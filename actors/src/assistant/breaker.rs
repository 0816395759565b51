//! Leaves a service alone that is not well: plain Rust, the clock is handed in.

use std::time::{Duration, Instant};

use crate::ports::model::ModelError;

/// What an attempt heard of the service.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum Heard {
    /// It was not asked, or what became of it is not known.
    #[default]
    Nothing,
    /// It answered, be it that it refused.
    Answered,
    /// It has too much to do, and wants to be left alone for a while.
    Busy(Option<Duration>),
    /// It failed, or took too long.
    Failed,
}

impl From<&ModelError> for Heard {
    fn from(error: &ModelError) -> Self {
        match error {
            ModelError::Refused(_) => Self::Answered,
            ModelError::Busy { after } => Self::Busy(*after),
            ModelError::Broken(_) | ModelError::TimedOut(_) => Self::Failed,
        }
    }
}

/// How well the service is.
#[derive(Debug)]
pub(super) struct Breaker {
    /// Failures in a row.
    failures: u32,
    /// Failures in a row after which it is left alone.
    most: u32,
    /// For how long.
    pause: Duration,
    /// Until when nobody asks it.
    closed_until: Option<Instant>,
}

impl Breaker {
    pub(super) fn new(most: u32, pause: Duration) -> Self {
        Self { failures: 0, most, pause, closed_until: None }
    }

    /// How many of so many new jobs may begin beside those that run. A service that failed is tried with one.
    pub(super) fn room(&self, wanted: usize, running: usize, now: Instant) -> usize {
        if self.closed_until.is_some_and(|until| until > now) {
            return 0;
        }
        if self.failures >= self.most {
            wanted.min(1_usize.saturating_sub(running))
        } else {
            wanted
        }
    }

    /// Takes in what an attempt heard; whether the service is left alone from now on.
    pub(super) fn hear(&mut self, heard: Heard, now: Instant) -> bool {
        let pause = match heard {
            Heard::Nothing => return false,
            Heard::Answered => {
                self.failures = 0;
                self.closed_until = None;
                return false;
            }
            Heard::Busy(None) => return false,
            Heard::Busy(Some(pause)) => pause,
            Heard::Failed => {
                self.failures = self.failures.saturating_add(1);
                if self.failures < self.most {
                    return false;
                }
                self.pause
            }
        };
        let until = now + pause;
        self.closed_until = Some(self.closed_until.map_or(until, |before| before.max(until)));
        heard == Heard::Failed
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const PAUSE: Duration = Duration::from_secs(30);

    #[test]
    fn it_closes_after_failures_in_a_row_and_tries_with_one() {
        let (mut breaker, now) = (Breaker::new(3, PAUSE), Instant::now());
        for heard in [Heard::Failed, Heard::Failed, Heard::Answered, Heard::Failed, Heard::Failed] {
            assert!(!breaker.hear(heard, now));
        }
        assert_eq!(breaker.room(8, 4, now), 8);
        assert!(breaker.hear(Heard::Failed, now));
        assert_eq!(breaker.room(8, 0, now), 0);
        let later = now + PAUSE;
        assert_eq!((breaker.room(8, 0, later), breaker.room(8, 1, later)), (1, 0));
        assert!(breaker.hear(Heard::Failed, later), "the trial failed");
        assert_eq!(breaker.room(8, 0, later), 0);
        let later = later + PAUSE;
        breaker.hear(Heard::Answered, later);
        assert_eq!(breaker.room(8, 1, later), 8);
    }

    #[test]
    fn a_busy_service_is_left_alone_as_long_as_it_asks() {
        let (mut breaker, now) = (Breaker::new(3, PAUSE), Instant::now());
        assert!(!breaker.hear(Heard::Busy(Some(Duration::from_secs(5))), now));
        breaker.hear(Heard::Busy(Some(Duration::from_secs(2))), now);
        assert_eq!(breaker.room(8, 0, now + Duration::from_secs(4)), 0);
        assert_eq!(breaker.room(8, 0, now + Duration::from_secs(5)), 8);
        breaker.hear(Heard::Busy(None), now);
        breaker.hear(Heard::Nothing, now);
    }
}
