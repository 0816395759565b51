//! Moving the write-ahead log into the tables, a segment at a time, on a thread of its own.

use std::sync::mpsc::{Receiver, Sender, channel};
use std::thread::JoinHandle;

use renexus_tables::rows::JournalRow;
use tokio::runtime::Runtime;
use tokio::sync::oneshot;

use super::store::commit_rows;
use crate::db::queries::{journal, settled};
use crate::db::{Database, DatabaseError};
use crate::wal::{Due, Stretch, Tail, Wal};

/// Documents of one transaction: others wait for the tables no longer than it takes.
const DOCUMENTS_AT_ONCE: usize = 200;
/// Bytes of one row; longer tails become several.
const ROW_BYTES: usize = 1 << 20;

/// What the thread hears.
enum Ask {
    /// A segment has ended.
    Sealed,
    /// Move everything, and say when it is done.
    Finish(oneshot::Sender<Result<(), DatabaseError>>),
    /// Nobody needs the store any more.
    Stop,
}

/// The running thread.
pub(super) struct Settling {
    asks: Sender<Ask>,
    thread: Option<JoinHandle<()>>,
}

/// A thread that waits for its log.
pub(super) struct Prepared {
    asks: Sender<Ask>,
    heard: Receiver<Ask>,
}

impl Settling {
    /// Makes what the log calls for each segment that ends.
    pub(super) fn prepare() -> (Prepared, impl Fn() + Send + 'static) {
        let (asks, heard) = channel();
        let sealed = asks.clone();
        // When the thread is gone, the server is going too.
        (Prepared { asks, heard }, move || drop(sealed.send(Ask::Sealed)))
    }

    /// Moves all that can be moved now.
    pub(super) async fn finish(&self) -> Result<(), DatabaseError> {
        let (answer, answered) = oneshot::channel();
        self.asks.send(Ask::Finish(answer)).map_err(|_| DatabaseError::Unfinished)?;
        answered.await.map_err(|_| DatabaseError::Unfinished)?
    }
}

impl Prepared {
    /// Starts the thread; segments from before are moved at once.
    pub(super) fn start(self, database: Database, wal: Wal) -> Result<Settling, DatabaseError> {
        let Self { asks, heard } = self;
        let runtime = tokio::runtime::Builder::new_current_thread().build()?;
        // When the thread is gone at once, the first question will say so.
        drop(asks.send(Ask::Sealed));
        let mover = Mover { database, wal, runtime };
        let thread =
            std::thread::Builder::new().name("settle".into()).spawn(move || mover.run(heard))?;
        Ok(Settling { asks, thread: Some(thread) })
    }
}

impl Drop for Settling {
    /// Waits for what is being moved; the log and the database are held until then.
    fn drop(&mut self) {
        if self.asks.send(Ask::Stop).is_ok()
            && let Some(thread) = self.thread.take()
            && thread.join().is_err()
        {
            log::error!("the thread that moves the write-ahead log panicked");
        }
    }
}

struct Mover {
    database: Database,
    wal: Wal,
    /// Only to wait for the database's threads.
    runtime: Runtime,
}

impl Mover {
    fn run(self, heard: Receiver<Ask>) {
        for ask in heard {
            match ask {
                Ask::Stop => return,
                Ask::Finish(answer) => drop(answer.send(self.move_all())),
                Ask::Sealed => {
                    if let Err(error) = self.move_all() {
                        log::error!("the write-ahead log is not moved into the tables: {error}");
                    }
                }
            }
        }
    }

    fn move_all(&self) -> Result<(), DatabaseError> {
        while let Some(due) = self.wal.due() {
            self.move_segment(&due)?;
        }
        Ok(())
    }

    fn move_segment(&self, due: &Due) -> Result<(), DatabaseError> {
        for tails in due.tails.chunks(DOCUMENTS_AT_ONCE) {
            self.move_tails(tails)?;
        }
        let last = due.last;
        let noted = self.database.commit(move |connection| settled::write(connection, last));
        self.runtime.block_on(noted)?;
        Ok(self.wal.retire(due)?)
    }

    fn move_tails(&self, tails: &[Tail]) -> Result<(), DatabaseError> {
        let mut rows = Vec::new();
        for tail in tails {
            match self.wal.read(tail) {
                Ok(stretches) => rows.extend(joined(stretches)),
                Err(error) => log::error!("part of the write-ahead log stays where it is: {error}"),
            }
        }
        let moved: Vec<_> = rows.iter().map(|row| (row.document, row.seq)).collect();
        let settled = commit_rows(&self.database, rows, journal::settle);
        let damaged = self.runtime.block_on(settled)?;
        for (document, seq) in moved.into_iter().filter(|(key, _)| !damaged.contains(key)) {
            self.wal.cover(document, seq);
        }
        Ok(())
    }
}

/// Rows of stretches that follow each other, few and long.
fn joined(stretches: Vec<Stretch>) -> Vec<JournalRow> {
    let mut rows: Vec<JournalRow> = Vec::new();
    for Stretch { document, seq, count, body } in stretches {
        match rows.last_mut() {
            Some(row) if row.seq == seq - count && row.body.len() < ROW_BYTES => {
                row.seq = seq;
                row.count += count;
                row.body.extend(body);
            }
            _ => rows.push(JournalRow { document, seq, count, body, sum: 0 }),
        }
    }
    rows
}
