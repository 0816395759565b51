//! Group commit: while one transaction is being written, the next one fills.

use std::collections::HashMap;
use std::sync::Arc;
use std::time::{Duration, Instant};

use actix::prelude::*;
use renexus_wire::between::Stretch;
use tokio::sync::{Semaphore, oneshot};

use super::batch::Witness;
use super::compaction;
use super::intake::Intake;
use super::messages::{Compact, JournalEvent, Recorded, Settle};
use crate::limits::JournalLimits;
use crate::ports::{Appended, Count, DocumentStore, JournalEntry, Measure, Meter, StoreError};

/// Checkpoints built at once: they are work for the processor, and nobody waits for them.
const COMPACTIONS_AT_ONCE: usize = 1;

/// Commits the updates of all documents, one transaction at a time.
pub struct JournalActor {
    /// Where commits go.
    store: Arc<dyn DocumentStore>,
    /// Where figures go.
    meter: Arc<dyn Meter>,
    /// Bounds and retry pauses.
    limits: JournalLimits,
    /// What the next commit will hold.
    intake: Intake,
    /// The commit that is being written.
    current: Option<Commit>,
    /// When the next commit may begin.
    next: Option<Instant>,
    /// The next commit, if it will begin by itself, and when.
    scheduled: Option<(SpawnHandle, Instant)>,
    /// Who waits until nothing of a document is left, by document key.
    settling: HashMap<i64, Vec<oneshot::Sender<()>>>,
    /// Lets few checkpoints be built at a time.
    compactions: Arc<Semaphore>,
}

struct Commit {
    entries: Arc<Vec<JournalEntry>>,
    witnesses: Vec<Witness>,
    updates: usize,
    since: Instant,
    /// Attempts that failed.
    failures: u32,
}

impl JournalActor {
    /// A journal over `store`.
    pub fn new(
        store: Arc<dyn DocumentStore>,
        meter: Arc<dyn Meter>,
        limits: JournalLimits,
        intake: Intake,
    ) -> Self {
        Self {
            store,
            meter,
            limits,
            intake,
            current: None,
            next: None,
            scheduled: None,
            settling: HashMap::new(),
            compactions: Arc::new(Semaphore::new(COMPACTIONS_AT_ONCE)),
        }
    }

    /// Begins the next commit as soon as the pace allows: at once after a quiet time, or when
    /// much waits.
    fn schedule_commit(&mut self, ctx: &mut Context<Self>) {
        if self.current.is_some() || self.intake.is_empty() {
            return;
        }
        let due = self.next.filter(|_| !self.intake.is_worth_it()).unwrap_or_else(Instant::now);
        let earlier = self.scheduled.is_some_and(|(_, scheduled)| scheduled <= due);
        if earlier {
            return;
        }
        if let Some((later, _)) = self.scheduled.take() {
            ctx.cancel_future(later);
        }
        let pause = due.saturating_duration_since(Instant::now());
        let handle = if pause.is_zero() {
            // After the rest of the mailbox, so that one commit takes all that is here.
            ctx.spawn(actix::fut::ready(()).map(|(), act: &mut Self, ctx| act.begin_commit(ctx)))
        } else {
            ctx.run_later(pause, Self::begin_commit)
        };
        self.scheduled = Some((handle, due));
    }

    fn begin_commit(&mut self, ctx: &mut Context<Self>) {
        self.scheduled = None;
        if self.current.is_some() || self.intake.is_empty() {
            return;
        }
        let batch = self.intake.next_batch();
        let updates = batch.updates;
        self.next = Some(Instant::now() + self.limits.pace);
        let since = batch.since.unwrap_or_else(Instant::now);
        let (entries, witnesses) = batch.into_parts();
        self.current = Some(Commit { entries, witnesses, updates, since, failures: 0 });
        self.write(Duration::ZERO, ctx);
    }

