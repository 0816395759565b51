//! Reads that standbys of the server carry out, and that see everything that was committed before they began.
//!
//! Who asks first learns how far the primary's log was written, and a standby reads once it has replayed that far. So whoever
//! wrote on any node reads what they wrote, without anybody remembering who they are. Decision 0021.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU64, AtomicUsize, Ordering};
use std::time::{Duration, Instant};

use diesel::RunQueryDsl;
use diesel::sql_types::{Bool, Text};
use tokio::sync::oneshot;

use super::engine::{Conn, PostgresSettings};
use super::error::DatabaseError;
use super::opening::Opener;
use super::worker::Worker;

/// Pause between two looks at how far a standby is.
const LOOK: Duration = Duration::from_millis(1);
/// How long nobody asks a standby that was late or away.
const REST: Duration = Duration::from_secs(1);

/// Standbys, and how long a read waits for them.
#[derive(Clone, Debug)]
pub struct ReplicaSettings {
    /// How each is reached.
    pub servers: Vec<PostgresSettings>,
    /// Longest time to catch up in; then the primary is asked.
    pub wait: Duration,
}

/// How many reads went where.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct ReplicaReads {
    /// Read on a standby.
    pub served: u64,
    /// Left to the primary, for a standby was late or away.
    pub left: u64,
}

/// The standbys; clones share them.
#[derive(Clone)]
pub(super) struct Replicas(Arc<Inner>);

struct Inner {
    standbys: Vec<Standby>,
    wait: Duration,
    next: AtomicUsize,
    served: AtomicU64,
    left: AtomicU64,
    started: Instant,
}

struct Standby {
    worker: Worker,
    /// Milliseconds after the start until which nobody asks it.
    rests_until: AtomicU64,
}

impl Replicas {
    /// Standbys of which none need be there yet, each with room for so many who wait; `count` looks at
    /// their statements.
    pub(super) fn start(
        settings: &ReplicaSettings,
        waiting: usize,
        count: impl Fn(Conn) -> Conn + Clone + Send + 'static,
    ) -> Result<Self, DatabaseError> {
        let mut standbys = Vec::new();
        for (index, server) in settings.servers.iter().enumerate() {
            let opener = Opener::server(server.clone(), true)?;
            let count = count.clone();
            let open = move || Ok(count(opener.reader()?));
            let worker = Worker::idle((&format!("db-replica-{index}"), waiting), open)?;
            standbys.push(Standby { worker, rests_until: AtomicU64::new(0) });
        }
        Ok(Self(Arc::new(Inner {
            standbys,
            wait: settings.wait,
            next: AtomicUsize::new(0),
            served: AtomicU64::new(0),
            left: AtomicU64::new(0),
            started: Instant::now(),
        })))
    }

    /// How many reads went where.
    pub(super) fn reads(&self) -> ReplicaReads {
        ReplicaReads {
            served: self.0.served.load(Ordering::Relaxed),
            left: self.0.left.load(Ordering::Relaxed),
        }
    }

    /// Whether there is a standby that may be asked now.
    pub(super) fn is_any_awake(&self) -> bool {
        let now = self.now();
        self.0.standbys.iter().any(|standby| standby.is_awake(now))
    }

    /// Runs a job on a standby that has replayed up to `position`; `None` is left to the primary.
    pub(super) async fn read<R: Send + 'static, E: From<DatabaseError> + Send + 'static>(
        &self,
        position: String,
        job: impl FnOnce(&mut Conn) -> Result<R, E> + Send + 'static,
    ) -> Option<R> {
        let read = match self.awake() {
            Some(standby) => {
                let read = standby.read(position, self.0.wait, job).await;
                if read.is_none() {
                    let until = self.now().saturating_add(millis(REST));
                    standby.rests_until.store(until, Ordering::Relaxed);
                }
                read.and_then(Result::ok)
            }
            None => None,
        };
        let counter = if read.is_some() { &self.0.served } else { &self.0.left };
        counter.fetch_add(1, Ordering::Relaxed);
        read
    }

    /// The next one that does not rest.
    fn awake(&self) -> Option<&Standby> {
        let (now, count) = (self.now(), self.0.standbys.len());
        let first = self.0.next.fetch_add(1, Ordering::Relaxed);
        (0..count)
            .filter_map(|step| self.0.standbys.get(first.wrapping_add(step) % count))
            .find(|standby| standby.is_awake(now))
    }

    fn now(&self) -> u64 {
        millis(self.0.started.elapsed())
    }
}

impl Standby {
    fn is_awake(&self, now: u64) -> bool {
        self.rests_until.load(Ordering::Relaxed) <= now
    }

    /// `None` when the standby was late or is away: then the job did not run, and will not.
    async fn read<R: Send + 'static, E: From<DatabaseError> + Send + 'static>(
        &self,
        position: String,
        wait: Duration,
        job: impl FnOnce(&mut Conn) -> Result<R, E> + Send + 'static,
    ) -> Option<Result<R, E>> {
        let (begins, begun) = oneshot::channel();
        // Whoever is first decides: the thread that begins, or the one who waited too long.
        let decided = Arc::new(AtomicBool::new(false));
        let (taken, until) = (Arc::clone(&decided), Instant::now() + wait);
        let reading = self.worker.run(move |connection| {
            if !caught_up(connection, &position, until)? || taken.swap(true, Ordering::AcqRel) {
                return Ok(None);
            }
            // Nobody waits any more when the request is gone; the job runs all the same.
            let _ = begins.send(());
            job(connection).map(Some)
        });
        let in_time = tokio::time::timeout(wait, begun).await.is_ok_and(|begun| begun.is_ok());
        if !in_time && !decided.swap(true, Ordering::AcqRel) {
            return None;
        }
        reading.await.transpose()
    }
}

/// Waits until a standby has replayed the log up to a position.
fn caught_up(connection: &mut Conn, position: &str, until: Instant) -> Result<bool, DatabaseError> {
    loop {
        let reached: Reached = diesel::sql_query(
            "SELECT pg_is_in_recovery() AND pg_last_wal_replay_lsn() >= $1::pg_lsn AS reached",
        )
        .bind::<Text, _>(position)
        .get_result(connection)?;
        if reached.reached {
            return Ok(true);
        }
        if Instant::now() >= until {
            return Ok(false);
        }
        std::thread::sleep(LOOK);
    }
}

/// How far the log of the primary is written: everything that was acknowledged stands before it.
pub(super) fn position(connection: &mut Conn) -> Result<String, DatabaseError> {
    let position: Position =
        diesel::sql_query("SELECT pg_current_wal_flush_lsn()::text AS position")
            .get_result(connection)?;
    Ok(position.position)
}

fn millis(time: Duration) -> u64 {
    u64::try_from(time.as_millis()).unwrap_or(u64::MAX)
}

#[derive(diesel::QueryableByName)]
struct Reached {
    #[diesel(sql_type = Bool)]
    reached: bool,
}

#[derive(diesel::QueryableByName)]
struct Position {
    #[diesel(sql_type = Text)]
    position: String,
}
