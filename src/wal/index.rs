//! What stands in the write-ahead log and not yet in the tables: plain values, no files.

use std::collections::HashMap;

use super::frame::Place;

/// Which segment, counted in the order of opening.
pub(super) type SegmentId = u32;

/// Where a stretch stands in the log.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Piece {
    pub(super) segment: SegmentId,
    /// From the beginning of the segment.
    pub(super) at: u64,
    pub(super) place: Place,
}

/// The pieces of all documents, each in the order of its positions.
#[derive(Debug, Default)]
pub(super) struct Index {
    tails: HashMap<i64, Vec<Piece>>,
}

/// Whether updates fit behind those that are there.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Fit {
    /// They do.
    Next,
    /// The document is elsewhere.
    Wrong,
    /// Nothing of the document is here: the tables know how far it is.
    Unknown,
}

impl Index {
    /// Adds a piece behind those of the same document.
    pub(super) fn add(&mut self, piece: Piece) {
        self.tails.entry(piece.place.document).or_default().push(piece);
    }

    /// The position of the last update of a document, if any of it is here.
    pub(super) fn head(&self, document: i64) -> Option<i64> {
        self.tails.get(&document)?.last().map(|piece| piece.place.seq)
    }

    /// Whether updates that begin behind `from` fit.
    pub(super) fn fit(&self, document: i64, from: i64) -> Fit {
        match self.head(document) {
            Some(head) if head == from => Fit::Next,
            Some(_) => Fit::Wrong,
            None => Fit::Unknown,
        }
    }

    /// The pieces of a document.
    pub(super) fn tail(&self, document: i64) -> Vec<Piece> {
        self.tails.get(&document).cloned().unwrap_or_default()
    }

    /// Every document that has pieces here.
    pub(super) fn documents(&self) -> Vec<i64> {
        self.tails.keys().copied().collect()
    }

    /// Forgets what stands in the tables up to `seq`.
    pub(super) fn cover(&mut self, document: i64, seq: i64) {
        let Some(pieces) = self.tails.get_mut(&document) else { return };
        pieces.retain(|piece| piece.place.seq > seq);
        pieces.shrink_to_fit();
        if pieces.is_empty() {
            self.tails.remove(&document);
        }
    }

    /// Forgets a document.
    pub(super) fn forget(&mut self, document: i64) {
        self.tails.remove(&document);
    }

    /// The pieces in segments up to `last`, by document. They are the first ones of each.
    pub(super) fn up_to(&self, last: SegmentId) -> Vec<Vec<Piece>> {
        let old = |pieces: &Vec<Piece>| -> Vec<Piece> {
            pieces.iter().copied().take_while(|piece| piece.segment <= last).collect()
        };
        self.tails.values().map(old).filter(|pieces| !pieces.is_empty()).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn piece(document: i64, seq: i64, segment: SegmentId) -> Piece {
        let place = Place { document, seq, count: 1, offset: 16, length: 9 };
        Piece { segment, at: 0, place }
    }

    #[test]
    fn a_document_ends_where_its_last_piece_ends_until_it_is_covered() {
        let mut index = Index::default();
        assert_eq!(index.fit(1, 0), Fit::Unknown);
        index.add(piece(1, 5, 0));
        index.add(piece(1, 6, 1));
        assert_eq!((index.fit(1, 6), index.fit(1, 5)), (Fit::Next, Fit::Wrong));
        index.cover(1, 5);
        assert_eq!(index.tail(1), [piece(1, 6, 1)]);
        index.cover(1, 6);
        assert_eq!((index.head(1), index.fit(1, 6)), (None, Fit::Unknown));
    }

    #[test]
    fn old_segments_hold_the_first_pieces_of_each_document() {
        let mut index = Index::default();
        for (document, seq, segment) in [(1, 1, 0), (1, 2, 1), (1, 3, 2), (2, 1, 2)] {
            index.add(piece(document, seq, segment));
        }
        assert_eq!(index.up_to(1), [vec![piece(1, 1, 0), piece(1, 2, 1)]]);
        index.forget(1);
        assert!(index.up_to(1).is_empty());
    }
}
