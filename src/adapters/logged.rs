//! Documents in the database, with a write-ahead log in front of it.

use std::collections::HashMap;
use std::sync::Arc;

use renexus_actors::ports::{
    Appended, Clock, DocumentInfo, DocumentStore, JournalEntry, Seq, StoreFuture, StoredDocument,
};
use renexus_wire::id::DocumentId;

use super::settling::Settling;
use super::store::{self, DatabaseStore};
use crate::db::queries::{documents, settled};
use crate::db::{Conn, Database, DatabaseError};
use crate::wal::{self, Stretch, Wal, WalError, WalSettings};

/// The document store of an embedded server: updates go into the log, everything else into the tables.
#[derive(Clone)]
pub struct LoggedStore {
    tables: DatabaseStore,
    database: Database,
    wal: Wal,
    /// `None` when the store was opened for reading.
    settling: Option<Arc<Settling>>,
}

impl LoggedStore {
    /// Opens the log beside a database, and moves what is old into the tables from now on.
    pub async fn open(
        database: Database,
        settings: &WalSettings,
        clock: Arc<dyn Clock>,
    ) -> Result<Self, DatabaseError> {
        let frame = database.read(settled::read).await?;
        let (settling, sealed) = Settling::prepare();
        let wal = Wal::open(settings, frame, sealed)?;
        cover_settled(&database, &wal).await?;
        let settling = settling.start(database.clone(), wal.clone())?;
        let tables = DatabaseStore::new(database.clone(), clock);
        Ok(Self { tables, database, wal, settling: Some(Arc::new(settling)) })
    }

    /// Looks at a database and the log beside it, which a server may be writing.
    pub async fn view(
        database: Database,
        settings: &WalSettings,
        clock: Arc<dyn Clock>,
    ) -> Result<Self, DatabaseError> {
        let mut frame = database.read(settled::read).await?;
        let wal = loop {
            match Wal::view(settings, frame) {
                Ok(wal) => break wal,
                Err(error) => {
                    // A running server may have moved a segment meanwhile.
                    let now = database.read(settled::read).await?;
                    if std::mem::replace(&mut frame, now) == now {
                        return Err(error.into());
                    }
                }
            }
        };
        cover_settled(&database, &wal).await?;
        let tables = DatabaseStore::new(database.clone(), clock);
        Ok(Self { tables, database, wal, settling: None })
    }

    /// How far a document is, when the tables say `head`.
    pub fn head(&self, key: i64, head: Seq) -> Seq {
        self.wal.head(key).unwrap_or(head).max(head)
    }

    /// Moves all of the log into the tables, so that the database can be copied alone.
    pub async fn fold(&self) -> Result<(), DatabaseError> {
        let Some(settling) = &self.settling else { return Ok(()) };
        self.wal.seal()?;
        settling.finish().await?;
        self.database.fold().await
    }
}

/// What stands in the tables already is not looked for in the log.
async fn cover_settled(database: &Database, wal: &Wal) -> Result<(), DatabaseError> {
    let keys = wal.documents();
    let asked = keys.clone();
    let heads = database.read(move |connection| documents::heads(connection, &asked)).await?;
    let heads: HashMap<i64, i64> = heads.into_iter().collect();
    for key in keys {
        match heads.get(&key) {
            Some(head) => wal.cover(key, *head),
            None => wal.forget(key),
        }
    }
    Ok(())
}

impl DocumentStore for LoggedStore {
    fn find(&self, id: DocumentId) -> StoreFuture<Option<DocumentInfo>> {
        self.tables.find(id)
    }

    fn create(&self, id: DocumentId, workspace: Option<String>) -> StoreFuture<DocumentInfo> {
        self.tables.create(id, workspace)
    }

    fn load(&self, document: Arc<DocumentInfo>) -> StoreFuture<StoredDocument> {
        let wal = self.wal.clone();
        let loaded = self.database.read(move |connection| load(connection, &wal, &document));
        Box::pin(async move { Ok(loaded.await?) })
    }

