//! What the clients of one thread measured.

use hdrhistogram::Histogram;
use serde::{Deserialize, Serialize};

use crate::report::micros as empty;
use crate::result::SlowReaders;

use super::severed::SlowReader;

/// When a phase began, and from when on it is measured.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Window {
    /// First sends of the phase.
    pub(super) begin: u64,
    /// First measured sends.
    pub(super) measured: u64,
    /// The last sends come before this.
    pub(super) end: u64,
}

/// Counts of a phase, as clients note them.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Counts {
    pub(super) sent: u64,
    pub(super) acknowledged: u64,
    pub(super) delivered: u64,
    pub(super) lost: u64,
    pub(super) duplicated: u64,
    pub(super) presence_delivered: u64,
    pub(super) presence_lost: u64,
    pub(super) reconnects: u64,
    pub(super) bytes_sent: u64,
    pub(super) bytes_received: u64,
    /// When the last delivery came.
    pub(super) last_arrival: u64,
}

/// One phase: counts and times.
pub(super) struct PhaseBooks {
    pub(super) counts: Counts,
    pub(super) latency: Histogram<u64>,
    pub(super) acknowledgement: Histogram<u64>,
    pub(super) presence: Histogram<u64>,
    /// How late sends left.
    pub(super) late: Histogram<u64>,
}

/// One second, for the live view.
pub(super) struct Second {
    pub(super) sent: u64,
    pub(super) delivered: u64,
    pub(super) acknowledged: u64,
    pub(super) latency: Histogram<u64>,
}

impl Second {
    pub(super) fn new() -> Self {
        Self { sent: 0, delivered: 0, acknowledged: 0, latency: empty() }
    }
}

/// The books of one thread.
pub(super) struct Books {
    phases: Vec<(Window, PhaseBooks)>,
    pub(super) second: Second,
    /// Time to synced.
    pub(super) synced: Histogram<u64>,
    /// Time from a broken connection to synced again.
    pub(super) resumed: Histogram<u64>,
    /// Clients that stopped reading.
    pub(super) slow: SlowReaders,
    /// Deliveries of the whole run, measured or not, by any way.
    pub(super) arrived: u64,
    /// Anything that arrived, also presence: what a wait for quiet watches.
    pub(super) stirred: u64,
}

impl Books {
    pub(super) fn new() -> Self {
        Self {
            phases: Vec::new(),
            second: Second::new(),
            synced: empty(),
            resumed: empty(),
            slow: SlowReaders::default(),
            arrived: 0,
            stirred: 0,
        }
    }

    /// Opens the books of the next phase.
    pub(super) fn begin(&mut self, window: Window) {
        let books = PhaseBooks {
            counts: Counts::default(),
            latency: empty(),
            acknowledgement: empty(),
            presence: empty(),
            late: empty(),
        };
        self.phases.push((window, books));
    }

    /// The books of what was sent at `at`; none while warming up.
    #[inline]
    fn of(&mut self, at: u64) -> Option<&mut PhaseBooks> {
        let (window, books) =
            self.phases.iter_mut().rev().find(|(window, _)| at >= window.begin)?;
        (at >= window.measured).then_some(books)
    }

    /// The books of the running phase, or the last.
    pub(super) fn current(&mut self) -> Option<&mut PhaseBooks> {
        self.phases.last_mut().map(|(_, books)| books)
    }

    /// An update left at `now` that counts as sent at `at`, `late` behind its schedule.
    pub(super) fn sent(&mut self, at: u64, late: u64) {
        self.second.sent += 1;
        if let Some(books) = self.of(at) {
            books.counts.sent += 1;
            books.late.saturating_record(late);
        }
    }

    /// An update arrived. Its time is unknown when it was sent by another
    /// process, and says nothing when it came as part of a sync answer.
    #[inline]
    pub(super) fn delivered(&mut self, sent: Option<u64>, now: u64, timed: bool) {
        self.second.delivered += 1;
        let books = match sent {
            Some(at) => self.of(at),
            None => self.measuring(now),
        };
        let Some(books) = books else { return };
        books.counts.delivered += 1;
        books.counts.last_arrival = now;
        if let (Some(at), true) = (sent, timed) {
            let took = now.saturating_sub(at);
            books.latency.saturating_record(took);
            self.second.latency.saturating_record(took);
        }
    }

    /// `count` updates are on disk; `sent` is when the last of them left.
    pub(super) fn acknowledged(&mut self, sent: u64, count: u64, now: u64) {
        self.second.acknowledged += count;
        if let Some(books) = self.of(sent) {
            books.counts.acknowledged += count;
            books.acknowledgement.saturating_record(now.saturating_sub(sent));
        }
    }

