//! What of a document's journal is known here when several nodes write to it: plain Rust.
//!
//! Edits of other nodes come twice: over the bus before they are on disk, by the positions of
//! who made them, and as a stretch of the journal when they are. Both together tell whether this
//! replica holds everything up to a stored position; a hole is read from the journal.

use std::collections::{BTreeMap, HashMap};

use renexus_wire::between::{Stretch, Voice};

use crate::ports::Seq;

/// Stretches and voices beyond which the journal is read anew: somebody makes holes faster than
/// they are mended.
const MOST: usize = 1_000;

/// How much of the journal is known.
#[derive(Debug, Default)]
pub(super) struct Coverage {
    /// Everything up to this stored position is in the replica.
    known: Seq,
    /// Stretches beyond it that are in the replica, by where they begin.
    beyond: BTreeMap<Seq, Seq>,
    /// The last stored position that somebody spoke of.
    told: Seq,
    /// What was heard of each voice without a hole.
    heard: HashMap<Voice, Stretch>,
}

impl Coverage {
    /// A replica that was read up to a stored position.
    pub(super) fn up_to(known: Seq) -> Self {
        Self { known, told: known, ..Self::default() }
    }

    /// The stored position behind which there may be something new.
    pub(super) fn known(&self) -> Seq {
        self.known
    }

    /// Edits of a voice are in the replica.
    pub(super) fn hear(&mut self, voice: Voice, own: Stretch) {
        if self.heard.len() >= MOST {
            self.heard.clear();
        }
        let heard = self.heard.entry(voice).or_insert(own);
        if heard.to == own.after {
            heard.to = own.to;
        } else {
            *heard = own;
        }
    }

    /// Something of a voice did not get into the replica.
    pub(super) fn miss(&mut self, voice: Voice) {
        self.heard.remove(&voice);
    }

    /// Edits of a voice stand in the journal.
    pub(super) fn saved(&mut self, voice: Voice, own: Stretch, stored: Stretch) {
        let heard = self.heard.get(&voice);
        if heard.is_some_and(|heard| heard.after <= own.after && own.to <= heard.to) {
            self.cover(stored);
        } else {
            self.tell(stored.to);
        }
    }

    /// A stretch of the journal is in the replica.
    pub(super) fn cover(&mut self, stored: Stretch) {
        self.tell(stored.to);
        if stored.to <= self.known {
            return;
        }
        if self.beyond.len() < MOST {
            let to = self.beyond.entry(stored.after).or_insert(stored.to);
            *to = stored.to.max(*to);
        }
        while let Some(first) = self.beyond.first_entry().filter(|it| *it.key() <= self.known) {
            self.known = self.known.max(first.remove());
        }
    }

    /// The journal reaches up to this position.
    pub(super) fn tell(&mut self, stored: Seq) {
        self.told = self.told.max(stored);
    }

    /// The journal was read up to this position.
    pub(super) fn read_up_to(&mut self, stored: Seq) {
        self.cover(Stretch { after: self.known, to: stored });
    }

    /// Whether something stands in the journal that is not here.
    pub(super) fn has_holes(&self) -> bool {
        self.told > self.known
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const ANA: Voice = Voice(1);
    const BOB: Voice = Voice(2);

    fn span(after: Seq, to: Seq) -> Stretch {
        Stretch { after, to }
    }

    #[test]
    fn what_was_heard_and_is_saved_leaves_no_hole() {
        let mut coverage = Coverage::up_to(10);
        coverage.hear(ANA, span(0, 2));
        coverage.hear(ANA, span(2, 3));
        coverage.saved(ANA, span(0, 3), span(10, 13));
        assert_eq!((coverage.known(), coverage.has_holes()), (13, false));
    }

    #[test]
    fn what_was_not_heard_is_a_hole_until_it_is_read() {
        let mut coverage = Coverage::up_to(10);
        coverage.hear(ANA, span(4, 5));
        coverage.saved(ANA, span(3, 5), span(10, 12));
        assert_eq!((coverage.known(), coverage.has_holes()), (10, true));
        coverage.cover(span(12, 13));
        assert!(coverage.has_holes());
        coverage.read_up_to(12);
        assert_eq!((coverage.known(), coverage.has_holes()), (13, false));
    }

    #[test]
    fn an_edit_that_got_lost_between_two_others_is_missed() {
        let mut coverage = Coverage::up_to(0);
        coverage.hear(ANA, span(0, 1));
        coverage.hear(ANA, span(2, 3));
        coverage.saved(ANA, span(0, 3), span(0, 3));
        assert!(coverage.has_holes());
        let mut coverage = Coverage::up_to(0);
        coverage.hear(ANA, span(0, 1));
        coverage.miss(ANA);
        coverage.saved(ANA, span(0, 1), span(0, 1));
        assert!(coverage.has_holes());
    }

    #[test]
    fn stretches_come_in_any_order() {
        let mut coverage = Coverage::up_to(0);
        coverage.hear(ANA, span(0, 2));
        coverage.hear(BOB, span(0, 2));
        coverage.saved(BOB, span(0, 2), span(2, 4));
        assert_eq!((coverage.known(), coverage.has_holes()), (0, true));
        coverage.saved(ANA, span(0, 2), span(0, 2));
        assert_eq!((coverage.known(), coverage.has_holes()), (4, false));
    }

    #[test]
    fn where_others_are_is_a_hole_until_it_is_read() {
        let mut coverage = Coverage::up_to(3);
        coverage.tell(2);
        assert!(!coverage.has_holes());
        coverage.tell(5);
        assert!(coverage.has_holes());
        coverage.read_up_to(5);
        assert!(!coverage.has_holes());
    }
}
