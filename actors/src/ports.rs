//! What actors ask of the world.

pub mod jobs;
pub mod model;

use std::collections::HashMap;
use std::sync::Arc;

use bytes::Bytes;
use chrono::{DateTime, Utc};
use futures_util::future::BoxFuture;
use renexus_wire::access::{Grant, Level};
use renexus_wire::event::Event;
use renexus_wire::id::DocumentId;
use renexus_wire::rich::Node;
use serde_json::Value;
use thiserror::Error;

/// Position in a document's journal: how many updates were recorded up to here.
pub type Seq = i64;

/// What a store operation gives, later.
pub type StoreFuture<T> = BoxFuture<'static, Result<T, StoreError>>;

/// Why a store could not do what was asked.
#[derive(Clone, Debug, Error, PartialEq, Eq)]
pub enum StoreError {
    /// Stored bytes are not what was written; they are never served.
    #[error("damaged: {0}")]
    Damaged(String),
    /// The document is gone.
    #[error("document was deleted")]
    Deleted,
    /// The engine failed; trying again may help.
    #[error("store is failing: {0}")]
    Failing(String),
}

/// A document as the store knows it, without content.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DocumentInfo {
    /// The short key of the store.
    pub key: i64,
    /// The public id.
    pub id: DocumentId,
    /// The workspace that it belongs to.
    pub workspace: Option<String>,
}

/// Everything needed to bring a document back.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct StoredDocument {
    /// The whole state up to a position.
    pub checkpoint: Option<(Seq, Vec<u8>)>,
    /// Every update after it, in order.
    pub tail: Vec<Vec<u8>>,
    /// The position of the last update.
    pub head: Seq,
}

/// Who wrote something.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Writer {
    /// A person, or whoever a token was made for.
    Known(Arc<str>),
    /// Somebody who has no name here.
    Nameless,
    /// The server itself.
    Server,
}

impl Writer {
    /// Whoever has this id, if they have one.
    pub fn of(id: Option<&str>) -> Self {
        id.map_or(Self::Nameless, |id| Self::Known(id.into()))
    }

    fn id(&self) -> Option<&str> {
        match self {
            Self::Known(id) => Some(id),
            Self::Nameless | Self::Server => None,
        }
    }

    /// Whether it is whoever has this id, if they have one.
    pub fn is(&self, id: Option<&str>) -> bool {
        *self != Self::Server && self.id() == id
    }
}

/// Updates of one document that are to be committed together.
#[derive(Clone, Debug)]
pub struct JournalEntry {
    /// The document.
    pub document: Arc<DocumentInfo>,
    /// The position of the last update.
    pub seq: Seq,
    /// The updates as received.
    pub updates: Vec<Bytes>,
    /// Who wrote them, as far as somebody asks: of documents of workspaces.
    pub writers: Vec<Writer>,
}

/// What became of a batch of updates.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Appended {
    /// Keys of documents that are damaged; nothing of them was recorded.
    pub damaged: Vec<i64>,
    /// Where the last update of a document went, by its key. A store that this node alone writes
    /// to names none: there each stands at the position that the entry says.
    pub reached: HashMap<i64, Seq>,
}

impl From<Vec<i64>> for Appended {
    fn from(damaged: Vec<i64>) -> Self {
        Self { damaged, reached: HashMap::new() }
    }
}

/// Where documents live.
///
/// Every operation runs to its end even when the returned future is dropped.
pub trait DocumentStore: Send + Sync + 'static {
    /// Looks a document up; a deleted one is an error.
    fn find(&self, id: DocumentId) -> StoreFuture<Option<DocumentInfo>>;
    /// Creates a document, or finds the one that is there.
    fn create(&self, id: DocumentId, workspace: Option<String>) -> StoreFuture<DocumentInfo>;
    /// Reads checkpoint and journal; what does not match its checksum is [`StoreError::Damaged`].
    fn load(&self, document: Arc<DocumentInfo>) -> StoreFuture<StoredDocument>;
    /// Commits all entries in one durable transaction.
    ///
    /// What became of them says the answer. A store that several nodes write to gives the
    /// positions itself, and what was written before comes before.
    fn append(&self, batch: Arc<Vec<JournalEntry>>) -> StoreFuture<Appended>;
    /// Reads at least what was recorded behind `after`; less than everything, where that is less
    /// work.
    fn since(&self, document: Arc<DocumentInfo>, after: Seq) -> StoreFuture<StoredDocument> {
        let _ = after;
        self.load(document)
    }
    /// Another node says how far it moved a document: whoever keeps account of that need not ask.
    fn hear(&self, document: &DocumentInfo, head: Seq) {
        let _ = (document, head);
    }
    /// Stores the state up to `seq` and prunes the journal behind it, in one transaction.
    fn checkpoint(&self, document: Arc<DocumentInfo>, seq: Seq, state: Vec<u8>) -> StoreFuture<()>;
    /// Keeps an update that made the CRDT library fail.
    fn quarantine(
        &self,
        document: Arc<DocumentInfo>,
        reason: String,
        update: Vec<u8>,
    ) -> StoreFuture<()>;
    /// Deletes content and journal; the id stays taken.
    fn delete(&self, document: Arc<DocumentInfo>) -> StoreFuture<()>;
}

