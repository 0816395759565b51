//! Opening the database and handing out its threads.

use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU64, AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};

use diesel::Connection;
use diesel::connection::{InstrumentationEvent, SimpleConnection};

use super::apart;
use super::engine::{Conn, PostgresSettings};
use super::error::DatabaseError;
use super::opening::{Opener, TURN_LOCK};
use super::queries::ledger;
use super::replicas::{self, ReplicaReads, ReplicaSettings, Replicas};
use super::worker::{Room, Worker};
use crate::mark::CommitMark;

/// File name of the commit mark in the data folder.
const MARK_FILE: &str = "renexus.commits";

/// How to open the database.
#[derive(Clone, Debug)]
pub struct DatabaseSettings {
    /// The data folder.
    pub folder: PathBuf,
    /// The server that keeps the rows; `None` is SQLite in the data folder.
    pub postgres: Option<PostgresSettings>,
    /// Whether other nodes write to the same server.
    pub shared: bool,
    /// Standbys of that server which read as well.
    pub replicas: Option<ReplicaSettings>,
    /// Threads that read.
    pub readers: usize,
    /// Most jobs that wait for one thread; further ones are refused.
    pub waiting: usize,
    /// Only looks at what is there; a server may be using it.
    pub only_looks: bool,
    /// Take the database as it is even when acknowledged commits are missing.
    pub accept_loss: bool,
}

impl Default for DatabaseSettings {
    fn default() -> Self {
        Self {
            folder: PathBuf::new(),
            postgres: None,
            shared: false,
            replicas: None,
            readers: 0,
            waiting: 4_096,
            only_looks: false,
            accept_loss: false,
        }
    }
}

/// One writing thread and a few reading ones; clones share them.
#[derive(Clone)]
pub struct Database {
    threads: Arc<Threads>,
}

struct Threads {
    writer: Worker,
    /// Writes the journal of a server that other nodes write to: it waits for none of them.
    journal: Option<Worker>,
    /// Writes on a server what nobody waits for, beside everything else.
    aside: Option<Worker>,
    readers: Vec<Worker>,
    next_reader: AtomicUsize,
    replicas: Option<Replicas>,
    /// Beside a file only: a server keeps its own account of what it committed.
    mark: Option<Arc<Mutex<CommitMark>>>,
    is_file: bool,
    /// Statements carried out so far.
    statements: Arc<AtomicU64>,
}

impl Database {
    /// Opens or creates the database, brings it to this version, and checks that nothing was lost.
    pub fn open(settings: &DatabaseSettings) -> Result<Self, DatabaseError> {
        // It waits for disk or network, which a thread that runs others' tasks must not.
        std::thread::scope(|scope| {
            scope
                .spawn(|| Self::open_here(settings))
                .join()
                .map_err(|_| DatabaseError::Unfinished)?
        })
    }

    fn open_here(settings: &DatabaseSettings) -> Result<Self, DatabaseError> {
        let opener = Opener::new(settings)?;
        // What a file holds is read by this version alone; SQLite keeps writers apart by itself.
        let only_looks = settings.only_looks && settings.postgres.is_some();
        if !only_looks {
            opener.migrate()?;
        }
        let statements: Arc<AtomicU64> = Arc::default();
        let writer = if only_looks { opener.reader()? } else { opener.writer()? };
        let mut writer = counted(writer, &statements);
        let is_file = settings.postgres.is_none();
        let mark = match is_file {
            true => Some(checked_mark(&mut writer, &settings.folder, settings.accept_loss)?),
            false if only_looks => None,
            false => {
                // Other nodes may make documents meanwhile, or begin with an empty database as well.
                in_turn(&mut writer, settings.shared, |turn| ledger::check(turn, None))?;
                None
            }
        };
        let (mut readers, waiting) = (Vec::new(), settings.waiting);
        for index in 0..settings.readers.max(1) {
            let connection = counted(opener.reader()?, &statements);
            let (again, count) = (opener.clone(), Arc::clone(&statements));
            let again = move || Ok(counted(again.reader()?, &count));
            readers.push(Worker::start((&format!("db-read-{index}"), waiting), connection, again)?);
        }
        let again = {
            let (opener, count) = (opener.clone(), Arc::clone(&statements));
            move || Ok(counted(opener.writer()?, &count))
        };
        let count = Arc::clone(&statements);
        let count = move |connection| counted(connection, &count);
        let replicas = settings.replicas.as_ref().filter(|_| !is_file && !only_looks);
        let replicas =
            replicas.map(|replicas| Replicas::start(replicas, waiting, count)).transpose()?;
        let journal = match settings.shared && !only_looks {
            true => {
                let connection = again()?;
                Some(Worker::start(("db-journal", waiting), connection, again.clone())?)
            }
            false => None,
        };
        let aside = match is_file || only_looks {
            true => None,
            false => {
                let (opener, count) = (opener.clone(), Arc::clone(&statements));
                let open = move || Ok(counted(opener.guest()?, &count));
                Some(Worker::idle(("db-aside", waiting), open)?)
            }
        };
        let threads = Threads {
            writer: Worker::start(("db-write", waiting), writer, again)?,
            journal,
            aside,
            readers,
            next_reader: AtomicUsize::new(0),
            replicas,
            mark: mark.map(|mark| Arc::new(Mutex::new(mark))),
            is_file,
            statements,
        };
        Ok(Self { threads: Arc::new(threads) })
    }

