//! How far somebody has come in the events of a workspace: plain Rust.

use std::sync::Arc;
use std::time::{Duration, Instant};

use renexus_wire::event::Event;
use renexus_wire::id::MemberId;
use serde_json::Value;

use super::subscription::{Line, Listener};
use crate::ports::Ear;

/// How long known rights are used: those that end by themselves do so without an event.
const EAR_AGE: Duration = Duration::from_secs(10);

/// Somebody who hears events.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(super) enum ReaderId {
    /// A seat on a socket; its way out is in the audience.
    Seat(MemberId),
    /// A subscription in plain Rust.
    Subscriber(u64),
}

/// How a reader gets its events.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Pace {
    /// Nothing yet: it may still say where it stands.
    Waiting,
    /// From the log, page by page, until it has what all have.
    Behind,
    /// As they happen.
    Live,
}

/// How somebody hears an event.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Form {
    /// As it happened.
    Whole,
    /// With this data instead of its own.
    Instead(Value),
}

/// What a reader may hear, and since when that is known.
#[derive(Debug)]
pub(super) struct Known {
    ear: Arc<dyn Ear>,
    since: Instant,
}

impl Known {
    /// Just asked.
    pub(super) fn now(ear: Arc<dyn Ear>) -> Self {
        Self { ear, since: Instant::now() }
    }
}

/// The position of one reader.
#[derive(Debug)]
pub(super) struct Reader {
    /// The last event that it was sent.
    pub(super) sent: i64,
    pub(super) pace: Pace,
    /// Grows with each change of position from outside: an answer for an older one is dropped.
    pub(super) turn: u64,
    /// Whether a page is being read, or is to be.
    pub(super) reading: bool,
    /// Who it is.
    pub(super) listener: Listener,
    /// What they may hear; unknown before it was asked, and after rights changed.
    pub(super) ear: Option<Known>,
    /// The way out of a subscriber.
    pub(super) line: Option<Line>,
}

impl Reader {
    /// Somebody who has everything up to `sent`.
    pub(super) fn at(sent: i64, pace: Pace, listener: Listener) -> Self {
        Self { sent, pace, turn: 0, reading: false, listener, ear: None, line: None }
    }

    /// The same with a way out of its own.
    pub(super) fn with(self, line: Line) -> Self {
        Self { line: Some(line), ..self }
    }

    /// How it hears an event; `None` while its rights are not known.
    pub(super) fn hears(&self, event: &Event, guarded: bool) -> Option<Form> {
        if !guarded || self.listener == Listener::Server {
            return Some(Form::Whole);
        }
        let known = self.ear.as_ref().filter(|known| known.since.elapsed() < EAR_AGE)?;
        Some(known.ear.instead(event).map_or(Form::Whole, Form::Instead))
    }

    /// Puts the reader to another position.
    pub(super) fn place(&mut self, sent: i64, pace: Pace) {
        self.sent = sent;
        self.pace = pace;
        self.turn += 1;
        self.reading = false;
    }
}

/// The events that follow `after` without a hole; `None` when the first of them is missing.
pub(super) fn following(after: i64, page: Vec<Event>) -> Option<Vec<Event>> {
    let whole = (after + 1..).zip(&page).take_while(|(seq, event)| event.seq == *seq).count();
    (whole > 0).then(|| page.into_iter().take(whole).collect())
}

#[cfg(test)]
mod tests {
    use chrono::DateTime;
    use serde_json::Value;

    use super::*;

    fn event(seq: i64) -> Event {
        let (workspace, kind) = ("w".into(), "task.updated".into());
        Event { workspace, seq, kind, actor: None, at: DateTime::UNIX_EPOCH, data: Value::Null }
    }

    fn seqs(after: i64, page: &[i64]) -> Option<Vec<i64>> {
        let followed = following(after, page.iter().copied().map(event).collect());
        followed.map(|events| events.iter().map(|event| event.seq).collect())
    }

    #[test]
    fn nothing_behind_a_hole_follows() {
        assert_eq!(seqs(4, &[5, 6, 7]), Some(vec![5, 6, 7]));
        assert_eq!(seqs(4, &[5, 7]), Some(vec![5]));
        assert_eq!(seqs(4, &[6, 7]), None);
        assert_eq!(seqs(4, &[]), None);
    }
}
