//! A store that tells which documents of workspaces were edited, and by whom.

use std::sync::Arc;

use renexus_actors::ports::{
    Appended, DocumentInfo, DocumentStore, JournalEntry, Seq, StoreFuture, StoredDocument,
};
use renexus_wire::id::DocumentId;

use super::stirred::Stirred;
use crate::versions::Writers;

/// A store, and what notes its edits.
pub struct Watched<S> {
    store: S,
    stirred: Arc<Stirred>,
    writers: Arc<Writers>,
}

impl<S: DocumentStore> Watched<S> {
    /// Watches a store.
    pub fn new(store: S, stirred: Arc<Stirred>, writers: Arc<Writers>) -> Self {
        Self { store, stirred, writers }
    }
}

impl<S: DocumentStore> DocumentStore for Watched<S> {
    fn find(&self, id: DocumentId) -> StoreFuture<Option<DocumentInfo>> {
        self.store.find(id)
    }

    fn create(&self, id: DocumentId, workspace: Option<String>) -> StoreFuture<DocumentInfo> {
        self.store.create(id, workspace)
    }

    fn load(&self, document: Arc<DocumentInfo>) -> StoreFuture<StoredDocument> {
        self.store.load(document)
    }

    fn since(&self, document: Arc<DocumentInfo>, after: Seq) -> StoreFuture<StoredDocument> {
        self.store.since(document, after)
    }

    fn append(&self, batch: Arc<Vec<JournalEntry>>) -> StoreFuture<Appended> {
        let appended = self.store.append(Arc::clone(&batch));
        let (stirred, writers) = (Arc::clone(&self.stirred), Arc::clone(&self.writers));
        Box::pin(async move {
            let appended = appended.await?;
            // Documents of no workspace are found by nobody.
            for entry in batch.iter().filter(|entry| entry.document.workspace.is_some()) {
                stirred.note(entry.document.id.as_str());
            }
            writers.note(&batch);
            Ok(appended)
        })
    }

    fn hear(&self, document: &DocumentInfo, head: Seq) {
        self.store.hear(document, head);
    }

    fn checkpoint(&self, document: Arc<DocumentInfo>, seq: Seq, state: Vec<u8>) -> StoreFuture<()> {
        self.store.checkpoint(document, seq, state)
    }

    fn quarantine(
        &self,
        document: Arc<DocumentInfo>,
        reason: String,
        update: Vec<u8>,
    ) -> StoreFuture<()> {
        self.store.quarantine(document, reason, update)
    }

    fn delete(&self, document: Arc<DocumentInfo>) -> StoreFuture<()> {
        self.store.delete(document)
    }
}