    /// How many statements were carried out.
    pub fn statements(&self) -> u64 {
        self.threads.statements.load(Ordering::Relaxed)
    }

    /// Most jobs that wait for one thread.
    pub fn waiting(&self) -> usize {
        self.threads.writer.waiting()
    }

    /// Whether the rows are in a file of this machine, and not on a server.
    pub fn is_file(&self) -> bool {
        self.threads.is_file
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

    /// Runs a job that reads much, on a standby that has everything that was committed until now, if there is one. What
    /// fails there is asked of the primary.
    pub fn survey<R: Send + 'static, E: From<DatabaseError> + Send + 'static>(
        &self,
        job: impl FnOnce(&mut Conn) -> Result<R, E> + Clone + Send + 'static,
    ) -> impl Future<Output = Result<R, E>> + Send + 'static {
        let database = self.clone();
        async move {
            let awake = database.threads.replicas.as_ref().filter(|it| it.is_any_awake());
            if let Some(replicas) = awake {
                let position = database.read(replicas::position).await?;
                if let Some(found) = replicas.read(position, job.clone()).await {
                    return Ok(found);
                }
            }
            database.read(job).await
        }
    }

    /// How many reads went to standbys, and how many were left to the primary.
    pub fn replica_reads(&self) -> Option<ReplicaReads> {
        self.threads.replicas.as_ref().map(Replicas::reads)
    }

