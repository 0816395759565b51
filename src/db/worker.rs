//! A thread that owns one database connection and runs jobs on it, one after the other.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::thread::JoinHandle;

use tokio::sync::{mpsc, oneshot};

use super::Conn;
use super::error::DatabaseError;

/// Most jobs that wait for one connection; further ones are refused.
const WAITING_JOBS: usize = 4_096;

type Job = Box<dyn FnOnce(&mut Conn) + Send>;

/// A handle to a database thread.
pub(super) struct Worker {
    jobs: Option<mpsc::Sender<Job>>,
    thread: Option<JoinHandle<()>>,
}

impl Worker {
    /// Starts a thread around a connection; `again` opens another when it broke.
    pub(super) fn start(
        name: &str,
        mut connection: Conn,
        again: impl Fn() -> Result<Conn, DatabaseError> + Send + 'static,
    ) -> Result<Self, DatabaseError> {
        let (sender, mut receiver) = mpsc::channel::<Job>(WAITING_JOBS);
        let thread = std::thread::Builder::new().name(name.to_owned()).spawn(move || {
            while let Some(job) = receiver.blocking_recv() {
                if connection.is_broken() {
                    match again() {
                        Ok(opened) => connection = opened,
                        // The job fails on the broken one, and says so to whoever asked.
                        Err(error) => log::warn!("database: {error}"),
                    }
                }
                if catch_unwind(AssertUnwindSafe(|| job(&mut connection))).is_err() {
                    log::error!("a database job panicked");
                }
            }
        })?;
        Ok(Self { jobs: Some(sender), thread: Some(thread) })
    }

    /// Runs a job; it runs to its end even when the future is dropped.
    pub(super) fn run<R: Send + 'static, E: From<DatabaseError> + Send + 'static>(
        &self,
        job: impl FnOnce(&mut Conn) -> Result<R, E> + Send + 'static,
    ) -> impl Future<Output = Result<R, E>> + Send + 'static {
        let (answer, answered) = oneshot::channel();
        let boxed: Job = Box::new(move |connection| {
            // Whoever asked may be gone.
            let _ = answer.send(job(connection));
        });
        let sent = self.jobs.as_ref().ok_or(DatabaseError::Unfinished).and_then(|jobs| {
            jobs.try_send(boxed).map_err(|error| match error {
                mpsc::error::TrySendError::Full(_) => DatabaseError::Overloaded(WAITING_JOBS),
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
