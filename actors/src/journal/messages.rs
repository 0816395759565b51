//! What documents ask of the journal, and what it tells them.

use std::sync::Arc;

use actix::{Message, Recipient};
use bytes::Bytes;

use renexus_wire::between::Stretch;

use crate::ports::{DocumentInfo, Seq, Writer};

/// Something waits in the intake, the first of a batch.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Message)]
#[rtype(result = "()")]
pub struct Recorded;

/// Updates for the next commit; the document hears of it when they are on disk.
#[derive(Debug)]
pub struct Record {
    /// The document.
    pub document: Arc<DocumentInfo>,
    /// The position of the last update.
    pub seq: Seq,
    /// The updates as received, in order.
    pub updates: Vec<Bytes>,
    /// Who wrote them.
    pub writers: Vec<Writer>,
    /// Who hears what became of them.
    pub witness: Recipient<JournalEvent>,
}

/// What became of recorded updates.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Message)]
#[rtype(result = "()")]
pub enum JournalEvent {
    /// Every update up to this position is on disk.
    Persisted {
        /// The position.
        up_to: Seq,
        /// Where the updates of the commit stand in the store.
        stored: Stretch,
    },
    /// Commits are failing or too much waits; the journal goes on trying.
    Stalled,
    /// What is stored of this document does not fit; nothing more of it will be recorded.
    Damaged,
}

/// Answers once nothing of this document waits for a commit.
#[derive(Debug, Message)]
#[rtype(result = "()")]
pub struct Settle {
    /// The key of the document.
    pub key: i64,
}

/// Folds the committed journal of a document into a checkpoint; answers when done or given up.
#[derive(Debug, Message)]
#[rtype(result = "()")]
pub struct Compact {
    /// The document.
    pub document: Arc<DocumentInfo>,
}
