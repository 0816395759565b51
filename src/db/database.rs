//! Opening the database and handing out its threads.

use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU64, AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};

use diesel::connection::{InstrumentationEvent, SimpleConnection};
use diesel::{Connection, SqliteConnection};
use diesel_migrations::MigrationHarness;
use renexus_tables::migrations;

use super::Conn;
use super::error::DatabaseError;
use super::queries::ledger;
use super::worker::Worker;
use crate::mark::CommitMark;

/// File name of the database in the data folder.
const DATABASE_FILE: &str = "renexus.db";
/// File name of the commit mark in the data folder.
const MARK_FILE: &str = "renexus.commits";

/// How to open the database.
#[derive(Clone, Debug)]
pub struct DatabaseSettings {
    /// The data folder.
    pub folder: PathBuf,
    /// Threads that read.
    pub readers: usize,
    /// Take the database as it is even when acknowledged commits are missing.
    pub accept_loss: bool,
}

/// One writing thread and a few reading ones; clones share them.
#[derive(Clone)]
pub struct Database {
    threads: Arc<Threads>,
}

struct Threads {
    writer: Worker,
    readers: Vec<Worker>,
    next_reader: AtomicUsize,
    mark: Arc<Mutex<CommitMark>>,
    /// Statements carried out so far.
    statements: Arc<AtomicU64>,
}

impl Database {
    /// Opens or creates the database, brings it to this version, and checks that nothing was lost.
    pub fn open(settings: &DatabaseSettings) -> Result<Self, DatabaseError> {
        let path = settings.folder.join(DATABASE_FILE);
        let statements = Arc::default();
        let mut writer = connect(&path, &statements)?;
        writer.run_pending_migrations(migrations::SQLITE).map_err(|error| DatabaseError::Open {
            path: path.display().to_string(),
            reason: error.to_string(),
        })?;
        let mut mark = CommitMark::open(&settings.folder.join(MARK_FILE))?;
        let acknowledged = if settings.accept_loss { None } else { mark.read()? };
        let commits = ledger::check(&mut writer, acknowledged)?;
        mark.write(commits)?;
        let mut readers = Vec::new();
        for index in 0..settings.readers.max(1) {
            let mut connection = connect(&path, &statements)?;
            connection.batch_execute("PRAGMA query_only = ON")?;
            readers.push(Worker::start(&format!("db-read-{index}"), connection)?);
        }
        let threads = Threads {
            writer: Worker::start("db-write", writer)?,
            readers,
            next_reader: AtomicUsize::new(0),
            mark: Arc::new(Mutex::new(mark)),
            statements,
        };
        Ok(Self { threads: Arc::new(threads) })
    }

    /// How many statements were carried out.
    pub fn statements(&self) -> u64 {
        self.threads.statements.load(Ordering::Relaxed)
    }

    /// Runs a job that reads.
    pub fn read<R: Send + 'static, E: From<DatabaseError> + Send + 'static>(
        &self,
        job: impl FnOnce(&mut Conn) -> Result<R, E> + Send + 'static,
    ) -> impl Future<Output = Result<R, E>> + Send + 'static {
        let turn = self.threads.next_reader.fetch_add(1, Ordering::Relaxed);
        let reader = self.threads.readers.get(turn % self.threads.readers.len());
        reader.unwrap_or(&self.threads.writer).run(job)
    }

    /// Runs a job in one durable transaction.
    pub fn write<R: Send + 'static, E>(
        &self,
        job: impl FnOnce(&mut Conn) -> Result<R, E> + Send + 'static,
    ) -> impl Future<Output = Result<R, E>> + Send + 'static
    where
        E: From<DatabaseError> + From<diesel::result::Error> + Send + 'static,
    {
        self.threads.writer.run(move |connection| connection.immediate_transaction(job))
    }

    /// Moves everything from the write-ahead log into the database file, so that it can be copied alone.
    pub fn fold(&self) -> impl Future<Output = Result<(), DatabaseError>> + Send + 'static {
        self.threads.writer.run(|connection| {
            Ok::<_, DatabaseError>(connection.batch_execute("PRAGMA wal_checkpoint(TRUNCATE)")?)
        })
    }

    /// Runs a job in one durable transaction that counts in the ledger and in the commit mark.
    pub fn commit<R: Send + 'static, E>(
        &self,
        job: impl FnOnce(&mut Conn) -> Result<R, E> + Send + 'static,
    ) -> impl Future<Output = Result<R, E>> + Send + 'static
    where
        E: From<DatabaseError> + From<diesel::result::Error> + Send + 'static,
    {
        self.commit_then(job, |_| ())
    }

    /// The same, and tells `then` of the result before anybody else commits.
    pub fn commit_then<R: Send + 'static, E>(
        &self,
        job: impl FnOnce(&mut Conn) -> Result<R, E> + Send + 'static,
        then: impl FnOnce(&R) + Send + 'static,
    ) -> impl Future<Output = Result<R, E>> + Send + 'static
    where
        E: From<DatabaseError> + From<diesel::result::Error> + Send + 'static,
    {
        let mark = Arc::clone(&self.threads.mark);
        self.threads.writer.run(move |connection| {
            let (result, commits) = connection.immediate_transaction(|connection| {
                let result = job(connection)?;
                Ok::<_, E>((result, ledger::count_commit(connection)?))
            })?;
            note(&mark, commits)?;
            then(&result);
            Ok(result)
        })
    }
}

fn note(mark: &Mutex<CommitMark>, commits: i64) -> Result<(), DatabaseError> {
    Ok(mark.lock().map_err(|_| DatabaseError::Unfinished)?.write(commits)?)
}

/// Every commit is synced to the disk: `synchronous = FULL` in the write-ahead log.
fn connect(path: &Path, statements: &Arc<AtomicU64>) -> Result<Conn, DatabaseError> {
    let open_error =
        |reason: String| DatabaseError::Open { path: path.display().to_string(), reason };
    let name = path.to_str().ok_or_else(|| open_error("the path is not UTF-8".into()))?;
    let mut connection =
        SqliteConnection::establish(name).map_err(|error| open_error(error.to_string()))?;
    connection
        .batch_execute(
            "PRAGMA busy_timeout = 5000; PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; \
             PRAGMA foreign_keys = ON; PRAGMA journal_size_limit = 67108864;",
        )
        .map_err(|error| open_error(error.to_string()))?;
    let statements = Arc::clone(statements);
    connection.set_instrumentation(move |event: InstrumentationEvent<'_>| {
        if matches!(event, InstrumentationEvent::StartQuery { .. }) {
            statements.fetch_add(1, Ordering::Relaxed);
        }
    });
    Ok(connection)
}
