//! Jobs in memory, with books about what was done.

use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use futures_util::future::ready;
use renexus_actors::ports::StoreFuture;
use renexus_actors::ports::jobs::{Call, Ending, Hold, Job, Jobs, Room};
use renexus_wire::rest::assistant::{NewWriting, Urgency, WritingTask};
use tokio::sync::Notify;

use crate::document;

struct Row {
    number: u32,
    turn: u32,
    due: Instant,
    leased_until: Option<Instant>,
    done: u32,
    problem: String,
}

/// Jobs in memory; clones share them.
#[derive(Clone)]
pub(crate) struct MemoryJobs {
    rows: Arc<Mutex<Vec<Row>>>,
    news: Arc<Notify>,
    lease: Duration,
}

impl MemoryJobs {
    pub(crate) fn new(many: u32, lease: Duration) -> Self {
        let row = |number| Row {
            number,
            turn: 0,
            due: Instant::now(),
            leased_until: None,
            done: 0,
            problem: String::new(),
        };
        let rows = Arc::new(Mutex::new((0..many).map(row).collect()));
        Self { rows, news: Arc::default(), lease }
    }

    pub(crate) async fn all_done(&self) {
        loop {
            let news = self.news.notified();
            if self.rows.lock().unwrap().iter().all(|row| row.done > 0) {
                return;
            }
            news.await;
        }
    }

    /// Jobs that were done more than once.
    pub(crate) fn twice(&self) -> usize {
        self.rows.lock().unwrap().iter().filter(|row| row.done > 1).count()
    }

    pub(crate) fn told(&self) -> String {
        let rows = self.rows.lock().unwrap();
        let open = rows.iter().filter(|row| row.done == 0);
        let open = open.map(|row| format!("{} turn {}: {}", row.number, row.turn, row.problem));
        open.collect::<Vec<_>>().join("; ")
    }

    /// Changes the row of a job that is still in this turn.
    fn in_turn<R>(&self, job: &Job, change: impl FnOnce(&mut Row) -> R) -> Option<R> {
        let mut rows = self.rows.lock().unwrap();
        let row = rows.iter_mut().find(|row| row.number.to_string() == job.id)?;
        (row.turn.to_string() == job.lease && row.done == 0).then(|| change(row))
    }
}

impl Jobs for MemoryJobs {
    fn take(&self, room: Room) -> StoreFuture<Vec<Job>> {
        let now = Instant::now();
        let mut rows = self.rows.lock().unwrap();
        let free = |row: &&mut Row| {
            row.done == 0 && row.due <= now && row.leased_until.is_none_or(|until| until < now)
        };
        let taken = rows.iter_mut().filter(free).take(room.here).map(|row| {
            row.turn += 1;
            row.leased_until = Some(now + self.lease);
            let writing = NewWriting {
                task: WritingTask::Draft,
                prompt: format!("job {}", row.number),
                language: None,
                selection: None,
                urgency: Urgency::Waited,
            };
            Job {
                id: row.number.to_string(),
                lease: row.turn.to_string(),
                workspace: "here".into(),
                person: "ada".into(),
                name: "Ada".into(),
                document: document(row.number),
                writing,
                attempt: row.turn,
            }
        });
        let taken = taken.collect();
        Box::pin(ready(Ok(taken)))
    }

    fn keep(&self, job: &Job) -> StoreFuture<Hold> {
        let until = Instant::now() + self.lease;
        let kept = self.in_turn(job, |row| row.leased_until = Some(until));
        Box::pin(ready(Ok(kept.map_or(Hold::Lost, |()| Hold::Kept))))
    }

    fn settle(&self, job: &Job, ending: Ending, _: Option<Call>) -> StoreFuture<bool> {
        let settled = self.in_turn(job, |row| {
            row.leased_until = None;
            match ending {
                Ending::Offered { .. } => row.done += 1,
                Ending::Again { after, problem } => {
                    row.due = Instant::now() + after.min(Duration::from_millis(20));
                    row.problem = problem;
                }
                other => panic!("{other:?}"),
            }
        });
        self.news.notify_waiters();
        Box::pin(ready(Ok(settled.is_some())))
    }

    fn give_back(&self, jobs: Vec<Job>) -> StoreFuture<()> {
        for job in &jobs {
            self.in_turn(job, |row| row.leased_until = None);
        }
        Box::pin(ready(Ok(())))
    }
}
