//! Documents where the settings put them.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use renexus_actors::ports::{
    Appended, Clock, DocumentInfo, DocumentStore, JournalEntry, Seq, StoreFuture, StoredDocument,
};
use renexus_wire::id::DocumentId;

use super::logged::LoggedStore;
use super::store::DatabaseStore;
use crate::db::{Database, DatabaseError};
use crate::wal::WalSettings;

/// The document store of this server; clones share it.
#[derive(Clone)]
pub struct Documents {
    kept: Kept,
    /// Whether the last edits that came could not be saved.
    failing: Arc<AtomicBool>,
}

/// A file has a write-ahead log in front of it, a server has its own.
#[derive(Clone)]
enum Kept {
    /// Behind the write-ahead log, in SQLite.
    Logged(LoggedStore),
    /// In the tables of PostgreSQL.
    Tables(DatabaseStore),
}

impl Documents {
    /// Opens the store for writing.
    pub async fn open(
        database: Database,
        settings: &WalSettings,
        clock: Arc<dyn Clock>,
    ) -> Result<Self, DatabaseError> {
        if !database.is_file() {
            return Ok(Self::around(Kept::Tables(DatabaseStore::new(database, clock))));
        }
        let logged = LoggedStore::open(database, settings, clock).await;
        logged.map(|logged| Self::around(Kept::Logged(logged)))
    }

    /// Looks at what a server may be writing.
    pub async fn view(
        database: Database,
        settings: &WalSettings,
        clock: Arc<dyn Clock>,
    ) -> Result<Self, DatabaseError> {
        if !database.is_file() {
            return Ok(Self::around(Kept::Tables(DatabaseStore::new(database, clock))));
        }
        let logged = LoggedStore::view(database, settings, clock).await;
        logged.map(|logged| Self::around(Kept::Logged(logged)))
    }

    fn around(kept: Kept) -> Self {
        Self { kept, failing: Arc::default() }
    }

    /// Whether edits are saved, as far as the last of them tell.
    pub fn is_saving(&self) -> bool {
        !self.failing.load(Ordering::Acquire)
    }

    /// How far a document is, when the tables say `head`.
    pub fn head(&self, key: i64, head: Seq) -> Seq {
        match &self.kept {
            Kept::Logged(store) => store.head(key, head),
            Kept::Tables(_) => head,
        }
    }

    /// Moves everything into the tables, so that a file can be copied alone.
    pub async fn fold(&self) -> Result<(), DatabaseError> {
        match &self.kept {
            Kept::Logged(store) => store.fold().await,
            Kept::Tables(_) => Ok(()),
        }
    }

    fn store(&self) -> &dyn DocumentStore {
        match &self.kept {
            Kept::Logged(store) => store,
            Kept::Tables(store) => store,
        }
    }
}

impl DocumentStore for Documents {
    fn find(&self, id: DocumentId) -> StoreFuture<Option<DocumentInfo>> {
        self.store().find(id)
    }

    fn create(&self, id: DocumentId, workspace: Option<String>) -> StoreFuture<DocumentInfo> {
        self.store().create(id, workspace)
    }

    fn load(&self, document: Arc<DocumentInfo>) -> StoreFuture<StoredDocument> {
        self.store().load(document)
    }

    fn since(&self, document: Arc<DocumentInfo>, after: Seq) -> StoreFuture<StoredDocument> {
        self.store().since(document, after)
    }

    fn append(&self, batch: Arc<Vec<JournalEntry>>) -> StoreFuture<Appended> {
        let (appended, failing) = (self.store().append(batch), Arc::clone(&self.failing));
        Box::pin(async move {
            let appended = appended.await;
            failing.store(appended.is_err(), Ordering::Release);
            appended
        })
    }

    fn hear(&self, document: &DocumentInfo, head: Seq) {
        self.store().hear(document, head);
    }

    fn checkpoint(&self, document: Arc<DocumentInfo>, seq: Seq, state: Vec<u8>) -> StoreFuture<()> {
        self.store().checkpoint(document, seq, state)
    }

    fn quarantine(
        &self,
        document: Arc<DocumentInfo>,
        reason: String,
        update: Vec<u8>,
    ) -> StoreFuture<()> {
        self.store().quarantine(document, reason, update)
    }

    fn delete(&self, document: Arc<DocumentInfo>) -> StoreFuture<()> {
        self.store().delete(document)
    }
}
