//! The write-ahead log: where updates are on disk first.
//!
//! Tables are written page by page, and a small edit of many documents touches
//! a page of each. The log takes the edits of all documents one behind the
//! other: one write and one sync for each commit, and about as many bytes as
//! were received. What it holds is moved into the tables a segment at a time,
//! or with a document's next checkpoint; reading puts both together.

mod frame;
mod index;
mod recovery;
mod segment;
mod state;
mod writer;

use std::collections::HashMap;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};

use thiserror::Error;

pub use frame::Stretch;
use index::{Piece, SegmentId};
use recovery::{Expected, Recovered, recover};
use state::Shared;
use writer::Writer;

use crate::mark::CommitMark;

/// File name of the number of the last acknowledged frame, beside the segments.
const MARK_FILE: &str = "acknowledged";

/// Why the log could not do what was asked.
#[derive(Debug, Error)]
pub enum WalError {
    /// Bytes of the log are missing, or not what was written.
    #[error("{0}")]
    Damaged(String),
    /// A file cannot be read or written.
    #[error("write-ahead log: {0}")]
    File(#[from] io::Error),
    /// The tables do not take what the log holds.
    #[error("{0} segments of the write-ahead log wait for the tables, and no more are allowed")]
    Full(usize),
    /// The log was opened for reading.
    #[error("the write-ahead log is closed")]
    Closed,
}

/// How to open the log.
#[derive(Clone, Debug)]
pub struct WalSettings {
    /// The data folder.
    pub folder: PathBuf,
    /// Bytes after which a segment ends.
    pub segment_bytes: usize,
    /// Most segments that wait to be moved into the tables; beyond it commits fail.
    pub segments: usize,
    /// Take the log as it is even when acknowledged commits are missing.
    pub accept_loss: bool,
}

/// What became of a commit.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Appended {
    /// It is on disk, but for the documents named: they are elsewhere.
    Written(Vec<i64>),
    /// Nothing was written: how far these documents are, the tables must say.
    Unknown(Vec<i64>),
}

/// A segment that can go once its pieces stand in the tables.
#[derive(Debug)]
pub struct Due {
    id: SegmentId,
    /// Its last frame.
    pub last: i64,
    /// What it, and those before it, hold of each document.
    pub tails: Vec<Tail>,
}

/// What old segments hold of one document.
#[derive(Debug)]
pub struct Tail(Vec<Piece>);

/// The open log; clones share it.
#[derive(Clone)]
pub struct Wal {
    shared: Arc<Shared>,
    /// `None` when the log was opened for reading.
    writer: Option<Arc<Mutex<Writer>>>,
}

impl Wal {
    /// Opens the log for writing. `settled` is the last frame that stands in the tables;
    /// `sealed` hears of every segment that ends.
    pub fn open(
        settings: &WalSettings,
        settled: i64,
        sealed: impl Fn() + Send + 'static,
    ) -> Result<Self, WalError> {
        let folder = folder_in(&settings.folder);
        std::fs::create_dir_all(&folder)?;
        let mut mark = CommitMark::open(&folder.join(MARK_FILE))?;
        let expected = match settings.accept_loss {
            false => Some(Expected { acknowledged: mark.read()? }),
            true => None,
        };
        let recovered = recover(&folder, settled, expected)?;
        mark.write(recovered.last)?;
        let last = recovered.last;
        let shared = Arc::new(Shared::new(recovered));
        let writer = Writer {
            folder,
            shared: Arc::clone(&shared),
            segment_bytes: u64::try_from(settings.segment_bytes).unwrap_or(u64::MAX),
            segments: settings.segments,
            mark,
            last,
            active: None,
            sealed: Box::new(sealed),
        };
        Ok(Self { shared, writer: Some(Arc::new(Mutex::new(writer))) })
    }

    /// Looks at the log of a folder, which a server may be writing.
    pub fn view(settings: &WalSettings, settled: i64) -> Result<Self, WalError> {
        let folder = folder_in(&settings.folder);
        let recovered = match folder.is_dir() {
            true => {
                // The mark first: what it names is in the segments by then.
                let acknowledged = CommitMark::open(&folder.join(MARK_FILE))?.read()?;
                recover(&folder, settled, Some(Expected { acknowledged }))?
            }
            false => Recovered::default(),
        };
        Ok(Self { shared: Arc::new(Shared::new(recovered)), writer: None })
    }

    /// Commits stretches of documents together, and comes back when they are on disk: the caller's
    /// thread writes and waits. `heads` says how far those are of which the log knows nothing.
    pub fn append(
        &self,
        stretches: &[Stretch],
        heads: &HashMap<i64, i64>,
    ) -> Result<Appended, WalError> {
        self.write(|writer| writer.commit(stretches, heads))?
    }

    /// Ends the segment that is written, so that all of the log can be moved into the tables.
    pub fn seal(&self) -> Result<(), WalError> {
        self.write(Writer::seal)
    }

    fn write<R>(&self, work: impl FnOnce(&mut Writer) -> R) -> Result<R, WalError> {
        let writer = self.writer.as_ref().ok_or(WalError::Closed)?;
        Ok(work(&mut writer.lock().unwrap_or_else(PoisonError::into_inner)))
    }

    /// The position of the last update of a document, if the log holds any of it.
    pub fn head(&self, document: i64) -> Option<i64> {
        self.shared.head(document)
    }

    /// The documents of which the log holds something.
    pub fn documents(&self) -> Vec<i64> {
        self.shared.documents()
    }

    /// What the log holds of a document, each stretch checked.
    pub fn tail(&self, document: i64) -> Result<Vec<Stretch>, WalError> {
        self.shared.tail(document)
    }

    /// Forgets what stands in the tables up to `seq`.
    pub fn cover(&self, document: i64, seq: i64) {
        self.shared.cover(document, seq);
    }

    /// Forgets a document that was deleted.
    pub fn forget(&self, document: i64) {
        self.shared.forget(document);
    }

    /// The oldest segment that waits for the tables.
    pub fn due(&self) -> Option<Due> {
        let due = self.shared.due()?;
        let tails = due.tails.into_iter().map(Tail).collect();
        Some(Due { id: due.id, last: due.last, tails })
    }

    /// What a tail holds, each stretch checked.
    pub fn read(&self, tail: &Tail) -> Result<Vec<Stretch>, WalError> {
        self.shared.read(&tail.0)
    }

    /// Removes a segment, and those before it, whose pieces stand in the tables. One that holds
    /// something of a damaged document stays.
    pub fn retire(&self, due: &Due) -> Result<(), WalError> {
        self.shared.retire(due.id)
    }
}

/// The folder of the log in the data folder.
fn folder_in(data: &Path) -> PathBuf {
    data.join("journal")
}

#[cfg(test)]
mod tests;
