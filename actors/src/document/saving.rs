//! A document and its journal: what was recorded, what is on disk, who waits for it.

use std::collections::VecDeque;
use std::sync::Arc;
use std::time::{Duration, Instant};

use actix::prelude::*;
use bytes::Bytes;
use renexus_wire::close::CloseReason;
use renexus_wire::codec::ServerMessage;
use renexus_wire::rest::Applied;
use tokio::sync::oneshot;

use super::actor::DocumentActor;
use super::gathering::Gathering;
use super::messages::PatchError;
use super::receipts::Reason;
use crate::journal::{Compact, JournalEvent, Record, Recorded, Settle};
use crate::ports::{Seq, StoredDocument};

/// A document rests this many times as long as it took to write to its readers: what arrives
/// meanwhile goes out together, and a room leaves its thread to others most of the time.
const REST: u32 = 4;
/// A shorter rest is none: timers count milliseconds, and would make one or two of it.
const SHORTEST_REST: Duration = Duration::from_micros(500);

/// What a member is told while commits fail.
const STALLED: Reason = "saving is failing; the document is read-only for now";
/// What a member is told when the document has reached its size.
const FULL: Reason = "the document has reached its largest size";

/// How far a document and its journal have come.
#[derive(Debug, Default)]
pub(super) struct Saving {
    /// Position of the last update that was applied.
    pub(super) head: Seq,
    /// Position up to which everything is on disk.
    pub(super) persisted: Seq,
    /// Turns that were recorded and are not on disk: last position and bytes.
    unsaved: VecDeque<(Seq, usize)>,
    /// Bytes applied and not on disk, this turn included.
    unsaved_bytes: usize,
    /// When the next turn may end.
    next_turn: Option<Instant>,
    /// Whether this turn will end by itself.
    turn_scheduled: bool,
    /// Bytes of the turn that is not recorded yet.
    turn_bytes: usize,
    /// Senders that may go on when more is on disk.
    held: Vec<oneshot::Sender<()>>,
    /// Patches that are answered when their position is on disk.
    patches: VecDeque<(Seq, oneshot::Sender<Result<Applied, PatchError>>)>,
    /// Whether commits are failing.
    stalled: bool,
    /// Updates since the last checkpoint.
    tail_updates: Seq,
    /// Bytes since the last checkpoint.
    tail_bytes: usize,
    /// Bytes of everything stored; checkpoints make it exact again when the document is opened.
    stored_bytes: usize,
    /// Whether a checkpoint is being built.
    compacting: bool,
    /// Position of the first update of another node that is not on disk.
    elsewhere: Option<Seq>,
}

impl Saving {
    pub(super) fn after_open(stored: &StoredDocument) -> Self {
        let state_bytes = stored.checkpoint.as_ref().map_or(0, |(_, state)| state.len());
        let tail_bytes = stored.tail.iter().map(Vec::len).sum();
        Self {
            head: stored.head,
            persisted: stored.head,
            tail_updates: Seq::try_from(stored.tail.len()).unwrap_or(Seq::MAX),
            tail_bytes,
            stored_bytes: state_bytes + tail_bytes,
            ..Self::default()
        }
    }

    /// Counts an update that was applied; returns its position.
    pub(super) fn advance(&mut self, bytes: usize) -> Seq {
        self.persisted = self.on_disk();
        self.head += 1;
        self.turn_bytes += bytes;
        self.unsaved_bytes += bytes;
        self.stored_bytes += bytes;
        self.head
    }

    /// Counts an update of another node that was applied; returns its position.
    pub(super) fn advance_elsewhere(&mut self, bytes: usize) -> Seq {
        self.head += 1;
        self.stored_bytes += bytes;
        self.head
    }

    /// The first update of another node that is not on disk has this position.
    pub(super) fn wait_for(&mut self, first: Option<Seq>) {
        self.elsewhere = first;
    }

    /// Takes over updates of other nodes that nobody saved, as if they were made here; returns
    /// the position of the last.
    pub(super) fn adopt(&mut self, updates: &[Bytes]) -> Seq {
        self.persisted = self.on_disk();
        self.elsewhere = None;
        self.head += 1;
        let bytes = updates.iter().map(Bytes::len).sum();
        self.unsaved_bytes += bytes;
        self.note(updates.len(), bytes);
        self.head
    }

