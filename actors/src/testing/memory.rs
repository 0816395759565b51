//! A document store that forgets everything with the process.

use std::collections::{HashMap, HashSet};
use std::sync::{Arc, Mutex};

use futures_util::future::ready;
use renexus_wire::id::DocumentId;

use crate::ports::{
    Appended, DocumentInfo, DocumentStore, JournalEntry, Seq, StoreError, StoreFuture,
    StoredDocument,
};

/// Documents in memory.
#[derive(Clone, Debug, Default)]
pub struct MemoryStore {
    shared: Arc<Mutex<Shared>>,
}

#[derive(Debug, Default)]
struct Shared {
    documents: HashMap<DocumentId, DocumentInfo>,
    deleted: HashSet<DocumentId>,
    content: HashMap<i64, StoredDocument>,
    quarantined: Vec<(i64, String, Vec<u8>)>,
}

impl Shared {
    fn find(&self, id: &DocumentId) -> Result<Option<DocumentInfo>, StoreError> {
        if self.deleted.contains(id) {
            return Err(StoreError::Deleted);
        }
        Ok(self.documents.get(id).cloned())
    }

    fn create(
        &mut self,
        id: DocumentId,
        workspace: Option<String>,
    ) -> Result<DocumentInfo, StoreError> {
        if let Some(found) = self.find(&id)? {
            return Ok(found);
        }
        let key = i64::try_from(self.documents.len()).unwrap_or(i64::MAX) + 1;
        let info = DocumentInfo { key, id: id.clone(), workspace };
        self.documents.insert(id, info.clone());
        self.content.insert(key, StoredDocument::default());
        Ok(info)
    }

    fn append(&mut self, entry: &JournalEntry) -> bool {
        if self.deleted.contains(&entry.document.id) {
            return true;
        }
        let count = Seq::try_from(entry.updates.len()).unwrap_or(Seq::MAX);
        match self.content.get_mut(&entry.document.key) {
            Some(stored) if stored.head == entry.seq - count => {
                stored.tail.extend(entry.updates.iter().map(|update| update.to_vec()));
                stored.head = entry.seq;
                true
            }
            _ => false,
        }
    }

    fn checkpoint(&mut self, key: i64, seq: Seq, state: Vec<u8>) {
        let Some(stored) = self.content.get_mut(&key) else { return };
        let former = stored.checkpoint.as_ref().map_or(0, |(seq, _)| *seq);
        if seq <= former {
            return;
        }
        let covered = usize::try_from(seq - former).unwrap_or(usize::MAX).min(stored.tail.len());
        stored.tail.drain(..covered);
        stored.checkpoint = Some((seq, state));
    }
}

impl MemoryStore {
    fn with<R: Send + 'static>(
        &self,
        work: impl FnOnce(&mut Shared) -> Result<R, StoreError>,
    ) -> StoreFuture<R> {
        Box::pin(ready(work(&mut self.shared.lock().unwrap())))
    }

    /// Key, reason and bytes of everything set aside.
    pub fn quarantined(&self) -> Vec<(i64, String, Vec<u8>)> {
        self.shared.lock().unwrap().quarantined.clone()
    }
}

impl DocumentStore for MemoryStore {
    fn find(&self, id: DocumentId) -> StoreFuture<Option<DocumentInfo>> {
        self.with(|shared| shared.find(&id))
    }

    fn create(&self, id: DocumentId, workspace: Option<String>) -> StoreFuture<DocumentInfo> {
        self.with(|shared| shared.create(id, workspace))
    }

    fn load(&self, document: Arc<DocumentInfo>) -> StoreFuture<StoredDocument> {
        self.with(|shared| {
            let missing = || StoreError::Damaged(format!("`{}` is missing", document.id));
            shared.find(&document.id)?;
            shared.content.get(&document.key).cloned().ok_or_else(missing)
        })
    }

    fn append(&self, batch: Arc<Vec<JournalEntry>>) -> StoreFuture<Appended> {
        self.with(|shared| {
            let failed = batch.iter().filter(|entry| !shared.append(entry));
            Ok(failed.map(|entry| entry.document.key).collect::<Vec<_>>().into())
        })
    }

    fn checkpoint(&self, document: Arc<DocumentInfo>, seq: Seq, state: Vec<u8>) -> StoreFuture<()> {
        self.with(|shared| {
            shared.checkpoint(document.key, seq, state);
            Ok(())
        })
    }

    fn quarantine(
        &self,
        document: Arc<DocumentInfo>,
        reason: String,
        update: Vec<u8>,
    ) -> StoreFuture<()> {
        self.with(|shared| {
            shared.quarantined.push((document.key, reason, update));
            Ok(())
        })
    }

    fn delete(&self, document: Arc<DocumentInfo>) -> StoreFuture<()> {
        self.with(|shared| {
            shared.deleted.insert(document.id.clone());
            shared.content.remove(&document.key);
            Ok(())
        })
    }
}
