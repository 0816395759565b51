//! A thread that is woken all the time breathes before it looks again.
//!
//! Being woken costs a thread more than hearing an edit. What arrives during a
//! breath is heard together, as network cards coalesce their interrupts.

use std::sync::atomic::{AtomicU32, AtomicU64, Ordering};
use std::time::{Duration, Instant};

/// Short sleeps in a row after which a thread counts as busy.
const BUSY: u32 = 16;
/// How much one long sleep counts against short ones.
const CALM: u32 = 4;

/// How busy one thread is.
#[derive(Debug)]
pub(crate) struct Breath {
    /// How long it takes; a sleep that is shorter is a short one.
    pause: Duration,
    began: Instant,
    /// When the thread last went to sleep, in microseconds since it began.
    asleep: AtomicU64,
    /// Short sleeps beyond long ones.
    score: AtomicU32,
}

impl Breath {
    /// A calm thread.
    pub(crate) fn new(pause: Duration) -> Self {
        Self { pause, began: Instant::now(), asleep: AtomicU64::new(0), score: AtomicU32::new(0) }
    }

    /// The thread has nothing left to do.
    pub(crate) fn before_sleep(&self) {
        if self.is_busy() {
            std::thread::sleep(self.pause);
        }
        self.asleep.store(self.now(), Ordering::Relaxed);
    }

    /// Something woke the thread.
    pub(crate) fn after_sleep(&self) {
        let slept = self.now().saturating_sub(self.asleep.load(Ordering::Relaxed));
        self.note(Duration::from_micros(slept));
    }

    fn note(&self, slept: Duration) {
        let score = self.score.load(Ordering::Relaxed);
        let score = match slept < self.pause {
            true => (score + 1).min(2 * BUSY),
            false => score.saturating_sub(CALM),
        };
        self.score.store(score, Ordering::Relaxed);
    }

    fn is_busy(&self) -> bool {
        self.score.load(Ordering::Relaxed) >= BUSY
    }

    fn now(&self) -> u64 {
        u64::try_from(self.began.elapsed().as_micros()).unwrap_or(u64::MAX)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const SHORT: Duration = Duration::from_micros(300);
    const LONG: Duration = Duration::from_millis(9);

    fn after(sleeps: impl IntoIterator<Item = Duration>) -> bool {
        let breath = Breath::new(Duration::from_millis(2));
        sleeps.into_iter().for_each(|slept| breath.note(slept));
        breath.is_busy()
    }

    #[test]
    fn a_thread_that_is_woken_all_the_time_is_busy() {
        assert!(after([SHORT; 20]));
    }

    #[test]
    fn an_edit_and_its_commit_now_and_then_are_no_hurry() {
        assert!(!after([LONG, SHORT, SHORT].repeat(100)));
    }

    #[test]
    fn a_thread_calms_down_when_nothing_comes() {
        let mut sleeps = vec![SHORT; 100];
        sleeps.extend([LONG; 8]);
        assert!(!after(sleeps));
    }
}
