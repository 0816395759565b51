//! A room: who is in it, and what was said in this turn.

use std::io::IoSlice;
use std::ops::Range;

use super::frame;

/// The turn's buffer is given back above this size.
const KEPT_CAPACITY: usize = 4 * 1024 * 1024;

/// Clients that hear each other.
#[derive(Debug, Default)]
pub(super) struct Room {
    pub(super) name: String,
    pub(super) members: Vec<usize>,
    pub(super) turn: Turn,
}

/// Everything that was said since the last delivery, framed.
#[derive(Debug, Default)]
pub(super) struct Turn {
    bytes: Vec<u8>,
    /// Who said which part.
    parts: Vec<(usize, Range<usize>)>,
}

impl Turn {
    /// Adds a message. Returns whether it is the first of the turn.
    pub(super) fn add(&mut self, author: usize, payload: &[u8]) -> bool {
        let start = self.bytes.len();
        frame::write(&mut self.bytes, payload);
        match self.parts.last_mut() {
            Some((last, part)) if *last == author => part.end = self.bytes.len(),
            _ => self.parts.push((author, start..self.bytes.len())),
        }
        start == 0
    }

    /// What everybody hears who said nothing.
    pub(super) fn whole(&self) -> IoSlice<'_> {
        IoSlice::new(&self.bytes)
    }

    /// What `author` hears: everything but its own.
    pub(super) fn without(&self, author: usize) -> Vec<IoSlice<'_>> {
        let mut gaps = Vec::new();
        let mut start = 0;
        let own = self.parts.iter().filter(|(who, _)| *who == author).map(|(_, part)| part);
        let end = self.bytes.len()..self.bytes.len();
        for part in own.chain([&end]) {
            if let Some(gap) = self.bytes.get(start..part.start).filter(|gap| !gap.is_empty()) {
                gaps.push(IoSlice::new(gap));
            }
            start = part.end;
        }
        gaps
    }

    /// Ready for the next turn.
    pub(super) fn clear(&mut self) {
        self.bytes.clear();
        self.bytes.shrink_to(KEPT_CAPACITY);
        self.parts.clear();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nobody_hears_their_own_words() {
        let mut turn = Turn::default();
        assert!(turn.add(1, b"a"));
        assert!(!turn.add(2, b"b"));
        turn.add(2, b"c");
        turn.add(1, b"d");
        let heard = |who| turn.without(who).iter().map(|part| part.to_vec()).collect::<Vec<_>>();
        assert_eq!(turn.whole().len(), 12);
        assert_eq!(heard(1), [b"\x82\x01b\x82\x01c".to_vec()]);
        assert_eq!(heard(2), [b"\x82\x01a".to_vec(), b"\x82\x01d".to_vec()]);
        assert_eq!(heard(3), [turn.whole().to_vec()]);
        turn.clear();
        assert!(turn.without(3).is_empty());
    }
}
