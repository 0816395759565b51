//! What is owed to one member: exactly one answer for each thing that it sent, in order.

use std::collections::VecDeque;

use bytes::{Bytes, BytesMut};
use renexus_wire::codec::{Envelope, ServerMessage};

use crate::ports::Seq;

/// The words that go with a refusal.
pub(super) type Reason = &'static str;

/// The echo for somebody who never had an update saved: y-sweet's version 0.
const NOTHING_SAVED: Bytes = Bytes::from_static(&[0]);

/// One answer that will be due.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Receipt {
    /// The update is on disk when the journal reaches this position.
    Saved(Seq),
    /// All that the member has is on disk when the journal reaches this position.
    Whole(Seq),
    /// The update waits for others that its author has to send.
    Waiting,
    /// The update was refused.
    Refused(Reason),
    /// The echo of a marker, when the journal reaches this position.
    Marker(Seq, Bytes),
}

/// Answers owed to one member.
///
/// None leaves before the member's answer to the server's first Step1 is on
/// disk: stock clients send edits that they made offline a second time in that
/// answer, and would take an earlier receipt for the whole of it.
#[derive(Debug, Default)]
pub(super) struct Receipts {
    owed: VecDeque<Receipt>,
    /// The position of the member's first Step2, once it has come.
    introduced: Option<Seq>,
    /// Whether an update of this member was refused, and it did not say all that it has since.
    refused: bool,
    /// The last marker that was not echoed for that.
    withheld: Option<Bytes>,
    /// The last marker that was echoed before anything was refused.
    echoed: Option<Bytes>,
}

impl Receipts {
    /// The member has said what it has; it is saved with everything up to `seq`.
    pub(super) fn introduce(&mut self, seq: Seq) {
        self.introduced.get_or_insert(seq);
    }

    /// An update will be saved with everything up to `seq`.
    pub(super) fn owe_saved(&mut self, seq: Seq) {
        self.owed.push_back(Receipt::Saved(seq));
    }

    /// All that the member has will be saved with everything up to `seq`.
    pub(super) fn owe_whole(&mut self, seq: Seq) {
        self.owed.push_back(Receipt::Whole(seq));
    }

    /// An update waits for others of the same author.
    pub(super) fn owe_waiting(&mut self) {
        self.owed.push_back(Receipt::Waiting);
    }

    /// An update was refused.
    pub(super) fn owe_refused(&mut self, reason: Reason) {
        self.owed.push_back(Receipt::Refused(reason));
    }

    /// A marker is to be echoed once everything up to `seq` is saved.
    pub(super) fn owe_marker(&mut self, seq: Seq, marker: Bytes) {
        self.owed.push_back(Receipt::Marker(seq, marker));
    }

    /// The updates that waited are complete, or will never be.
    pub(super) fn resolve_waiting(&mut self, outcome: Result<Seq, Reason>) {
        for receipt in self.owed.iter_mut().filter(|receipt| **receipt == Receipt::Waiting) {
            *receipt = match outcome {
                Ok(seq) => Receipt::Saved(seq),
                Err(reason) => Receipt::Refused(reason),
            };
        }
    }

    /// How many answers are owed.
    pub(super) fn len(&self) -> usize {
        self.owed.len()
    }

    /// Takes the answers that are due at `persisted`, as frames in one piece.
    pub(super) fn take_due(&mut self, persisted: Seq, envelope: &Envelope) -> Option<Bytes> {
        if self.introduced.is_none_or(|seq| seq > persisted) {
            return None;
        }
        let mut out = BytesMut::new();
        while self.owed.front().is_some_and(|receipt| receipt.is_due(persisted)) {
            let Some(receipt) = self.owed.pop_front() else { break };
            let frame = match receipt {
                Receipt::Saved(_) => envelope.frame(ServerMessage::SyncStatus { saved: true }),
                Receipt::Whole(_) => {
                    out.extend_from_slice(&self.heal(envelope).unwrap_or_default());
                    envelope.frame(ServerMessage::SyncStatus { saved: true })
                }
                Receipt::Waiting => None,
                Receipt::Refused(reason) => {
                    self.refused = true;
                    envelope
                        .frame(ServerMessage::SyncStatus { saved: false })
                        .or_else(|| envelope.frame(ServerMessage::PermissionDenied(reason)))
                }
                Receipt::Marker(_, marker) => self.echo(marker, envelope),
            };
            out.extend_from_slice(&frame.unwrap_or_default());
        }
        (!out.is_empty()).then(|| out.freeze())
    }

