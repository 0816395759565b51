//! A thread that owns one database connection and runs jobs on it, one after the other.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::thread::JoinHandle;
use std::time::{Duration, Instant};

use tokio::sync::{mpsc, oneshot};

use super::Conn;
use super::error::DatabaseError;

/// Jobs of the journal for which there is room whatever else waits: it asks for one at a time, and
/// a few things beside it are as urgent.
const KEPT_FREE: usize = 64;
/// How long after a server was not reached it is not asked again: who waits is told at once.
const LEFT_ALONE: Duration = Duration::from_millis(500);

/// Whose room a job waits in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Room {
    /// That of everybody; what finds none there is refused.
    Common,
    /// That which is kept free for the journal.
    Kept,
}

type Job = Box<dyn FnOnce(&mut Conn) + Send>;

/// A handle to a database thread.
pub(super) struct Worker {
    jobs: Option<mpsc::Sender<Job>>,
    thread: Option<JoinHandle<()>>,
    /// Most jobs that wait; further ones are refused.
    waiting: usize,
}

impl Worker {
    /// Starts a thread around a connection; `again` opens another when it broke. At most `waiting`
    /// jobs wait.
    pub(super) fn start(
        place: (&str, usize),
        connection: Conn,
        again: impl Fn() -> Result<Conn, DatabaseError> + Send + 'static,
    ) -> Result<Self, DatabaseError> {
        Self::spawn(place, Some(connection), again)
    }

    /// Starts a thread that connects when there is something to do.
    pub(super) fn idle(
        place: (&str, usize),
        open: impl Fn() -> Result<Conn, DatabaseError> + Send + 'static,
    ) -> Result<Self, DatabaseError> {
        Self::spawn(place, None, open)
    }

    fn spawn(
        (name, waiting): (&str, usize),
        mut connection: Option<Conn>,
        open: impl Fn() -> Result<Conn, DatabaseError> + Send + 'static,
    ) -> Result<Self, DatabaseError> {
        let (sender, mut receiver) = mpsc::channel::<Job>(waiting.saturating_add(KEPT_FREE));
        let thread = std::thread::Builder::new().name(name.to_owned()).spawn(move || {
            let mut failed: Option<Instant> = None;
            while let Some(job) = receiver.blocking_recv() {
                let left_alone = failed.is_some_and(|failed| failed.elapsed() < LEFT_ALONE);
                if connection.as_ref().is_none_or(Conn::is_broken) && !left_alone {
                    match open() {
                        Ok(opened) => connection = Some(opened),
                        // The job fails on the broken one, and says so to whoever asked.
                        Err(error) => {
                            log::warn!("database: {error}");
                            failed = Some(Instant::now());
                        }
                    }
                }
                // Without any the job is dropped, which tells whoever asked.
                let Some(connection) = &mut connection else { continue };
                if catch_unwind(AssertUnwindSafe(|| job(connection))).is_err() {
                    log::error!("a database job panicked");
                }
            }
        })?;
        Ok(Self { jobs: Some(sender), thread: Some(thread), waiting })
    }

    /// Most jobs that wait.
    pub(super) fn waiting(&self) -> usize {
        self.waiting
    }

    /// Runs a job; it runs to its end even when the future is dropped.
    pub(super) fn run<R: Send + 'static, E: From<DatabaseError> + Send + 'static>(
        &self,
        job: impl FnOnce(&mut Conn) -> Result<R, E> + Send + 'static,
    ) -> impl Future<Output = Result<R, E>> + Send + 'static {
        self.run_in(Room::Common, job)
    }

    /// The same for a job that finds its room.
    pub(super) fn run_in<R: Send + 'static, E: From<DatabaseError> + Send + 'static>(
        &self,
        room: Room,
        job: impl FnOnce(&mut Conn) -> Result<R, E> + Send + 'static,
    ) -> impl Future<Output = Result<R, E>> + Send + 'static {
        let (answer, answered) = oneshot::channel();
        let boxed: Job = Box::new(move |connection| {
            // Whoever asked may be gone.
            let _ = answer.send(job(connection));
        });
        let waiting = self.waiting;
        let sent = self.jobs.as_ref().ok_or(DatabaseError::Unfinished).and_then(|jobs| {
            if room == Room::Common && jobs.capacity() <= KEPT_FREE {
                return Err(DatabaseError::Overloaded(waiting));
            }
            jobs.try_send(boxed).map_err(|error| match error {
                mpsc::error::TrySendError::Full(_) => DatabaseError::Overloaded(waiting),
                mpsc::error::TrySendError::Closed(_) => DatabaseError::Unfinished,
            })
        });
        async move {
            sent?;
            answered.await.map_err(|_| DatabaseError::Unfinished)?
        }
    }
}

impl Drop for Worker {
    /// Waits for the jobs that were accepted.
    fn drop(&mut self) {
        self.jobs = None;
        if let Some(thread) = self.thread.take()
            && thread.join().is_err()
        {
            log::error!("a database thread panicked");
        }
    }
}
