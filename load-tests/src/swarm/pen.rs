//! A writer: what it sends when, and what of it is acknowledged.

use std::collections::VecDeque;
use std::sync::Arc;
use std::sync::atomic::Ordering;

use crate::peer::{Dialect, Protocol};
use crate::scenario::{Phase, Rate};

use super::books::{Books, Window};
use super::clock::micros;
use super::replay::Recording;
use super::socket::Outgoing;
use super::table::Line;
use super::typist;

/// The grain of the runtime's timers. A send that is at most this late counts
/// from when it left; a later one counts from when it should have left.
const TIMER_GRAIN: u64 = 2000;

/// Sends in one go; then others have their turn.
const AT_ONCE: u32 = 256;

/// How a phase goes for one writer.
struct Task {
    /// Microseconds between sends; none when answers set the pace.
    interval: Option<f64>,
    /// When the first one is due.
    first: u64,
    /// None is due from here on.
    end: u64,
    /// Sends of this phase.
    done: u32,
    window: u32,
    length: u32,
    recording: Option<Arc<Recording>>,
}

/// How a writer learns that an update has arrived.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Answers {
    /// Hocuspocus: a status for each message.
    Status,
    /// y-sweet, and servers that know its markers: the echo of a marker.
    Echo,
    /// Not at all: it counts when the first reader has it.
    FirstReader,
}

/// The writing half of a client.
pub(super) struct Pen {
    id: u32,
    dialect: Dialect,
    answers: Answers,
    /// The phase's task; none while nobody writes.
    task: Option<Task>,
    /// Updates of this connection.
    sent: u64,
    acknowledged: u64,
    /// When the last one was sent.
    last: u64,
    /// Hocuspocus: what waits for its status, oldest first; `None` is a sync answer.
    open: VecDeque<Option<u64>>,
    /// y-sweet: the marker on its way, and when its last update was sent.
    marker: Option<(u64, u64)>,
    /// Reused for every update.
    update: Vec<u8>,
}

impl Pen {
    pub(super) fn new(id: u32, dialect: Dialect) -> Self {
        let answers = match dialect.protocol() {
            Protocol::Hocuspocus => Answers::Status,
            _ if dialect.marker(0).is_some() => Answers::Echo,
            _ => Answers::FirstReader,
        };
        Self {
            id,
            dialect,
            answers,
            task: None,
            sent: 0,
            acknowledged: 0,
            last: 0,
            open: VecDeque::new(),
            marker: None,
            update: Vec::new(),
        }
    }

    /// Takes up a phase, or goes on in it after the connection broke: what was due meanwhile is
    /// not made up for. `share` spreads the writers evenly over an interval.
    pub(super) fn begin(
        &mut self,
        phase: &Phase,
        (window, now): (Window, u64),
        share: f64,
        recording: Option<Arc<Recording>>,
    ) {
        let interval = match phase.rate {
            Rate::PerSecond(rate) if rate > 0.0 => Some(1e6 / rate),
            Rate::PerSecond(_) => None,
            Rate::Max => None,
        };
        let offset = micros(interval.unwrap_or(0.0) / 1e6 * share);
        let first = window.begin + offset;
        // A recording goes on where it was.
        let before = self.task.take().filter(|task| task.end == window.end);
        let done = match (before, interval) {
            (Some(task), _) if recording.is_some() => task.done,
            (_, Some(interval)) => due_before(now.saturating_sub(first), interval),
            _ => 0,
        };
        self.task = phase.writes().then_some(Task {
            interval,
            first,
            end: window.end,
            done,
            window: phase.window,
            length: phase.payload.length(),
            recording,
        });
    }

    /// Puts the pen down.
    pub(super) fn stop(&mut self) {
        self.task = None;
    }

    /// The connection is new: nothing is on its way.
    pub(super) fn reconnected(&mut self) {
        self.open.clear();
        self.marker = None;
        self.sent = 0;
        self.acknowledged = 0;
    }

    /// When there is something to send next, as far as time decides.
    pub(super) fn due(&self, now: u64) -> Option<u64> {
        let task = self.task.as_ref()?;
        match task.interval {
            Some(_) => task.due(),
            None if now < task.first => Some(task.first),
            None => None,
        }
    }

    /// Whether answers set the pace.
    pub(super) fn paced_by_answers(&self) -> bool {
        self.task.as_ref().is_some_and(|task| task.interval.is_none())
    }