    /// A presence state arrived, or a newer one in its place.
    pub(super) fn presence(&mut self, sent: u64, now: u64) {
        if let Some(books) = self.of(sent) {
            books.counts.presence_delivered += 1;
            books.counts.last_arrival = now;
            books.presence.saturating_record(now.saturating_sub(sent));
        }
    }

    /// An update never arrived.
    pub(super) fn lost(&mut self, sent: Option<u64>) {
        let measured = sent.is_some_and(|at| self.of(at).is_some());
        let books = match sent {
            Some(at) if measured => self.of(at),
            _ => self.current(),
        };
        if let Some(books) = books {
            books.counts.lost += 1;
        }
    }

    /// What became of a client that stopped reading.
    pub(super) fn slow_reader(&mut self, reader: &SlowReader, resynced: bool) {
        let slow = &mut self.slow;
        slow.stopped += 1;
        slow.watched += u64::from(reader.watched);
        slow.resynced += u64::from(resynced);
        if let Some(cut) = reader.cut.filter(|_| reader.watched) {
            slow.cut += 1;
            slow.slowest_cut = slow.slowest_cut.max(cut.saturating_sub(reader.stopped));
        }
    }

    /// The running phase, unless it warms up.
    pub(super) fn measuring(&mut self, now: u64) -> Option<&mut PhaseBooks> {
        let (window, books) = self.phases.last_mut()?;
        (now >= window.measured).then_some(books)
    }

    /// Everything for the one who adds up.
    pub(super) fn close(self) -> Closed {
        let phases = self.phases.into_iter().map(|(_, books)| ClosedPhase {
            counts: books.counts,
            latency: recorded(&books.latency),
            acknowledgement: recorded(&books.acknowledgement),
            presence: recorded(&books.presence),
            late: recorded(&books.late),
        });
        Closed {
            phases: phases.collect(),
            synced: recorded(&self.synced),
            resumed: recorded(&self.resumed),
            slow: self.slow,
        }
    }
}

/// A histogram as pairs of a value and its count.
pub(super) type Recorded = Vec<(u64, u64)>;

/// The books of a thread as they are handed over.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub(super) struct Closed {
    pub(super) phases: Vec<ClosedPhase>,
    pub(super) synced: Recorded,
    pub(super) resumed: Recorded,
    pub(super) slow: SlowReaders,
}

/// The books of a thread about a phase.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub(super) struct ClosedPhase {
    pub(super) counts: Counts,
    pub(super) latency: Recorded,
    pub(super) acknowledgement: Recorded,
    pub(super) presence: Recorded,
    pub(super) late: Recorded,
}

/// Takes a histogram apart.
pub(super) fn recorded(histogram: &Histogram<u64>) -> Recorded {
    let values = histogram.iter_recorded();
    values.map(|step| (step.value_iterated_to(), step.count_since_last_iteration())).collect()
}

/// Puts histograms together.
pub(super) fn merged<'a>(parts: impl IntoIterator<Item = &'a Recorded>) -> Histogram<u64> {
    let mut whole = empty();
    for (value, count) in parts.into_iter().flatten() {
        whole.saturating_record_n(*value, *count);
    }
    whole
}

#[cfg(test)]
mod tests {
    use super::*;

    fn books() -> Books {
        let mut books = Books::new();
        books.begin(Window { begin: 100, measured: 200, end: 1000 });
        books
    }

    #[test]
    fn what_warms_up_is_not_measured() {
        let mut books = books();
        books.sent(150, 0);
        books.sent(250, 0);
        books.delivered(Some(150), 260, true);
        books.delivered(Some(250), 290, true);
        let closed = books.close();
        let phase = &closed.phases[0];
        assert_eq!((phase.counts.sent, phase.counts.delivered), (1, 1));
        assert_eq!(phase.latency, [(40, 1)]);
    }

    #[test]
    fn late_arrivals_count_for_the_phase_that_sent_them() {
        let mut books = books();
        books.begin(Window { begin: 2000, measured: 2000, end: 3000 });
        books.delivered(Some(300), 2500, true);
        books.lost(Some(400));
        books.lost(None);
        let closed = books.close();
        assert_eq!((closed.phases[0].counts.delivered, closed.phases[0].counts.lost), (1, 1));
        assert_eq!(closed.phases[1].counts.lost, 1);
    }

    #[test]
    fn histograms_survive_the_way_between_threads() {
        let mut books = books();
        for took in [10, 10, 5000] {
            books.delivered(Some(300), 300 + took, true);
        }
        let closed = books.close();
        let whole = merged([&closed.phases[0].latency, &vec![(70_000, 2)]]);
        assert_eq!((whole.len(), whole.value_at_quantile(0.4)), (5, 10));
    }
}
