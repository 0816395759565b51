//! One attempt at a job, from taking it to writing down what came of it. A panic in it is a failure of this attempt.

use std::panic::AssertUnwindSafe;
use std::sync::atomic::Ordering;
use std::time::{Duration, Instant};

use futures_util::FutureExt;
use renexus_wire::access::Level;
use tokio::sync::watch;
use tokio::time::{MissedTickBehavior, interval, timeout};

use super::actor::AssistantParts;
use super::breaker::Heard;
use super::pausing::pause;
use super::writing::{self, Book, Trouble};
use crate::ports::jobs::{Ending, Hold, Job};
use crate::ports::model::ModelError;
use crate::ports::{Count, Place};

/// Looks at the job in one lease.
const LOOKS_PER_LEASE: u32 = 4;
/// Attempts to write down what came of it; after that the job is another's when its lease is over.
const SETTLING: u32 = 5;

/// Why an attempt ends before it is done.
enum Cut {
    /// The job is another node's.
    Lost,
    /// Whoever asked may not have it any more.
    Unwanted,
}

/// Makes an attempt; what was heard of the service.
pub(super) async fn make(parts: &AssistantParts, job: &Job, stop: &watch::Sender<bool>) -> Heard {
    parts.meter.count(Count::AssistantAttempts, 1);
    let book = Book::default();
    let outcome = AssertUnwindSafe(work(parts, job, stop, &book)).catch_unwind().await;
    let outcome = outcome.unwrap_or_else(|_| {
        parts.meter.count(Count::AssistantPanics, 1);
        log::error!("assistant.job" = job.id.as_str(); "an attempt panicked");
        Some(Err(Trouble::Passing("the assistant failed".to_owned())))
    });
    let (heard, call) = book.take();
    // It is another's.
    let Some(outcome) = outcome else { return heard };
    if outcome.is_err() {
        parts.meter.count(Count::AssistantFailures, 1);
        // Also what earlier attempts left that could not tidy up.
        if book.touched.load(Ordering::Acquire) || job.attempt > 1 {
            tidy(parts, job).await;
        }
    }
    let ending = ending(parts, job, outcome);
    for turn in 1..=SETTLING {
        match parts.jobs.settle(job, ending.clone(), call.clone()).await {
            Ok(_) => return heard,
            Err(error) => {
                log::error!("assistant.job" = job.id.as_str(); "not written down: {error}");
                tokio::time::sleep(parts.limits.retry_floor.saturating_mul(turn)).await;
            }
        }
    }
    heard
}

/// What came of the work; none when the job is another's.
async fn work(
    parts: &AssistantParts,
    job: &Job,
    stop: &watch::Sender<bool>,
    book: &Book,
) -> Option<Result<bool, Trouble>> {
    if job.attempt > parts.limits.attempts {
        return Some(Err(Trouble::Final("it was cut off in the middle too often".to_owned())));
    }
    // Rights and the lease are looked at before anything is read or sent.
    let mut hold = Holding { parts, job, stop, stayed: None };
    let cut = hold.look().await;
    let write = timeout(parts.limits.attempt, writing::write(parts, job, stop.subscribe(), book));
    let held = async {
        match cut {
            Some(cut) => cut,
            None => hold.until_cut().await,
        }
    };
    tokio::select! {
        biased;
        cut = held => match cut {
            Cut::Lost => None,
            Cut::Unwanted => {
                let told = "who asked may not write here any more";
                Some(Err(Trouble::Final(told.to_owned())))
            }
        },
        written = write => Some(written.unwrap_or_else(|_| {
            Err(ModelError::TimedOut("the attempt did not end").into())
        })),
    }
}

/// Stays at a job.
struct Holding<'a> {
    parts: &'a AssistantParts,
    job: &'a Job,
    stop: &'a watch::Sender<bool>,
    /// When the lease began.
    stayed: Option<Instant>,
}

impl Holding<'_> {
    /// Stays until something speaks against it.
    async fn until_cut(&mut self) -> Cut {
        let mut looks = interval(self.parts.limits.look);
        looks.set_missed_tick_behavior(MissedTickBehavior::Delay);
        // The first one is now, and has been.
        looks.tick().await;
        loop {
            looks.tick().await;
            if let Some(cut) = self.look().await {
                return cut;
            }
        }
    }

    /// Looks whether something speaks against it.
    async fn look(&mut self) -> Option<Cut> {
        let Self { parts, job, stop, .. } = *self;
        let place = Place::Document(job.document.clone());
        match parts.rights.level(job.person.clone(), place).await {
            Ok(level) if level < Level::Write => return Some(Cut::Unwanted),
            Ok(_) => {}
            // Nothing is sent for somebody whose rights are not known.
            Err(_) if self.stayed.is_none() => return Some(Cut::Lost),
            Err(error) => log::warn!("assistant.job" = job.id.as_str(); "rights: {error}"),
        }
        let rests = parts.limits.lease / LOOKS_PER_LEASE;
        if self.stayed.is_some_and(|at| at.elapsed() < rests) {
            return None;
        }
        match parts.jobs.keep(job).await {
            Ok(Hold::Kept) => self.stayed = Some(Instant::now()),
            Ok(Hold::Stop) => {
                self.stayed = Some(Instant::now());
                stop.send_replace(true);
            }
            Ok(Hold::Lost) => return Some(Cut::Lost),
            // Another node may have taken it by now.
            Err(_) if self.stayed.is_none_or(|at| at.elapsed() >= parts.limits.lease) => {
                return Some(Cut::Lost);
            }
            Err(error) => log::warn!("assistant.job" = job.id.as_str(); "{error}"),
        }
        None
    }
}

/// Takes away what the attempt left in the document; what cannot be done now is done by the next one.
pub(super) async fn tidy(parts: &AssistantParts, job: &Job) {
    let tidied = AssertUnwindSafe(writing::clean_up(parts, job)).catch_unwind().await;
    let problem = match tidied {
        Ok(Ok(())) => return,
        Ok(Err(trouble)) => trouble.to_string(),
        Err(_) => "it panicked".to_owned(),
    };
    log::warn!("assistant.job" = job.id.as_str(); "its document was not tidied: {problem}");
}

fn ending(parts: &AssistantParts, job: &Job, outcome: Result<bool, Trouble>) -> Ending {
    let trouble = match outcome {
        Ok(stopped) => return Ending::Offered { stopped },
        Err(trouble) => trouble,
    };
    let problem = trouble.to_string();
    let asked = match trouble {
        Trouble::Stopped => return Ending::Stopped,
        Trouble::Final(_) | Trouble::Model(ModelError::Refused(_)) => {
            return Ending::Failed { problem };
        }
        Trouble::Model(ModelError::Busy { after }) => after,
        Trouble::Model(_) | Trouble::Passing(_) => None,
    };
    if job.attempt >= parts.limits.attempts {
        return Ending::Failed { problem };
    }
    let after = pause(parts.limits.retry_floor, job.attempt, chance(&job.lease), asked);
    Ending::Again { after: after.max(Duration::from_millis(1)), problem }
}

/// A number that differs from turn to turn: leases end in chance.
fn chance(lease: &str) -> u64 {
    lease.bytes().fold(7, |sum, byte| sum.wrapping_mul(31).wrapping_add(byte.into()))
}
