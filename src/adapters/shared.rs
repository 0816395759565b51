//! Documents in a database that several nodes write to.

use std::sync::Arc;

use renexus_actors::ports::{
    Appended, DocumentInfo, DocumentStore, JournalEntry, Seq, StoreFuture, StoredDocument,
};
use renexus_wire::id::DocumentId;

use super::store::{self, DatabaseStore};
use crate::db::Database;
use crate::db::queries::journal;

/// The document store of a node among others. The database says where in the journal of a document
/// an update stands; nobody waits for the changes that other nodes make to workspaces.
#[derive(Clone)]
pub struct SharedStore {
    tables: DatabaseStore,
    database: Database,
}

impl SharedStore {
    /// A store over the tables of `database`.
    pub fn new(tables: DatabaseStore, database: Database) -> Self {
        Self { tables, database }
    }
}

impl DocumentStore for SharedStore {
    fn find(&self, id: DocumentId) -> StoreFuture<Option<DocumentInfo>> {
        self.tables.find(id)
    }

    fn create(&self, id: DocumentId, workspace: Option<String>) -> StoreFuture<DocumentInfo> {
        self.tables.create(id, workspace)
    }

    fn load(&self, document: Arc<DocumentInfo>) -> StoreFuture<StoredDocument> {
        self.tables.load(document)
    }

    fn since(&self, document: Arc<DocumentInfo>, after: Seq) -> StoreFuture<StoredDocument> {
        let since =
            self.database.read(move |connection| store::since(connection, document.key, after));
        Box::pin(async move { Ok(since.await?) })
    }

    fn append(&self, batch: Arc<Vec<JournalEntry>>) -> StoreFuture<Appended> {
        let rows = batch.iter().map(store::journal_row).collect();
        let added = self.database.record(|connection| journal::add(connection, rows));
        Box::pin(async move { Ok(added.await?) })
    }

    fn checkpoint(&self, document: Arc<DocumentInfo>, seq: Seq, state: Vec<u8>) -> StoreFuture<()> {
        self.tables.checkpoint(document, seq, state)
    }

    fn quarantine(
        &self,
        document: Arc<DocumentInfo>,
        reason: String,
        update: Vec<u8>,
    ) -> StoreFuture<()> {
        self.tables.quarantine(document, reason, update)
    }

    fn delete(&self, document: Arc<DocumentInfo>) -> StoreFuture<()> {
        self.tables.delete(document)
    }
}