    /// Position up to which everything is on disk, wherever it was made.
    pub(super) fn on_disk(&self) -> Seq {
        let own = match self.unsaved.is_empty() && self.turn_bytes == 0 {
            true => self.head,
            false => self.persisted,
        };
        self.elsewhere.map_or(own, |first| own.min(first - 1))
    }

    /// Whether updates are taken as far as the journal is concerned.
    pub(super) fn is_writable(&self) -> bool {
        !self.stalled
    }

    /// Bytes of everything stored.
    pub(super) fn stored_bytes(&self) -> usize {
        self.stored_bytes
    }

    /// Why no update is taken now, if so.
    pub(super) fn refusal(&self, bound: usize) -> Option<Reason> {
        if self.stalled {
            Some(STALLED)
        } else if self.stored_bytes > bound {
            Some(FULL)
        } else {
            None
        }
    }

    /// What a sender has to wait for before it may send more.
    pub(super) fn hold(&mut self, bound: usize) -> Option<oneshot::Receiver<()>> {
        if self.unsaved_bytes <= bound {
            return None;
        }
        let (sender, receiver) = oneshot::channel();
        self.held.push(sender);
        Some(receiver)
    }

    /// Answers a patch when its position is on disk.
    pub(super) fn answer_patch(
        &mut self,
        seq: Seq,
        answer: oneshot::Sender<Result<Applied, PatchError>>,
    ) {
        self.patches.push_back((seq, answer));
    }

    /// The journal holds nothing of this document back.
    pub(super) fn settled(&mut self) {
        self.persisted = self.head;
        self.unsaved.clear();
        self.elsewhere = None;
    }

    fn recorded(&mut self, updates: usize) {
        let bytes = std::mem::take(&mut self.turn_bytes);
        self.note(updates, bytes);
    }

    fn note(&mut self, updates: usize, bytes: usize) {
        self.unsaved.push_back((self.head, bytes));
        self.tail_bytes += bytes;
        self.tail_updates += Seq::try_from(updates).unwrap_or(Seq::MAX);
    }

    /// Everything up to here is on disk, up to this position of the store.
    fn persisted(&mut self, up_to: Seq, stored: Seq, bound: usize) {
        self.persisted = self.persisted.max(up_to);
        while let Some((_, bytes)) = self.unsaved.front().copied().filter(|(seq, _)| *seq <= up_to)
        {
            self.unsaved.pop_front();
            self.unsaved_bytes -= bytes;
        }
        if self.unsaved_bytes <= bound {
            for sender in self.held.drain(..) {
                // Whoever waited may be gone.
                let _ = sender.send(());
            }
        }
        while self.patches.front().is_some_and(|(seq, _)| *seq <= up_to) {
            if let Some((seq, answer)) = self.patches.pop_front() {
                // Where others write too, the store has its own positions.
                let seq = if stored == up_to { seq } else { stored };
                let _ = answer.send(Ok(Applied { seq, changed: true }));
            }
        }
    }
}

impl DocumentActor {
    /// Ends the turn as soon as the pace allows: at once after a quiet time.
    pub(super) fn schedule_turn(&mut self, ctx: &mut Context<Self>) {
        if std::mem::replace(&mut self.saving.turn_scheduled, true) {
            return;
        }
        let due = self.saving.next_turn;
        let pause = due.map_or(Duration::ZERO, |due| due.saturating_duration_since(Instant::now()));
        let end = |act: &mut Self, ctx: &mut Context<Self>| {
            act.saving.turn_scheduled = false;
            act.end_turn(ctx);
        };
        if pause < SHORTEST_REST {
            Self::after_turn(ctx, end);
        } else {
            ctx.run_later(pause, end);
        }
    }

    /// Delivers and records what was applied in this turn.
    pub(super) fn end_turn(&mut self, ctx: &mut Context<Self>) {
        if self.turn.is_empty() {
            return;
        }
        let turn = std::mem::take(&mut self.turn);
        let (mut updates, seq) = (turn.updates(), self.saving.head);
        if let Some(across) = self.across.as_mut().filter(|_| !updates.is_empty()) {
            across.tell_edits(seq, &updates);
        }
        // Merging takes a while, in which the disk can work; waking it for a few edits would hold up their readers.
        if turn.is_merged() {
            self.leave(seq, std::mem::take(&mut updates), ctx);
        }
        let tidings = turn.tidings();
        let began = Instant::now();
        let lost = self.audience.deliver(&tidings, &*self.around.meter);
        let ended = Instant::now();
        let rest = (ended - began).saturating_mul(REST).min(self.around.limits.pace);
        self.saving.next_turn = Some(ended + rest);
        self.leave(seq, updates, ctx);
        self.drop_lost(lost, ctx);
    }

