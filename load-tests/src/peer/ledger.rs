//! The books of one peer: which of its own edits the server has acknowledged.

use std::collections::VecDeque;
use std::time::{Duration, Instant};

use hdrhistogram::Histogram;

use crate::report;

/// Something sent that the server has not answered yet.
#[derive(Debug)]
enum Open {
    /// A Step2: Hocuspocus answers it like an edit, but it is none.
    StepTwo,
    /// An own edit.
    Edit { number: u64, sent: Instant },
}

/// Own edits: sent, acknowledged as durable, refused; and how long it took.
#[derive(Debug)]
pub(super) struct Ledger {
    /// What waits for an answer, oldest first.
    open: VecDeque<Open>,
    /// Own edits sent.
    pub(super) sent: u64,
    /// Own edits that are on disk.
    pub(super) acknowledged: u64,
    /// Own edits that were refused.
    pub(super) refused: u64,
    /// From sending to acknowledgement, in microseconds.
    pub(super) latencies: Histogram<u64>,
}

impl Ledger {
    pub(super) fn new() -> Self {
        Self {
            open: VecDeque::new(),
            sent: 0,
            acknowledged: 0,
            refused: 0,
            latencies: report::micros(),
        }
    }

    /// Notes an own edit and returns its number, counted from one.
    pub(super) fn edit(&mut self) -> u64 {
        self.sent += 1;
        self.open.push_back(Open::Edit { number: self.sent, sent: Instant::now() });
        self.sent
    }

    /// Notes a Step2 that will be answered by a SyncStatus.
    pub(super) fn step_two(&mut self) {
        self.open.push_back(Open::StepTwo);
    }

    /// One SyncStatus: it answers the oldest open message. False when there is none.
    pub(super) fn status(&mut self, saved: bool) -> bool {
        match self.open.pop_front() {
            Some(Open::Edit { sent, .. }) if saved => self.acknowledge(sent.elapsed()),
            Some(Open::Edit { .. }) => self.refused += 1,
            Some(Open::StepTwo) => {}
            None => return false,
        }
        true
    }

    /// The echo of a marker: every edit up to `number` is on disk.
    pub(super) fn echo(&mut self, number: u64) {
        while let Some(Open::Edit { number: oldest, sent }) = self.open.front() {
            if *oldest > number {
                return;
            }
            let took = sent.elapsed();
            self.open.pop_front();
            self.acknowledge(took);
        }
    }

    /// PermissionDenied. It does not say which edit it answers; a truthful
    /// server never echoes a marker beyond a refused edit, so that stays open.
    pub(super) fn denied(&mut self) {
        self.refused += 1;
    }

    fn acknowledge(&mut self, took: Duration) {
        self.acknowledged += 1;
        let micros = u64::try_from(took.as_micros()).unwrap_or(u64::MAX);
        self.latencies.saturating_record(micros);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_status_answers_the_oldest_message() {
        let mut ledger = Ledger::new();
        ledger.step_two();
        ledger.edit();
        ledger.edit();
        assert!(ledger.status(true) && ledger.status(true) && ledger.status(false));
        assert_eq!((ledger.acknowledged, ledger.refused), (1, 1));
        assert!(!ledger.status(true), "one status too many");
    }

    #[test]
    fn an_echo_answers_everything_before_it() {
        let mut ledger = Ledger::new();
        for _ in 0..5 {
            ledger.edit();
        }
        ledger.echo(3);
        assert_eq!(ledger.acknowledged, 3);
        ledger.echo(2);
        assert_eq!(ledger.acknowledged, 3, "a lower echo takes nothing back");
    }
}
