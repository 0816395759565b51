//! Reading the log at the start: what it holds, and whether all that was acknowledged is there.

use std::path::Path;
use std::sync::Arc;

use super::WalError;
use super::frame::FrameError;
use super::index::{Index, Piece, SegmentId};
use super::segment::{Found, Segment};

/// What to do when acknowledged frames are missing.
const WAY_OUT: &str =
    "Restore a backup, or run `renexus doctor --accept-loss` to go on without them";

/// The log as it was found.
#[derive(Debug, Default)]
pub(super) struct Recovered {
    pub(super) index: Index,
    /// Segments with their last frame, oldest first.
    pub(super) segments: Vec<Sealed>,
    /// The last frame.
    pub(super) last: i64,
}

/// A segment that is not written any more.
#[derive(Clone, Debug)]
pub(super) struct Sealed {
    pub(super) id: SegmentId,
    pub(super) segment: Arc<Segment>,
    pub(super) last: i64,
    /// It waits for damaged documents, not for the tables.
    pub(super) held: bool,
}

/// What must be there.
#[derive(Clone, Copy, Debug)]
pub(super) struct Expected {
    /// The last frame that was acknowledged, as far as the mark knows.
    pub(super) acknowledged: Option<i64>,
}

/// Reads all segments; `settled` is the last frame whose updates stand in the tables. With `expected`, frames that were acknowledged and are missing are an error.
pub(super) fn recover(
    folder: &Path,
    settled: i64,
    expected: Option<Expected>,
) -> Result<Recovered, WalError> {
    let mut recovered = Recovered { last: settled, ..Recovered::default() };
    let found = Segment::list(folder)?;
    let begins: Vec<i64> = found.iter().map(|(number, _)| *number).collect();
    for (position, (first, segment)) in found.into_iter().enumerate() {
        // After a failed write the number was given again, in the segment behind.
        let next = begins.get(position + 1).copied().unwrap_or(i64::MAX);
        recovered.read(first, next, segment, expected.is_some())?;
    }
    let acknowledged = expected.and_then(|expected| expected.acknowledged);
    match acknowledged.filter(|acknowledged| *acknowledged > recovered.last) {
        Some(acknowledged) => Err(WalError::Damaged(format!(
            "the log ends at {}, but {acknowledged} commits were acknowledged: its end was lost or damaged. {WAY_OUT}",
            recovered.last
        ))),
        None => Ok(recovered),
    }
}

impl Recovered {
    fn read(
        &mut self,
        first: i64,
        next: i64,
        segment: Segment,
        strict: bool,
    ) -> Result<(), WalError> {
        let id = SegmentId::try_from(self.segments.len()).unwrap_or(SegmentId::MAX);
        let segment = Arc::new(segment);
        if strict && first > self.last + 1 {
            return Err(WalError::Damaged(format!(
                "{}: it begins at {first}, but {} is the last one before it. {WAY_OUT}",
                segment.name(),
                self.last
            )));
        }
        let mut expected = first;
        let mut strange = None;
        let (_, end) = segment.scan(|found| {
            if found.number >= next || strange.is_some() {
                return;
            }
            if found.number != expected {
                strange = Some(found.number);
                return;
            }
            expected += 1;
            self.add(id, found);
        })?;
        if let Some(number) = strange.filter(|_| strict) {
            return Err(WalError::Damaged(format!(
                "{}: {number} stands where {expected} belongs. {WAY_OUT}",
                segment.name()
            )));
        }
        // The segment behind begins where this one ended, or there is none: then it may end anywhere.
        if end != FrameError::Short {
            log::warn!("{}: nothing is read behind {}: {end}", segment.name(), expected - 1);
        }
        self.last = self.last.max(expected - 1);
        if expected == first {
            // It holds nothing, and the next segment takes its name: nobody may remove the file later.
            return Ok(());
        }
        self.segments.push(Sealed { id, segment, last: expected - 1, held: false });
        Ok(())
    }

    fn add(&mut self, segment: SegmentId, found: Found) {
        for place in found.places {
            self.index.add(Piece { segment, at: found.at, place });
        }
    }
}
