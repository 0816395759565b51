//! Where documents leave what is to be committed; the journal is woken once for many of them.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Instant;

use super::batch::Batch;
use super::messages::Record;
use crate::limits::JournalLimits;

/// Behind a commit with much of one document a part of that is much still: turns and sockets cut as they like what
/// was poured in one piece.
const STILL_MUCH: usize = 8;

/// What waits for the next commit, shared by the documents and the journal.
#[derive(Clone)]
pub struct Intake {
    /// Bytes of all documents above which documents turn read-only.
    bound: usize,
    /// Bytes from which on a batch does not wait.
    eager: usize,
    waiting: Arc<Mutex<Waiting>>,
}

#[derive(Default)]
struct Waiting {
    next: Batch,
    /// Bytes of the commit that is being written.
    writing: usize,
    /// The document that brought much in the last commit: what comes behind it is the rest, or goes on.
    pouring: Option<i64>,
}

impl Waiting {
    /// Whether so much waits that a commit is worth its sync, or the rest of something that large.
    fn is_worth_it(&self, eager: usize) -> bool {
        self.next.bytes >= eager || self.pouring.is_some_and(|key| self.next.holds(key))
    }
}

/// What a document has to do after it left a record.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Taken {
    /// It was the first of its batch, or made the batch worth a commit: the journal has to hear of it.
    pub news: bool,
    /// More waits than the bound allows; it will be written all the same.
    pub full: bool,
}

impl Intake {
    /// An intake with the journal's bounds.
    pub fn new(limits: &JournalLimits) -> Self {
        let (bound, eager) = (limits.waiting_bytes, limits.eager_bytes);
        Self { bound, eager, waiting: Arc::default() }
    }

    /// Takes a record behind those of the same document that wait already.
    pub fn take(&self, record: Record) -> Taken {
        let mut waiting = self.waiting();
        let (first, early) = (waiting.next.is_empty(), waiting.is_worth_it(self.eager));
        let full = waiting.next.bytes + waiting.writing > self.bound;
        waiting.next.add(record, Instant::now());
        Taken { news: first || !early && waiting.is_worth_it(self.eager), full }
    }

    /// The batch for the next commit.
    pub(super) fn next_batch(&self) -> Batch {
        let mut waiting = self.waiting();
        let batch = std::mem::take(&mut waiting.next);
        waiting.writing = batch.bytes;
        let least = if waiting.pouring.is_some() { self.eager / STILL_MUCH } else { self.eager };
        waiting.pouring = batch.much_of(least);
        batch
    }

    /// The commit of the last batch is over.
    pub(super) fn written(&self) {
        self.waiting().writing = 0;
    }

    /// Whether anything of a document waits for the next commit.
    pub(super) fn holds(&self, key: i64) -> bool {
        self.waiting().next.holds(key)
    }

    /// Whether nothing waits for the next commit.
    pub(super) fn is_empty(&self) -> bool {
        self.waiting().next.is_empty()
    }

    /// Whether the next commit is worth its sync now.
    pub(super) fn is_worth_it(&self) -> bool {
        self.waiting().is_worth_it(self.eager)
    }

    fn waiting(&self) -> MutexGuard<'_, Waiting> {
        self.waiting.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