    /// What was refused before is on disk now; the echo that is due for it.
    fn heal(&mut self, envelope: &Envelope) -> Option<Bytes> {
        self.refused = false;
        let marker = self.withheld.take()?;
        self.echo(marker, envelope)
    }

    /// After a refusal the last good marker is repeated: the client stays alive and knows that it has unsaved edits.
    fn echo(&mut self, marker: Bytes, envelope: &Envelope) -> Option<Bytes> {
        match self.refused {
            false => self.echoed = Some(marker),
            true => self.withheld = Some(marker),
        }
        let marker = self.echoed.clone().unwrap_or(NOTHING_SAVED);
        envelope.frame(ServerMessage::Marker(&marker))
    }
}

impl Receipt {
    fn is_due(&self, persisted: Seq) -> bool {
        match self {
            Self::Saved(seq) | Self::Whole(seq) | Self::Marker(seq, _) => *seq <= persisted,
            Self::Waiting => false,
            Self::Refused(_) => true,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn named() -> Envelope {
        Envelope::Named("d".into())
    }

    fn status(saved: bool) -> Bytes {
        named().frame(ServerMessage::SyncStatus { saved }).unwrap()
    }

    #[test]
    fn a_marker_behind_a_refusal_is_echoed_when_everything_is_on_disk() {
        let sweet = Envelope::Bare;
        let echo = |marker: &'static [u8]| sweet.frame(ServerMessage::Marker(marker)).unwrap();
        let mut receipts = Receipts::default();
        receipts.introduce(0);
        receipts.owe_refused("no");
        receipts.owe_marker(5, Bytes::from_static(b"7"));
        let due = receipts.take_due(5, &sweet).unwrap();
        assert!(due.ends_with(&echo(&[0])));
        receipts.owe_whole(6);
        assert_eq!(receipts.take_due(5, &sweet), None);
        assert_eq!(receipts.take_due(6, &sweet), Some(echo(b"7")));
    }

    #[test]
    fn nothing_leaves_before_it_is_on_disk() {
        let mut receipts = Receipts::default();
        receipts.introduce(0);
        receipts.owe_saved(5);
        receipts.owe_saved(6);
        assert_eq!(receipts.take_due(4, &named()), None);
        assert_eq!(receipts.take_due(5, &named()), Some(status(true)));
        assert_eq!(receipts.take_due(6, &named()), Some(status(true)));
        assert_eq!(receipts.len(), 0);
    }

    #[test]
    fn a_refusal_keeps_its_place_in_the_order() {
        let mut receipts = Receipts::default();
        receipts.introduce(0);
        receipts.owe_saved(5);
        receipts.owe_refused("read-only");
        assert_eq!(receipts.take_due(4, &named()), None);
        let both = [status(true), status(false)].concat();
        assert_eq!(receipts.take_due(5, &named()), Some(both.into()));
    }

    #[test]
    fn nothing_leaves_before_what_the_member_had_is_on_disk() {
        let mut receipts = Receipts::default();
        receipts.owe_marker(0, Bytes::from_static(&[4]));
        assert_eq!(receipts.take_due(9, &Envelope::Bare), None);
        receipts.introduce(10);
        assert_eq!(receipts.take_due(9, &Envelope::Bare), None);
        assert!(receipts.take_due(10, &Envelope::Bare).is_some());
    }

    #[test]
    fn updates_that_wait_for_others_hold_back_what_follows() {
        let mut receipts = Receipts::default();
        receipts.introduce(0);
        receipts.owe_waiting();
        receipts.owe_saved(3);
        assert_eq!(receipts.take_due(3, &named()), None);
        receipts.resolve_waiting(Ok(4));
        assert_eq!(receipts.take_due(3, &named()), None);
        assert_eq!(
            receipts.take_due(4, &named()).map(|frames| frames.len()),
            Some(2 * status(true).len())
        );
    }

    #[test]
    fn after_a_refusal_no_newer_marker_is_echoed() {
        let echo = |marker: &[u8]| Envelope::Bare.frame(ServerMessage::Marker(marker));
        let mut receipts = Receipts::default();
        receipts.introduce(0);
        receipts.owe_marker(1, Bytes::from_static(&[1]));
        assert_eq!(receipts.take_due(1, &Envelope::Bare), echo(&[1]));
        receipts.owe_refused("read-only");
        assert!(receipts.take_due(1, &Envelope::Bare).is_some());
        receipts.owe_marker(1, Bytes::from_static(&[2]));
        assert_eq!(receipts.take_due(1, &Envelope::Bare), echo(&[1]));
    }
}