    /// Leaves what was made here in this turn to whoever records it.
    fn leave(&mut self, seq: Seq, updates: Vec<Bytes>, ctx: &mut Context<Self>) {
        if updates.is_empty() {
            return;
        }
        self.saving.recorded(updates.len());
        let free = match &mut self.across {
            Some(across) => across.hold(seq, updates),
            None => Some(updates),
        };
        if let Some(updates) = free {
            self.record(seq, updates, ctx);
        }
    }

    /// Leaves updates for the next commit; `seq` is the position of the last.
    pub(super) fn record(&mut self, seq: Seq, updates: Vec<Bytes>, ctx: &mut Context<Self>) {
        let taken = self.around.intake.take(Record {
            document: Arc::clone(&self.info),
            seq,
            updates,
            writers: std::mem::take(&mut self.writers),
            witness: ctx.address().recipient(),
        });
        if taken.news {
            self.around.journal.do_send(Recorded);
        }
        if taken.full {
            self.stall();
        }
    }

    /// Sends what is due.
    pub(super) fn acknowledge(&mut self, ctx: &mut Context<Self>) {
        let lost = self.audience.acknowledge(self.saving.on_disk(), &*self.around.meter);
        self.drop_lost(lost, ctx);
    }

    /// Waits until everything is on disk, and folds the journal.
    pub(super) fn settle(&self) -> impl Future<Output = ()> + 'static {
        let journal = self.around.journal.clone();
        let document = Arc::clone(&self.info);
        let fold = self.saving.tail_updates > 0;
        async move {
            // The journal outlives the documents; if it does not, there is nothing to wait for.
            let settled = journal.send(Settle { key: document.key }).await;
            if fold && settled.is_ok() {
                let _ = journal.send(Compact { document }).await;
            }
        }
    }

    fn compact_when_due(&mut self, ctx: &mut Context<Self>) {
        let limits = &self.around.limits;
        let due = self.saving.tail_updates >= limits.checkpoint_updates
            || self.saving.tail_bytes >= limits.checkpoint_bytes;
        if !due || self.saving.compacting {
            return;
        }
        self.saving.compacting = true;
        self.saving.tail_updates = 0;
        self.saving.tail_bytes = 0;
        let compacted = self.around.journal.send(Compact { document: Arc::clone(&self.info) });
        ctx.spawn(compacted.into_actor(self).map(|_, act, _| act.saving.compacting = false));
    }

    fn stall(&mut self) {
        if !std::mem::replace(&mut self.saving.stalled, true) {
            log::error!("document.id" = self.info.id.as_str(); "document is read-only: {STALLED}");
            self.tell_writable();
        }
    }

    /// Tells writers whether they may write now, and asks them for what was refused meanwhile.
    fn tell_writable(&mut self) {
        let writable = self.saving.is_writable();
        let wanted = self.state_vector().filter(|_| writable);
        for (_, member) in self.audience.members_mut().filter(|(_, it)| it.level.may_write()) {
            member.send(ServerMessage::Authenticated { may_write: writable });
            if let Some(state_vector) = &wanted {
                member.resyncing = true;
                member.send(ServerMessage::Step1(state_vector));
            }
        }
    }
}

impl Handler<JournalEvent> for DocumentActor {
    type Result = ();

    fn handle(&mut self, event: JournalEvent, ctx: &mut Self::Context) {
        match event {
            JournalEvent::Persisted { up_to, stored } => {
                self.saving.persisted(up_to, stored.to, self.around.limits.unsaved_bytes);
                self.tell_saved(up_to, stored, ctx);
                if std::mem::take(&mut self.saving.stalled) {
                    self.tell_writable();
                }
                self.acknowledge(ctx);
                self.compact_when_due(ctx);
            }
            JournalEvent::Damaged => {
                log::error!("document.id" = self.info.id.as_str(); "stored document is damaged");
                self.shut(CloseReason::Internal, ctx);
            }
            JournalEvent::Stalled => self.stall(),
        }
    }
}
