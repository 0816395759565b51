//! A data folder written through the library, remembered byte for byte.

use std::fs;
use std::path::Path;
use std::sync::Arc;

use bytes::Bytes;
use rand::Rng;
use rand::rngs::StdRng;
use renexus::adapters::clock::SystemClock;
use renexus::adapters::logged::LoggedStore;
use renexus::db::{Database, DatabaseError, DatabaseSettings};
use renexus::wal::WalSettings;
use renexus_actors::ports::{Appended, DocumentInfo, DocumentStore, JournalEntry, StoredDocument};
use renexus_actors::replica::Replica;
use renexus_wire::id::DocumentId;
use tempfile::TempDir;

/// Two of each kind: journal only, checkpoint only, checkpoint and journal.
const DOCUMENTS: usize = 6;
/// One document in so many holds a text that spills over several pages of the database.
const LONG_EVERY: usize = 4;
/// Three pages of the database.
const LONG_TEXT: usize = 12_000;

/// The files that a stopped or killed server leaves, beside the segments of its log.
const FILES: [&str; 4] = ["renexus.db", "renexus.db-wal", MARK, LOG_MARK];
/// How many transactions were acknowledged.
pub const MARK: &str = "renexus.commits";
/// How many commits of the log were acknowledged.
pub const LOG_MARK: &str = "journal/acknowledged";
/// Segments so small that some are moved into the tables, and some are not yet.
const SEGMENT_BYTES: usize = 4_096;

/// A document as it must come back.
#[derive(Clone, Debug)]
pub struct Kept {
    /// Key, id and workspace.
    pub info: DocumentInfo,
    /// Checkpoint, updates and position.
    pub stored: StoredDocument,
}

/// An open data folder.
pub struct Shelf {
    /// Reads and writes documents.
    pub store: LoggedStore,
    /// What the store stands on.
    pub database: Database,
}

impl Shelf {
    /// Opens a data folder the way the server does.
    pub async fn open(folder: &Path) -> Result<Self, DatabaseError> {
        let settings =
            DatabaseSettings { folder: folder.into(), readers: 1, ..DatabaseSettings::default() };
        let database = Database::open(&settings)?;
        let log = WalSettings {
            folder: folder.into(),
            segment_bytes: SEGMENT_BYTES,
            segments: 1_000,
            accept_loss: false,
        };
        let store = LoggedStore::open(database.clone(), &log, Arc::new(SystemClock)).await?;
        Ok(Self { store, database })
    }

    /// Writes documents of every kind.
    pub async fn fill(&self, dice: &mut StdRng) {
        for number in 0..DOCUMENTS {
            let workspace = (number % 2 == 0).then(|| "studio".to_owned());
            let id = DocumentId::parse(&format!("document-{number}")).unwrap();
            let info = Arc::new(self.store.create(id, workspace).await.unwrap());
            self.append(&info, number % LONG_EVERY == 0, dice).await;
            if number % 3 > 0 {
                self.checkpoint(&info).await;
            }
            if number % 3 > 1 {
                self.append(&info, false, dice).await;
            }
        }
    }

    /// Records a few rows of one to three updates each.
    pub async fn append(&self, info: &Arc<DocumentInfo>, long: bool, dice: &mut StdRng) {
        let mut seq = self.store.load(Arc::clone(info)).await.unwrap().head;
        for row in 0..dice.random_range(2..5) {
            let updates: Vec<_> =
                (0..dice.random_range(1..4)).map(|_| update(long && row == 0, dice)).collect();
            seq += i64::try_from(updates.len()).unwrap();
            let entry =
                JournalEntry { document: Arc::clone(info), seq, updates, writers: Vec::new() };
            assert_eq!(self.store.append(Arc::new(vec![entry])).await, Ok(Appended::default()));
        }
    }

    async fn checkpoint(&self, info: &Arc<DocumentInfo>) {
        let stored = self.store.load(Arc::clone(info)).await.unwrap();
        let state = Replica::restore(&stored).unwrap().replica.state().unwrap();
        self.store.checkpoint(Arc::clone(info), stored.head, state).await.unwrap();
    }

    /// Everything that must come back.
    pub async fn documents(&self) -> Vec<Kept> {
        let mut kept = Vec::new();
        for number in 0..DOCUMENTS {
            let id = DocumentId::parse(&format!("document-{number}")).unwrap();
            let info = self.store.find(id).await.unwrap().unwrap();
            let stored = self.store.load(Arc::new(info.clone())).await.unwrap();
            kept.push(Kept { info, stored });
        }
        kept
    }
}

/// An update of a client of its own.
fn update(long: bool, dice: &mut StdRng) -> Bytes {
    let length = if long { LONG_TEXT } else { dice.random_range(1..60) };
    let text: String = (0..length).map(|_| char::from(dice.random_range(b'a'..=b'z'))).collect();
    Replica::from_text("text", &text).unwrap().into()
}

/// A folder in memory where there is one: these tests write far more than a disk likes.
pub fn folder() -> TempDir {
    let memory = Path::new("/dev/shm");
    if memory.is_dir() { TempDir::new_in(memory).unwrap() } else { TempDir::new().unwrap() }
}

/// The bytes of a data folder, file by file.
#[derive(Clone, Debug)]
pub struct Image {
    /// Where it was taken.
    pub moment: &'static str,
    /// File name and content.
    pub files: Vec<(String, Vec<u8>)>,
    /// What must come out of it.
    pub documents: Vec<Kept>,
}

impl Image {
    /// Reads a folder as it is.
    pub fn take(moment: &'static str, folder: &Path, documents: Vec<Kept>) -> Self {
        let names = fs::read_dir(folder.join("journal"))
            .unwrap()
            .map(|entry| format!("journal/{}", entry.unwrap().file_name().to_str().unwrap()));
        let segments = names.filter(|name| name.ends_with(".wal"));
        let read = |name: String| fs::read(folder.join(&name)).ok().map(|bytes| (name, bytes));
        let files = FILES.into_iter().map(String::from).chain(segments).filter_map(read).collect();
        Self { moment, files, documents }
    }

    /// Writes it out, and nothing else.
    pub fn put(&self, folder: &Path) {
        let journal = folder.join("journal");
        if journal.is_dir() {
            fs::remove_dir_all(&journal).unwrap();
        }
        for leftover in fs::read_dir(folder).unwrap() {
            fs::remove_file(leftover.unwrap().path()).unwrap();
        }
        fs::create_dir(journal).unwrap();
        for (name, bytes) in &self.files {
            fs::write(folder.join(name), bytes).unwrap();
        }
    }
}
