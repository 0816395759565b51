//! Where documents leave what is to be committed; the journal is woken once for many of them.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Instant;

use super::batch::Batch;
use super::messages::Record;
use crate::limits::JournalLimits;

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
}

/// What a document has to do after it left a record.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Taken {
    /// It was the first of its batch, or made the batch large: the journal has to hear of it.
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
        let (first, small) = (waiting.next.is_empty(), waiting.next.bytes < self.eager);
        let full = waiting.next.bytes + waiting.writing > self.bound;
        waiting.next.add(record, Instant::now());
        Taken { news: first || small && waiting.next.bytes >= self.eager, full }
    }

    /// The batch for the next commit.
    pub(super) fn next_batch(&self) -> Batch {
        let mut waiting = self.waiting();
        let batch = std::mem::take(&mut waiting.next);
        waiting.writing = batch.bytes;
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

    /// Whether so much waits that a commit is worth its sync.
    pub(super) fn is_large(&self) -> bool {
        self.waiting().next.bytes >= self.eager
    }

    fn waiting(&self) -> MutexGuard<'_, Waiting> {
        self.waiting.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
