//! What waits for the next commit: plain Rust, no clock, no store.

use std::collections::HashMap;
use std::sync::Arc;
use std::time::Instant;

use actix::Recipient;

use super::messages::{JournalEvent, Record};
use crate::ports::{JournalEntry, Seq};

/// Updates of all documents that will be committed together.
#[derive(Default)]
pub(super) struct Batch {
    /// One entry per document, so that a document costs one row per commit.
    waiting: HashMap<i64, Waiting>,
    /// Bytes of all updates.
    pub(super) bytes: usize,
    /// Number of all updates.
    pub(super) updates: usize,
    /// When the oldest update was recorded.
    pub(super) since: Option<Instant>,
}

struct Waiting {
    entry: JournalEntry,
    /// Bytes of its updates.
    bytes: usize,
    witness: Recipient<JournalEvent>,
}

/// Who hears of a commit, and up to which position.
pub(super) struct Witness {
    pub(super) key: i64,
    pub(super) up_to: Seq,
    /// How many updates.
    pub(super) count: Seq,
    pub(super) recipient: Recipient<JournalEvent>,
}

impl Batch {
    /// Adds updates behind those of the same document that wait already.
    pub(super) fn add(&mut self, record: Record, now: Instant) {
        let bytes = record.updates.iter().map(bytes::Bytes::len).sum::<usize>();
        self.bytes += bytes;
        self.updates += record.updates.len();
        self.since.get_or_insert(now);
        let Record { document, seq, updates, writers, witness } = record;
        match self.waiting.get_mut(&document.key) {
            Some(waiting) => {
                waiting.entry.seq = seq;
                waiting.bytes += bytes;
                waiting.entry.updates.extend(updates);
                let known = &mut waiting.entry.writers;
                known.extend(writers);
                known.sort_unstable();
                known.dedup();
                waiting.witness = witness;
            }
            None => {
                let key = document.key;
                let entry = JournalEntry { document, seq, updates, writers };
                self.waiting.insert(key, Waiting { entry, bytes, witness });
            }
        }
    }

    /// Whether anything of this document waits.
    pub(super) fn holds(&self, key: i64) -> bool {
        self.waiting.contains_key(&key)
    }

    /// The document that brought most, if that is so many bytes.
    pub(super) fn much_of(&self, bytes: usize) -> Option<i64> {
        let most = self.waiting.iter().max_by_key(|(_, waiting)| waiting.bytes)?;
        (most.1.bytes >= bytes).then_some(*most.0)
    }

    /// Whether nothing waits.
    pub(super) fn is_empty(&self) -> bool {
        self.waiting.is_empty()
    }

    /// Splits into what the store commits and who hears of it.
    pub(super) fn into_parts(self) -> (Arc<Vec<JournalEntry>>, Vec<Witness>) {
        let mut entries = Vec::with_capacity(self.waiting.len());
        let mut witnesses = Vec::with_capacity(self.waiting.len());
        for (key, waiting) in self.waiting {
            let Waiting { entry, witness: recipient, .. } = waiting;
            let count = Seq::try_from(entry.updates.len()).unwrap_or(Seq::MAX);
            witnesses.push(Witness { key, up_to: entry.seq, count, recipient });
            entries.push(entry);
        }
        // In the order of keys the store walks its tree once.
        entries.sort_unstable_by_key(|entry| entry.document.key);
        (Arc::new(entries), witnesses)
    }
}