    /// Runs a job in one durable transaction.
    pub fn write<R: Send + 'static, E>(
        &self,
        job: impl FnOnce(&mut Conn) -> Result<R, E> + Send + 'static,
    ) -> impl Future<Output = Result<R, E>> + Send + 'static
    where
        E: From<DatabaseError> + From<diesel::result::Error> + Send + 'static,
    {
        let shared = self.is_shared();
        self.threads.writer.run(move |connection| in_turn(connection, shared, job))
    }

    /// Runs a job beside those of other nodes; what it changes is durable when its statement ends,
    /// or the transaction that it opens.
    pub fn record<R: Send + 'static>(
        &self,
        job: impl FnOnce(&mut Conn) -> Result<R, DatabaseError> + Send + 'static,
    ) -> impl Future<Output = Result<R, DatabaseError>> + Send + 'static {
        let worker = self.threads.journal.as_ref().unwrap_or(&self.threads.writer);
        worker.run_in(Room::Kept, job)
    }

    /// Runs a job that nobody waits for, beside all others, where a server keeps the rows; a file has one writer.
    pub fn aside<R: Send + 'static>(
        &self,
        job: impl FnOnce(&mut Conn) -> Result<R, DatabaseError> + Send + 'static,
    ) -> impl Future<Output = Result<R, DatabaseError>> + Send + 'static {
        self.threads.aside.as_ref().unwrap_or(&self.threads.writer).run(job)
    }

    /// Whether other nodes write to the same database.
    pub fn is_shared(&self) -> bool {
        self.threads.journal.is_some()
    }

    /// Tells the other nodes whether this one cannot be heard, and gives whether one of them cannot.
    pub fn say_apart(
        &self,
        is_apart: bool,
    ) -> impl Future<Output = Result<bool, DatabaseError>> + Send + 'static {
        let worker = self.threads.journal.as_ref().unwrap_or(&self.threads.writer);
        worker.run_in(Room::Kept, move |connection| apart::say(connection, is_apart))
    }

    /// Moves everything from the write-ahead log into the database file, so that it can be copied alone.
    pub fn fold(&self) -> impl Future<Output = Result<(), DatabaseError>> + Send + 'static {
        let is_file = self.threads.is_file;
        self.threads.writer.run(move |connection| {
            if is_file {
                connection.batch_execute("PRAGMA wal_checkpoint(TRUNCATE)")?;
            }
            Ok::<_, DatabaseError>(())
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
        self.commit_in(Room::Common, job, |_| ())
    }

    /// The same for the journal, whatever else waits.
    pub fn commit_edits<R: Send + 'static, E>(
        &self,
        job: impl FnOnce(&mut Conn) -> Result<R, E> + Send + 'static,
    ) -> impl Future<Output = Result<R, E>> + Send + 'static
    where
        E: From<DatabaseError> + From<diesel::result::Error> + Send + 'static,
    {
        self.commit_in(Room::Kept, job, |_| ())
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
        self.commit_in(Room::Common, job, then)
    }

    fn commit_in<R: Send + 'static, E>(
        &self,
        room: Room,
        job: impl FnOnce(&mut Conn) -> Result<R, E> + Send + 'static,
        then: impl FnOnce(&R) + Send + 'static,
    ) -> impl Future<Output = Result<R, E>> + Send + 'static
    where
        E: From<DatabaseError> + From<diesel::result::Error> + Send + 'static,
    {
        let (mark, shared) = (self.threads.mark.clone(), self.is_shared());
        self.threads.writer.run_in(room, move |connection| {
            let Some(mark) = mark else {
                let result = in_turn(connection, shared, job)?;
                then(&result);
                return Ok(result);
            };
            let (result, commits) = connection.write(|connection| {
                let result = job(connection)?;
                Ok::<_, E>((result, ledger::count_commit(connection)?))
            })?;
            note(&mark, commits)?;
            then(&result);
            Ok(result)
        })
    }
}

/// One node at a time changes what is not the journal: what a transaction has read is still true
/// when it writes, as with one writer.
fn in_turn<R, E: From<diesel::result::Error>>(
    connection: &mut Conn,
    shared: bool,
    job: impl FnOnce(&mut Conn) -> Result<R, E>,
) -> Result<R, E> {
    if !shared {
        return connection.write(job);
    }
    // In one piece, so that the network is waited for once.
    connection.write_after(&format!("BEGIN; SELECT pg_advisory_xact_lock({TURN_LOCK})"), job)
}

fn note(mark: &Mutex<CommitMark>, commits: i64) -> Result<(), DatabaseError> {
    Ok(mark.lock().map_err(|_| DatabaseError::Unfinished)?.write(commits)?)
}

/// A connection whose statements are counted.
fn counted(mut connection: Conn, statements: &Arc<AtomicU64>) -> Conn {
    let statements = Arc::clone(statements);
    connection.set_instrumentation(move |event: InstrumentationEvent<'_>| {
        if matches!(event, InstrumentationEvent::StartQuery { .. }) {
            statements.fetch_add(1, Ordering::Relaxed);
        }
    });
    connection
}

/// Checks the file against its mark, and goes on counting.
fn checked_mark(
    writer: &mut Conn,
    folder: &Path,
    accept_loss: bool,
) -> Result<CommitMark, DatabaseError> {
    let mut mark = CommitMark::open(&folder.join(MARK_FILE))?;
    let acknowledged = if accept_loss { None } else { mark.read()? };
    let commits = ledger::check(writer, acknowledged)?;
    mark.write(commits)?;
    Ok(mark)
}
