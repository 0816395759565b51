//! Documents in the database.

use std::sync::Arc;

use bytes::Bytes;
use renexus_actors::ports::{
    Appended, Clock, DocumentInfo, DocumentStore, JournalEntry, Seq, StoreFuture, StoredDocument,
};
use renexus_tables::rows::{CheckpointRow, DocumentRow, JournalRow, NewQuarantineRow};
use renexus_wire::id::DocumentId;
use renexus_wire::lib0::{Reader, write_var_bytes};

use super::clock::database_now;
use super::creating::Creations;
use crate::db::queries::appending::{self, Known};
use crate::db::queries::stored::{self, Stored};
use crate::db::queries::{checkpoints, documents, journal, quarantine};
use crate::db::{Conn, Database, DatabaseError};

/// The document store over a database.
#[derive(Clone)]
pub struct DatabaseStore {
    database: Database,
    clock: Arc<dyn Clock>,
    /// Where several nodes write: how far documents are, as far as this one knows.
    known: Arc<Known>,
    creations: Creations,
}

impl DatabaseStore {
    /// A store over `database`.
    pub fn new(database: Database, clock: Arc<dyn Clock>) -> Self {
        Self { database, clock, known: Arc::default(), creations: Creations::default() }
    }

    fn read_behind(&self, key: i64, after: Option<Seq>) -> StoreFuture<StoredDocument> {
        let known = self.database.is_shared().then(|| Arc::clone(&self.known));
        let read = self.database.read(move |connection| {
            let stored = stored::read(connection, key, after)?;
            if let Some(known) = known {
                known.note(stored.document.clone());
            }
            unpack(stored)
        });
        Box::pin(async move { Ok(read.await?) })
    }
}

impl DocumentStore for DatabaseStore {
    fn find(&self, id: DocumentId) -> StoreFuture<Option<DocumentInfo>> {
        let found = self.database.read(move |connection| {
            documents::find_by_id(connection, id.as_str())?.map(info).transpose()
        });
        Box::pin(async move { Ok(found.await?) })
    }

    fn create(&self, id: DocumentId, workspace: Option<String>) -> StoreFuture<DocumentInfo> {
        let now = database_now(&*self.clock);
        self.creations.add(&self.database, id, workspace, now)
    }

    fn load(&self, document: Arc<DocumentInfo>) -> StoreFuture<StoredDocument> {
        self.read_behind(document.key, None)
    }

    fn since(&self, document: Arc<DocumentInfo>, after: Seq) -> StoreFuture<StoredDocument> {
        self.read_behind(document.key, Some(after))
    }

    fn append(&self, batch: Arc<Vec<JournalEntry>>) -> StoreFuture<Appended> {
        let (database, known) = (self.database.clone(), Arc::clone(&self.known));
        Box::pin(async move {
            let rows = batch.iter().map(journal_row).collect();
            // Where other nodes write too, the database says where in the journal an update stands.
            if database.is_shared() {
                let add = move |connection: &mut Conn| appending::add(connection, &known, rows);
                return Ok(database.record(add).await?);
            }
            Ok(commit_rows(&database, rows, journal::append).await?.into())
        })
    }

    fn hear(&self, document: &DocumentInfo, head: Seq) {
        self.known.hear(document.key, head);
    }

    fn checkpoint(&self, document: Arc<DocumentInfo>, seq: Seq, state: Vec<u8>) -> StoreFuture<()> {
        let row = CheckpointRow { document: document.key, seq, body: state, sum: 0 };
        let written = self.database.commit(move |connection| checkpoints::write(connection, row));
        Box::pin(async move { Ok(written.await?) })
    }

    fn quarantine(
        &self,
        document: Arc<DocumentInfo>,
        reason: String,
        update: Vec<u8>,
    ) -> StoreFuture<()> {
        let row = NewQuarantineRow {
            document: document.key,
            reason,
            body: update,
            created_at: database_now(&*self.clock),
        };
        let kept = self.database.write(move |connection| quarantine::keep(connection, &row));
        Box::pin(async move { Ok(kept.await?) })
    }

    fn delete(&self, document: Arc<DocumentInfo>) -> StoreFuture<()> {
        let now = database_now(&*self.clock);
        let deleted = self
            .database
            .commit(move |connection| documents::delete(connection, document.key, now));
        Box::pin(async move { Ok(deleted.await?) })
    }
}

/// Writes rows into the journal; gives the keys of documents that did not take theirs.
pub(super) type WriteRows = fn(&mut Conn, Vec<JournalRow>) -> Result<Vec<i64>, DatabaseError>;

/// Commits rows together, or one by one: a broken page hits some documents, and the others must go on.
pub(super) async fn commit_rows(
    database: &Database,
    rows: Vec<JournalRow>,
    write: WriteRows,
) -> Result<Vec<i64>, DatabaseError> {
    let together = rows.clone();
    match database.commit_edits(move |connection| write(connection, together)).await {
        Err(error) if error.is_corruption() => {}
        result => return result,
    }
    let mut damaged = Vec::new();
    for row in rows {
        let key = row.document;
        match database.commit_edits(move |connection| write(connection, vec![row])).await {
            Ok(found) => damaged.extend(found),
            Err(error) if error.is_corruption() => damaged.push(key),
            Err(error) => return Err(error),
        }
    }
    Ok(damaged)
}

pub(super) fn info(row: DocumentRow) -> Result<DocumentInfo, DatabaseError> {
    if row.deleted_at.is_some() {
        return Err(DatabaseError::Deleted);
    }
    let id =
        DocumentId::parse(&row.id).map_err(|error| DatabaseError::Damaged(error.to_string()))?;
    Ok(DocumentInfo { key: row.key, id, workspace: row.workspace })
}

/// Reads a document at one moment of the database, checking everything that is read.
pub fn load(connection: &mut Conn, key: i64) -> Result<StoredDocument, DatabaseError> {
    unpack(stored::read(connection, key, None)?)
}

fn unpack(stored: Stored) -> Result<StoredDocument, DatabaseError> {
    let mut tail = Vec::new();
    for row in &stored.journal {
        split(&row.body, &mut tail)?;
    }
    let checkpoint = stored.checkpoint.map(|row| (row.seq, row.body));
    Ok(StoredDocument { checkpoint, tail, head: stored.document.head })
}

/// The body of a journal row: each update behind its length.
pub(super) fn journal_row(entry: &JournalEntry) -> JournalRow {
    let mut body = Vec::with_capacity(
        entry.updates.iter().map(Bytes::len).sum::<usize>() + entry.updates.len() * 3,
    );
    for update in &entry.updates {
        write_var_bytes(&mut body, update);
    }
    let count = i64::try_from(entry.updates.len()).unwrap_or(i64::MAX);
    JournalRow { document: entry.document.key, seq: entry.seq, count, body, sum: 0 }
}

pub(super) fn split(body: &[u8], updates: &mut Vec<Vec<u8>>) -> Result<(), DatabaseError> {
    let mut reader = Reader::new(body);
    while !reader.is_empty() {
        let update = reader
            .var_bytes()
            .map_err(|error| DatabaseError::Damaged(format!("journal row: {error}")))?;
        updates.push(update.to_vec());
    }
    Ok(())
}
