//! What readers of the log and its writing thread share.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use super::WalError;
use super::frame::{Place, Stretch};
use super::index::{Fit, Index, Piece, SegmentId};
use super::recovery::{Recovered, Sealed};
use super::segment::Segment;

/// The state of an open log.
#[derive(Debug)]
pub(super) struct Shared(Mutex<State>);

#[derive(Debug, Default)]
struct State {
    index: Index,
    /// Segments that are not written any more, oldest first.
    sealed: Vec<Sealed>,
    /// The segment that is written.
    active: Option<(SegmentId, Arc<Segment>)>,
    /// Segments opened so far.
    opened: SegmentId,
}

/// A segment that can go once its pieces stand in the tables.
#[derive(Debug)]
pub(super) struct Due {
    pub(super) id: SegmentId,
    /// Its last frame.
    pub(super) last: i64,
    /// What it, and those before it, hold of each document.
    pub(super) tails: Vec<Vec<Piece>>,
}

impl Shared {
    pub(super) fn new(recovered: Recovered) -> Self {
        let opened = SegmentId::try_from(recovered.segments.len()).unwrap_or(SegmentId::MAX);
        Self(Mutex::new(State {
            index: recovered.index,
            sealed: recovered.segments,
            active: None,
            opened,
        }))
    }

    /// Makes a new segment the one that is written.
    pub(super) fn activate(&self, segment: Arc<Segment>) {
        let mut state = self.state();
        state.active = Some((state.opened, segment));
        state.opened += 1;
    }

    /// Ends the segment that is written.
    pub(super) fn seal(&self, last: i64) {
        let mut state = self.state();
        if let Some((id, segment)) = state.active.take() {
            state.sealed.push(Sealed { id, segment, last, held: false });
        }
    }

    /// Lets go of the segment that is written, which holds nothing.
    pub(super) fn discard(&self) {
        self.state().active = None;
    }

    /// Segments that wait for the tables.
    pub(super) fn waiting(&self) -> usize {
        self.state().sealed.iter().filter(|sealed| !sealed.held).count()
    }

    /// Whether updates that begin behind `from` fit.
    pub(super) fn fit(&self, document: i64, from: i64) -> Fit {
        self.state().index.fit(document, from)
    }

    /// Adds what was written to the active segment at `at`.
    pub(super) fn add(&self, at: u64, places: Vec<Place>) {
        let mut state = self.state();
        let Some(segment) = state.active.as_ref().map(|(id, _)| *id) else { return };
        for place in places {
            state.index.add(Piece { segment, at, place });
        }
    }

    pub(super) fn head(&self, document: i64) -> Option<i64> {
        self.state().index.head(document)
    }

    pub(super) fn documents(&self) -> Vec<i64> {
        self.state().index.documents()
    }

    pub(super) fn cover(&self, document: i64, seq: i64) {
        self.state().index.cover(document, seq);
    }

    pub(super) fn forget(&self, document: i64) {
        self.state().index.forget(document);
    }

    /// Reads everything of a document.
    pub(super) fn tail(&self, document: i64) -> Result<Vec<Stretch>, WalError> {
        let (pieces, segments) = {
            let state = self.state();
            (state.index.tail(document), state.segments())
        };
        pieces.iter().map(|piece| read(piece, &segments)).collect()
    }

    /// Reads these pieces.
    pub(super) fn read(&self, pieces: &[Piece]) -> Result<Vec<Stretch>, WalError> {
        let segments = self.state().segments();
        pieces.iter().map(|piece| read(piece, &segments)).collect()
    }

    /// The oldest segment that waits for the tables.
    pub(super) fn due(&self) -> Option<Due> {
        let state = self.state();
        let sealed = state.sealed.iter().find(|sealed| !sealed.held)?;
        Some(Due { id: sealed.id, last: sealed.last, tails: state.index.up_to(sealed.id) })
    }

    /// Removes the segments up to `id` that hold nothing any more; the others stay for as long as their documents are damaged.
    pub(super) fn retire(&self, id: SegmentId) -> Result<(), WalError> {
        let mut state = self.state();
        let State { index, sealed, .. } = &mut *state;
        let kept = index.up_to(id);
        let holds = |one: &Sealed| kept.iter().flatten().any(|piece| piece.segment == one.id);
        for one in sealed.iter_mut().filter(|one| one.id <= id) {
            one.held = holds(one);
            if !one.held {
                one.segment.remove()?;
            }
        }
        sealed.retain(|one| one.id > id || one.held);
        Ok(())
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

type Segments = HashMap<SegmentId, Arc<Segment>>;

impl State {
    fn segments(&self) -> Segments {
        let sealed = self.sealed.iter().map(|sealed| (sealed.id, Arc::clone(&sealed.segment)));
        sealed.chain(self.active.iter().map(|(id, file)| (*id, Arc::clone(file)))).collect()
    }
}

fn read(piece: &Piece, segments: &Segments) -> Result<Stretch, WalError> {
    let place = piece.place;
    let damaged = || WalError::Damaged(format!("what was written at {}", place.seq));
    let segment = segments.get(&piece.segment).ok_or_else(damaged)?;
    let at = piece.at + u64::try_from(place.offset).unwrap_or(u64::MAX);
    let bytes = segment.read(at, place.length).map_err(|_| damaged())?;
    Stretch::read(place, bytes).ok_or_else(damaged)
}
