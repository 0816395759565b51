//! The threads that documents and sessions live on.
//!
//! A session that has one document lives on its thread: what they say to each
//! other wakes nobody.

use std::hash::{DefaultHasher, Hash, Hasher};
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use actix_rt::ArbiterHandle;
use renexus_wire::id::DocumentId;

/// The threads; clones share the turn that they take.
#[derive(Clone, Debug)]
pub struct Arbiters {
    handles: Arc<[ArbiterHandle]>,
    taken: Arc<AtomicUsize>,
}

impl Arbiters {
    /// Spreads over these threads.
    pub fn new(handles: Vec<ArbiterHandle>) -> Self {
        Self { handles: handles.into(), taken: Arc::default() }
    }

    /// The thread of a document: always the same.
    pub fn of_document(&self, document: &DocumentId) -> Option<&ArbiterHandle> {
        let mut hasher = DefaultHasher::new();
        document.as_str().hash(&mut hasher);
        let count = u64::try_from(self.handles.len()).unwrap_or(u64::MAX).max(1);
        self.handles.get(usize::try_from(hasher.finish() % count).unwrap_or_default())
    }

    /// A thread for somebody who may open any document: each in turn.
    pub fn next(&self) -> Option<&ArbiterHandle> {
        let turn = self.taken.fetch_add(1, Ordering::Relaxed);
        self.handles.get(turn.checked_rem(self.handles.len())?)
    }
}
