//! What one client has received of every writer of its document.

/// Gaps that a client keeps; a connection with more is broken beyond counting.
const MOST_HOLES: usize = 4096;

/// How far one writer is known.
#[derive(Clone, Copy, Debug, Default)]
struct Track {
    /// Everything before it has arrived, but for the holes.
    next: u32,
    /// What a sync answer brought: an update may bring it once more.
    synced: u32,
}

/// Clocks that were left out.
#[derive(Clone, Copy, Debug)]
struct Hole {
    writer: usize,
    from: u32,
    to: u32,
}

/// How something arrived.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Way {
    /// As an edit.
    Update,
    /// In the answer to a sync request.
    Sync,
}

/// What became of a range of clocks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Fate {
    /// It was not known before.
    Fresh,
    /// It had arrived already.
    Again,
}

/// The books of one client about all writers of its document.
#[derive(Debug, Default)]
pub(super) struct Tracks {
    tracks: Vec<Track>,
    holes: Vec<Hole>,
}

impl Tracks {
    pub(super) fn new(writers: usize) -> Self {
        Self { tracks: vec![Track::default(); writers], holes: Vec::new() }
    }

    /// Notes the clocks `from..to` of a writer and tells which are fresh and which came again.
    #[inline]
    pub(super) fn note(
        &mut self,
        writer: usize,
        (from, to): (u32, u32),
        way: Way,
        mut tell: impl FnMut(Fate, u32, u32),
    ) {
        let Some(track) = self.tracks.get_mut(writer) else { return };
        let next = track.next;
        let pardoned = track.synced;
        track.next = next.max(to);
        if way == Way::Sync {
            track.synced = pardoned.max(to);
        }
        if from >= next {
            if from > next && self.holes.len() < MOST_HOLES {
                self.holes.push(Hole { writer, from: next, to: from });
            }
            tell(Fate::Fresh, from, to);
            return;
        }
        self.fill(writer, (from, to.min(next)), &mut |fate, from, to| {
            let again = fate == Fate::Again;
            let from = if again { from.max(pardoned).min(to) } else { from };
            if from < to && !(again && way == Way::Sync) {
                tell(fate, from, to);
            }
        });
        if to > next {
            tell(Fate::Fresh, next, to);
        }
    }

    /// Looks which holes the known stretch `from..to` fills.
    fn fill(
        &mut self,
        writer: usize,
        (from, to): (u32, u32),
        tell: &mut impl FnMut(Fate, u32, u32),
    ) {
        let mut left = Vec::new();
        let mut filled: Vec<(u32, u32)> = Vec::new();
        self.holes.retain(|hole| {
            let (start, end) = (hole.from.max(from), hole.to.min(to));
            if hole.writer != writer || start >= end {
                return true;
            }
            filled.push((start, end));
            left.push(Hole { to: start, ..*hole });
            left.push(Hole { from: end, ..*hole });
            false
        });
        self.holes.extend(left.into_iter().filter(|hole| hole.from < hole.to));
        filled.sort_unstable();
        let mut at = from;
        for (start, end) in filled {
            if at < start {
                tell(Fate::Again, at, start);
            }
            tell(Fate::Fresh, start, end);
            at = end;
        }
        if at < to {
            tell(Fate::Again, at, to);
        }
    }

    /// Everything of a writer before this has arrived without a hole.
    pub(super) fn complete(&self, writer: usize) -> u32 {
        let next = self.tracks.get(writer).map_or(0, |track| track.next);
        let holes = self.holes.iter().filter(|hole| hole.writer == writer);
        holes.map(|hole| hole.from).fold(next, u32::min)
    }

    /// Tells the stretches that are missing of a writer who is at `end`.
    pub(super) fn missing(&self, writer: usize, end: u32, mut tell: impl FnMut(u32, u32)) {
        for hole in self.holes.iter().filter(|hole| hole.writer == writer) {
            tell(hole.from, hole.to);
        }
        let next = self.tracks.get(writer).map_or(0, |track| track.next);
        if next < end {
            tell(next, end);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::Fate::{Again, Fresh};
    use super::*;

    fn note(tracks: &mut Tracks, range: (u32, u32), way: Way) -> Vec<(Fate, u32, u32)> {
        let mut told = Vec::new();
        tracks.note(0, range, way, |fate, from, to| told.push((fate, from, to)));
        told
    }

    #[test]
    fn gaps_are_filled_late_or_stay_missing() {
        let mut tracks = Tracks::new(1);
        assert_eq!(note(&mut tracks, (0, 3), Way::Update), [(Fresh, 0, 3)]);
        assert_eq!(note(&mut tracks, (7, 9), Way::Update), [(Fresh, 7, 9)]);
        assert_eq!(tracks.complete(0), 3);
        assert_eq!(note(&mut tracks, (4, 8), Way::Update), [(Fresh, 4, 7), (Again, 7, 8)]);
        let mut missing = Vec::new();
        tracks.missing(0, 10, |from, to| missing.push((from, to)));
        assert_eq!(missing, [(3, 4), (9, 10)]);
    }

    #[test]
    fn what_came_twice_is_told_once_for_each_time() {
        let mut tracks = Tracks::new(1);
        note(&mut tracks, (0, 5), Way::Update);
        assert_eq!(note(&mut tracks, (3, 7), Way::Update), [(Again, 3, 5), (Fresh, 5, 7)]);
        assert_eq!(note(&mut tracks, (3, 4), Way::Update), [(Again, 3, 4)]);
    }

    #[test]
    fn a_sync_answer_may_overlap_what_comes_before_and_after_it() {
        let mut tracks = Tracks::new(1);
        note(&mut tracks, (0, 5), Way::Update);
        assert_eq!(note(&mut tracks, (0, 8), Way::Sync), [(Fresh, 5, 8)]);
        assert_eq!(note(&mut tracks, (6, 9), Way::Update), [(Fresh, 8, 9)]);
    }
}