    /// Sends what is due.
    pub(super) fn write(
        &mut self,
        line: &Line,
        books: &mut Books,
        out: &mut Outgoing<'_>,
        now: u64,
    ) {
        let mut some = 0;
        while some < AT_ONCE && self.may_send(line, now) {
            if !self.send(line, books, out, now) {
                break;
            }
            some += 1;
        }
        if some > 0 {
            self.mark(out);
        }
    }

    fn may_send(&self, line: &Line, now: u64) -> bool {
        let Some(task) = &self.task else { return false };
        if task.interval.is_some() {
            return task.due().is_some_and(|due| due <= now);
        }
        let waiting = match self.answers {
            Answers::Status => u64::try_from(self.open.len()).unwrap_or(u64::MAX),
            Answers::Echo => self.sent - self.acknowledged,
            Answers::FirstReader => {
                let reached = line.reached.load(Ordering::Acquire);
                u64::from(line.units.load(Ordering::Relaxed).saturating_sub(reached))
            }
        };
        (task.first..task.end).contains(&now) && waiting < u64::from(task.window)
    }

    /// Sends one update; false when there is none left.
    fn send(&mut self, line: &Line, books: &mut Books, out: &mut Outgoing<'_>, now: u64) -> bool {
        let Some(task) = &mut self.task else { return false };
        let clock = line.clock.load(Ordering::Relaxed);
        let units = line.units.load(Ordering::Relaxed);
        let due = task.due().unwrap_or(now);
        let at = if now.saturating_sub(due) > TIMER_GRAIN { due } else { now };
        self.update.clear();
        let after = match &task.recording {
            None => {
                typist::write_update(&mut self.update, self.id, clock, task.length);
                clock.saturating_add(task.length)
            }
            Some(recording) => {
                match recording.edit(usize::try_from(task.done).unwrap_or(usize::MAX)) {
                    Some((update, after)) => {
                        self.update.extend_from_slice(update);
                        after
                    }
                    None => {
                        line.done.store(true, Ordering::Relaxed);
                        return false;
                    }
                }
            }
        };
        task.done += 1;
        if after > clock {
            line.times.note(units, at);
            line.units.store(units + 1, Ordering::Relaxed);
            line.clock.store(after, Ordering::Relaxed);
        }
        out.send(&self.dialect.update(&self.update));
        books.sent(at, now.saturating_sub(due));
        self.sent += 1;
        self.last = at;
        if self.answers == Answers::Status {
            self.open.push_back(Some(at));
        }
        true
    }

    /// y-sweet: asks for an answer, one at a time.
    fn mark(&mut self, out: &mut Outgoing<'_>) {
        let asks = self.answers == Answers::Echo && self.marker.is_none();
        if asks
            && self.sent > self.acknowledged
            && let Some(marker) = self.dialect.marker(self.sent)
        {
            out.send(&marker);
            self.marker = Some((self.sent, self.last));
        }
    }

    /// What the server lacks of what this writer has written before it knew `clock`.
    pub(super) fn answer(&mut self, line: Option<&Line>, known: u32, out: &mut Outgoing<'_>) {
        let own = line.map_or(0, |line| line.clock.load(Ordering::Relaxed));
        let recorded = self.task.as_ref().is_some_and(|task| task.recording.is_some());
        self.update.clear();
        if own > known && !recorded {
            typist::write_update(&mut self.update, self.id, known, own - known);
        } else {
            self.update.extend_from_slice(&[0, 0]);
        }
        out.send(&self.dialect.step_two(&self.update));
        if self.answers == Answers::Status {
            self.open.push_back(None);
        }
    }

    /// Hocuspocus: the oldest open message is saved, or refused.
    pub(super) fn status(&mut self, saved: bool, books: &mut Books, now: u64) {
        if let Some(Some(sent)) = self.open.pop_front()
            && saved
        {
            books.acknowledged(sent, 1, now);
        }
    }

    /// y-sweet: everything up to `number` is saved.
    pub(super) fn echo(
        &mut self,
        number: u64,
        books: &mut Books,
        out: &mut Outgoing<'_>,
        now: u64,
    ) {
        let Some((asked, sent)) = self.marker else { return };
        if asked != number {
            return;
        }
        self.marker = None;
        books.acknowledged(sent, number.saturating_sub(self.acknowledged), now);
        self.acknowledged = number;
        self.mark(out);
    }
}

/// How many sends are due in so many microseconds.
#[expect(
    clippy::as_conversions,
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "floats saturate"
)]
fn due_before(passed: u64, interval: f64) -> u32 {
    (super::clock::float(passed) / interval).ceil() as u32
}

impl Task {
    fn due(&self) -> Option<u64> {
        let due = self.first + micros(self.interval? * f64::from(self.done) / 1e6);
        (due < self.end).then_some(due)
    }
}