    /// Writes the current commit after a pause.
    fn write(&mut self, pause: Duration, ctx: &mut Context<Self>) {
        let Some(commit) = &self.current else { return };
        let (store, entries) = (Arc::clone(&self.store), Arc::clone(&commit.entries));
        let written = async move {
            if !pause.is_zero() {
                tokio::time::sleep(pause).await;
            }
            store.append(entries).await
        };
        ctx.spawn(written.into_actor(self).map(|result, act, ctx| match result {
            Ok(appended) => act.committed(&appended, ctx),
            Err(error) => act.failed(&error, ctx),
        }));
    }

    fn committed(&mut self, appended: &Appended, ctx: &mut Context<Self>) {
        let Some(commit) = self.current.take() else { return };
        self.intake.written();
        self.meter.count(Count::JournalCommits, 1);
        self.meter.measure(Measure::JournalLatency, commit.since.elapsed().as_secs_f64());
        self.meter.measure(
            Measure::JournalBatch,
            f64::from(u32::try_from(commit.updates).unwrap_or(u32::MAX)),
        );
        for witness in commit.witnesses {
            let up_to = witness.up_to;
            let to = appended.reached.get(&witness.key).copied().unwrap_or(up_to);
            let stored = Stretch { after: to - witness.count, to };
            witness.recipient.do_send(match appended.damaged.contains(&witness.key) {
                false => JournalEvent::Persisted { up_to, stored },
                true => JournalEvent::Damaged,
            });
            if !self.intake.holds(witness.key) {
                self.settled(witness.key);
            }
        }
        self.schedule_commit(ctx);
    }

    fn failed(&mut self, error: &StoreError, ctx: &mut Context<Self>) {
        let Some(commit) = &mut self.current else { return };
        commit.failures += 1;
        self.meter.count(Count::JournalFailures, 1);
        log::error!(attempt = commit.failures, updates = commit.updates; "journal commit failed: {error}");
        if commit.failures == self.limits.attempts {
            for witness in &commit.witnesses {
                witness.recipient.do_send(JournalEvent::Stalled);
            }
        }
        let doubled = self.limits.retry_floor.saturating_mul(1 << commit.failures.min(16));
        self.write(doubled.min(self.limits.retry_ceiling), ctx);
    }

    fn settled(&mut self, key: i64) {
        for waiting in self.settling.remove(&key).into_iter().flatten() {
            // Whoever asked may be gone.
            let _ = waiting.send(());
        }
    }

    fn waits(&self, key: i64) -> bool {
        let writing = self
            .current
            .as_ref()
            .is_some_and(|commit| commit.witnesses.iter().any(|witness| witness.key == key));
        writing || self.intake.holds(key)
    }
}

impl Actor for JournalActor {
    type Context = Context<Self>;
}

impl Handler<Recorded> for JournalActor {
    type Result = ();

    fn handle(&mut self, _: Recorded, ctx: &mut Self::Context) {
        self.schedule_commit(ctx);
    }
}

impl Handler<Settle> for JournalActor {
    type Result = ResponseFuture<()>;

    fn handle(&mut self, settle: Settle, _: &mut Self::Context) -> Self::Result {
        if !self.waits(settle.key) {
            return Box::pin(async {});
        }
        let (sender, receiver) = oneshot::channel();
        self.settling.entry(settle.key).or_default().push(sender);
        Box::pin(async move {
            // The sender goes only with the journal itself.
            let _ = receiver.await;
        })
    }
}

impl Handler<Compact> for JournalActor {
    type Result = ResponseFuture<()>;

    fn handle(&mut self, compact: Compact, _: &mut Self::Context) -> Self::Result {
        let (store, meter) = (Arc::clone(&self.store), Arc::clone(&self.meter));
        let permits = Arc::clone(&self.compactions);
        Box::pin(async move {
            let Ok(_permit) = permits.acquire_owned().await else { return };
            let started = Instant::now();
            match compaction::compact(store, Arc::clone(&compact.document)).await {
                Ok(()) => meter.measure(Measure::Checkpoint, started.elapsed().as_secs_f64()),
                Err(error) => {
                    log::warn!("document.id" = compact.document.id.as_str(); "checkpoint put off: {error}");
                }
            }
        })
    }
}