/// How far the log of a workspace reaches.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct LogRange {
    /// The number of the first event that is kept; above `head` when none is.
    pub oldest: i64,
    /// The number of the last event; 0 before the first.
    pub head: i64,
}

/// What happened in workspaces, in order and without holes.
///
/// An event that was announced is in the log already.
pub trait EventLog: Send + Sync + 'static {
    /// How far the log of a workspace reaches; `None` when there is no such workspace.
    fn range(&self, workspace: String) -> StoreFuture<Option<LogRange>>;
    /// Up to `most` events of a workspace behind the number `after`, in order.
    fn after(&self, workspace: String, after: i64, most: usize) -> StoreFuture<Vec<Event>>;
}

/// What a person wants to be in.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Place {
    /// A document.
    Document(DocumentId),
    /// The channel of a workspace, by its id.
    Workspace(String),
}

/// Who knows what people may do; a token of a person says only who it is.
pub trait Rights: Send + Sync + 'static {
    /// The person's level in a place now; none where there is no such place.
    fn level(&self, person: String, place: Place) -> StoreFuture<Level>;
}

/// What one person may hear of the events of a workspace, as their rights were at one moment.
pub trait Ear: std::fmt::Debug + Send + Sync + 'static {
    /// What stands in the place of the event's data; `None` for who hears it whole.
    fn instead(&self, event: &Event) -> Option<Value>;
}

/// Who knows what people may hear of what happens in a workspace.
pub trait Hearing: Send + Sync + 'static {
    /// Whether an event is whole only for those who may read what it is about.
    fn is_guarded(&self, event: &Event) -> bool;
    /// Whether people may hear more or less from this event on.
    fn changes_rights(&self, event: &Event) -> bool;
    /// What a person may hear now; somebody who is not in the workspace hears nothing guarded.
    fn ear(&self, workspace: String, person: String) -> StoreFuture<Arc<dyn Ear>>;
}

/// Why a token is not accepted.
#[derive(Clone, Debug, Error, PartialEq, Eq)]
pub enum Refusal {
    /// There is no token, and anonymous visitors are not allowed.
    #[error("a token is needed")]
    Missing,
    /// The token is malformed, signed by nobody known, or for another audience.
    #[error("token is invalid: {0}")]
    Invalid(String),
    /// The token has ended.
    #[error("token has expired")]
    Expired,
    /// The token was taken back.
    #[error("token was revoked")]
    Revoked,
}

/// Who decides what a token is worth.
pub trait Authority: Send + Sync + 'static {
    /// Verifies a token; an empty one asks for what anonymous visitors get.
    fn verify(&self, token: &str) -> Result<Grant, Refusal>;
}

/// How a rich text is written in characters, for those who know nothing else.
pub trait Markup: Send + Sync + 'static {
    /// The text that some characters mean.
    fn read(&self, text: &str) -> Vec<Node>;
    /// The characters for a text.
    fn write(&self, nodes: &[Node]) -> String;
}

/// What time it is.
pub trait Clock: Send + Sync + 'static {
    /// The current instant.
    fn now(&self) -> DateTime<Utc>;
}

/// Things that are counted.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Count {
    /// Updates accepted into documents.
    Updates,
    /// Updates refused: no right, invalid, or the document is read-only.
    Refusals,
    /// Update frames handed to outlets.
    Deliveries,
    /// Presence frames handed to outlets.
    PresenceDeliveries,
    /// Connections closed because their outlet was full.
    OutletDrops,
    /// Events handed to sockets and subscribers.
    EventDeliveries,
    /// Times that somebody was told to load everything anew.
    EventResets,
    /// Updates put into quarantine.
    Quarantines,
    /// Journal transactions committed.
    JournalCommits,
    /// Journal transactions that failed and were tried again.
    JournalFailures,
    /// Attempts of the assistant that were begun.
    AssistantAttempts,
    /// Attempts of the assistant that failed.
    AssistantFailures,
    /// Attempts of the assistant that panicked.
    AssistantPanics,
    /// Times that the model service was left alone for a while.
    AssistantBreaks,
}

/// Things that are measured, in seconds unless said otherwise.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Measure {
    /// From recording an update to its commit.
    JournalLatency,
    /// Updates per journal transaction; a number, not seconds.
    JournalBatch,
    /// From the request for a document until its content can be sent.
    DocumentOpen,
    /// Building and storing a checkpoint.
    Checkpoint,
}

/// Things that go up and down.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Gauge {
    /// Open connections.
    Connections,
    /// Documents in memory.
    Documents,
    /// Workspaces with somebody in their channel.
    Workspaces,
    /// Jobs that the assistant is at.
    AssistantJobs,
}

/// Where figures go.
pub trait Meter: Send + Sync + 'static {
    /// Adds to a counter.
    fn count(&self, what: Count, more: u64);
    /// Records a measurement.
    fn measure(&self, what: Measure, value: f64);
    /// Moves a gauge.
    fn gauge(&self, what: Gauge, change: i64);
}
