//! How far somebody has come in the events of a workspace: plain Rust.

use renexus_wire::event::Event;
use renexus_wire::id::MemberId;

use super::subscription::Line;

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
    /// The way out of a subscriber.
    pub(super) line: Option<Line>,
}

impl Reader {
    /// Somebody who has everything up to `sent`.
    pub(super) fn at(sent: i64, pace: Pace, line: Option<Line>) -> Self {
        Self { sent, pace, turn: 0, reading: false, line }
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
