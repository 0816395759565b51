//! Writing the log: one commit at a time, on the thread of whoever commits.

use std::collections::HashMap;
use std::path::PathBuf;
use std::sync::Arc;

use super::frame::{Stretch, encode};
use super::index::Fit;
use super::segment::{Segment, Writing};
use super::state::Shared;
use super::{Appended, WalError};
use crate::mark::CommitMark;

/// What writing needs.
pub(super) struct Writer {
    pub(super) folder: PathBuf,
    pub(super) shared: Arc<Shared>,
    /// Bytes after which a segment ends.
    pub(super) segment_bytes: u64,
    /// Most segments that wait for the tables.
    pub(super) segments: usize,
    /// The number of the last acknowledged frame.
    pub(super) mark: CommitMark,
    pub(super) last: i64,
    /// The segment that is written.
    pub(super) active: Option<(Arc<Segment>, Writing)>,
    /// Hears of every segment that ends.
    pub(super) sealed: Box<dyn Fn() + Send>,
}

impl Writer {
    /// Writes what fits behind what is known, and says what does not.
    pub(super) fn commit(
        &mut self,
        stretches: &[Stretch],
        heads: &HashMap<i64, i64>,
    ) -> Result<Appended, WalError> {
        let waiting = self.shared.waiting();
        if waiting >= self.segments {
            return Err(WalError::Full(waiting));
        }
        let (mut fitting, mut wrong, mut unknown) = (Vec::new(), Vec::new(), Vec::new());
        for stretch in stretches {
            let from = stretch.from();
            match (self.shared.fit(stretch.document, from), heads.get(&stretch.document)) {
                (Fit::Next, _) => fitting.push(stretch),
                (Fit::Unknown, Some(head)) if *head == from => fitting.push(stretch),
                (Fit::Unknown, None) => unknown.push(stretch.document),
                _ => wrong.push(stretch.document),
            }
        }
        if !unknown.is_empty() {
            return Ok(Appended::Unknown(unknown));
        }
        if !fitting.is_empty() {
            self.write(&fitting)?;
        }
        Ok(Appended::Written(wrong))
    }

    fn write(&mut self, stretches: &[&Stretch]) -> Result<(), WalError> {
        let number = self.last + 1;
        let (frame, places) = encode(number, stretches);
        if self.active.is_none() {
            let segment = Arc::new(Segment::create(&self.folder, number)?);
            self.shared.activate(Arc::clone(&segment));
            self.active = Some((segment, Writing::begin()));
        }
        let Some((segment, writing)) = &mut self.active else { return Err(WalError::Closed) };
        let at = writing.length;
        if let Err(error) = segment.append(&frame, writing).and_then(|()| self.mark.write(number)) {
            // Nobody knows what of it is on disk; the number is given again in a new segment.
            writing.length = at;
            self.seal();
            return Err(error.into());
        }
        let full = writing.length >= self.segment_bytes;
        self.last = number;
        self.shared.add(at, places);
        if full {
            self.seal();
        }
        Ok(())
    }

    /// Ends the segment that is written.
    pub(super) fn seal(&mut self) {
        let Some((segment, writing)) = self.active.take() else { return };
        if let Err(error) = segment.cut(&writing) {
            log::warn!("{}: room behind its end is not given back: {error}", segment.name());
        }
        if writing.length == 0 {
            // The next segment takes its name, so nobody may remove the file later.
            self.shared.discard();
            return;
        }
        self.shared.seal(self.last);
        (self.sealed)();
    }
}