    fn append(&self, batch: Arc<Vec<JournalEntry>>) -> StoreFuture<Appended> {
        let (wal, database) = (self.wal.clone(), self.database.clone());
        Box::pin(async move {
            let stretches: Vec<_> = batch.iter().map(stretch).collect();
            // The journal's thread writes by itself: nobody is woken for a commit.
            let first = wal.append(&stretches, &HashMap::new());
            match first.map_err(DatabaseError::from)? {
                wal::Appended::Written(wrong) => Ok(wrong.into()),
                wal::Appended::Unknown(keys) => {
                    Ok(append_unknown(&database, &wal, stretches, keys).await?.into())
                }
            }
        })
    }

    fn checkpoint(&self, document: Arc<DocumentInfo>, seq: Seq, state: Vec<u8>) -> StoreFuture<()> {
        let (wal, key) = (self.wal.clone(), document.key);
        let stored = self.tables.checkpoint(document, seq, state);
        Box::pin(async move {
            stored.await?;
            wal.cover(key, seq);
            Ok(())
        })
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
        let (wal, key) = (self.wal.clone(), document.key);
        let deleted = self.tables.delete(document);
        Box::pin(async move {
            deleted.await?;
            wal.forget(key);
            Ok(())
        })
    }
}

fn stretch(entry: &JournalEntry) -> Stretch {
    let row = store::journal_row(entry);
    Stretch { document: row.document, seq: row.seq, count: row.count, body: row.body }
}

/// Appends once more, now that the tables have said how far the documents are of which the log
/// knew nothing. Deleted ones are left out without a word, damaged ones are named.
async fn append_unknown(
    database: &Database,
    wal: &Wal,
    stretches: Vec<Stretch>,
    unknown: Vec<i64>,
) -> Result<Vec<i64>, DatabaseError> {
    let (mut heads, mut gone, mut damaged) = (HashMap::new(), Vec::new(), Vec::new());
    for key in unknown {
        match database.read(move |connection| documents::find_by_key(connection, key)).await {
            Ok(Some(row)) if row.deleted_at.is_some() => gone.push(key),
            Ok(Some(row)) => drop(heads.insert(key, row.head)),
            Ok(None) => damaged.push(key),
            Err(DatabaseError::Damaged(what)) => {
                log::error!("journal cannot go on: {what}");
                damaged.push(key);
            }
            Err(error) if error.is_corruption() => damaged.push(key),
            Err(error) => return Err(error),
        }
    }
    let left_out =
        |stretch: &Stretch| gone.contains(&stretch.document) || damaged.contains(&stretch.document);
    let stretches: Vec<_> = stretches.into_iter().filter(|one| !left_out(one)).collect();
    match wal.append(&stretches, &heads)? {
        wal::Appended::Written(wrong) => damaged.extend(wrong),
        // Its pieces went into the tables between the two questions; the journal tries again.
        wal::Appended::Unknown(_) => return Err(DatabaseError::Unfinished),
    }
    Ok(damaged)
}

/// Reads a document from the tables and the log. The log is read first: what moves from one to
/// the other meanwhile is found twice, never not at all.
fn load(
    connection: &mut Conn,
    wal: &Wal,
    document: &DocumentInfo,
) -> Result<StoredDocument, DatabaseError> {
    let named = |error: WalError| match error {
        WalError::Damaged(what) => {
            DatabaseError::Damaged(format!("journal of `{}`: {what}", document.id))
        }
        other => other.into(),
    };
    let tail = wal.tail(document.key).map_err(named)?;
    let mut stored = store::load(connection, document.key)?;
    let in_tables = stored.head;
    for stretch in tail.iter().filter(|stretch| stretch.seq > in_tables) {
        if stretch.from() != stored.head {
            return Err(DatabaseError::Damaged(format!(
                "journal of `{}` has a hole after {}",
                document.id, stored.head
            )));
        }
        store::split(&stretch.body, &mut stored.tail)?;
        stored.head = stretch.seq;
    }
    Ok(stored)
}
