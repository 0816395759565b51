//! A document that other nodes have open too.
//!
//! Edits go to the other nodes as soon as they are applied, before they are on disk. So that the
//! journal never holds an edit without those that it builds on, what is made here after an edit
//! of another node is recorded once that edit is on disk; if the other node does not say so in
//! time, this one records both. What got lost on the way is read from the journal.

use std::collections::VecDeque;
use std::sync::Arc;
use std::time::{Duration, Instant};

use actix::prelude::*;
use bytes::Bytes;
use renexus_wire::between::{Message, Stretch, Voice};
use renexus_wire::close::CloseReason;

use super::actor::DocumentActor;
use super::coverage::Coverage;
use super::mending::Mending;
use super::neighbours::{Neighbouring, Neighbours};
use crate::bus::{Bus, Heard, Topic};
use crate::ports::{DocumentInfo, Seq};
use crate::replica::Applied;
use crate::replica::weight::is_heavy;

/// How long an edit of another node may wait for its commit; then this node makes it. A commit
/// takes milliseconds: after so long the other node is gone, or cut off.
const ADOPT_AFTER: Duration = Duration::from_secs(2);
/// Bytes of a turn from which on other nodes read it from the journal.
const LARGE: usize = 256 << 10;

/// What a document knows of its other replicas.
pub(super) struct Across {
    pub(super) neighbours: Neighbours,
    pub(super) coverage: Coverage,
    /// The own position up to which edits were told to the others.
    told: Seq,
    /// The own position up to which they were told that edits are on disk.
    saved: Seq,
    /// Edits of others that are not on disk, in the order in which they came.
    foreign: VecDeque<Foreign>,
    foreign_bytes: usize,
    /// Turns that are recorded when what came before them is on disk.
    held: VecDeque<(Seq, Vec<Bytes>)>,
    /// Whether the timer runs that looks for edits whose node is gone.
    adoption_armed: bool,
    /// When the journal is looked into.
    pub(super) mending: Mending,
}

/// Edits of another node that are not on disk yet.
struct Foreign {
    /// The position here.
    seq: Seq,
    voice: Voice,
    /// The position there.
    own: Seq,
    updates: Vec<Bytes>,
    since: Instant,
}

impl Across {
    pub(super) fn new(bus: Arc<dyn Bus>, info: &DocumentInfo, head: Seq) -> Self {
        Self {
            neighbours: Neighbours::new(bus, Topic::Document(info.id.clone())),
            coverage: Coverage::up_to(head),
            told: head,
            saved: head,
            foreign: VecDeque::new(),
            foreign_bytes: 0,
            held: VecDeque::new(),
            adoption_armed: false,
            mending: Mending::default(),
        }
    }

    /// Tells the others of a turn that ends at `seq`.
    pub(super) fn tell_edits(&mut self, seq: Seq, updates: &[Bytes]) {
        let own = Stretch { after: std::mem::replace(&mut self.told, seq), to: seq };
        if updates.iter().map(Bytes::len).sum::<usize>() < LARGE {
            self.neighbours.tell(&Message::Edits { own, updates: updates.to_vec() });
        }
    }

    /// Keeps a turn back while it may build on what is not on disk; gives it back otherwise.
    pub(super) fn hold(&mut self, seq: Seq, updates: Vec<Bytes>) -> Option<Vec<Bytes>> {
        if self.foreign.is_empty() {
            return Some(updates);
        }
        self.held.push_back((seq, updates));
        None
    }

    /// The replica is read again: what was heard and is not on disk is no longer in it.
    pub(super) fn forget(&mut self) {
        self.coverage = Coverage::up_to(self.coverage.known());
    }

    /// The position here of the first edit of another node that is not on disk.
    fn first_foreign(&self) -> Option<Seq> {
        self.foreign.front().map(|foreign| foreign.seq)
    }

    /// Edits of a voice are on disk.
    fn confirm(&mut self, voice: Voice, own: Seq) {
        self.foreign.retain(|foreign| foreign.voice != voice || foreign.own > own);
        self.foreign_bytes = self.foreign.iter().map(Foreign::bytes).sum();
    }

    /// The next turn that builds on nothing that is not on disk.
    fn release(&mut self) -> Option<(Seq, Vec<Bytes>)> {
        let first = self.first_foreign();
        let free = |held: &(Seq, Vec<Bytes>)| first.is_none_or(|first| held.0 < first);
        if self.held.front().is_some_and(free) { self.held.pop_front() } else { None }
    }
}

impl Foreign {
    fn bytes(&self) -> usize {
        self.updates.iter().map(Bytes::len).sum()
    }
}

impl Neighbouring for DocumentActor {}

impl Handler<Heard> for DocumentActor {
    type Result = ();

    fn handle(&mut self, heard: Heard, ctx: &mut Self::Context) {
        let Some(across) = &mut self.across else { return };
        match heard {
            Heard::Away => {
                across.neighbours.away = true;
                self.poll(ctx);
            }
            Heard::Apart => self.mend(ctx),
            Heard::Back => {
                across.neighbours.away = false;
                self.greet(ctx);
            }
            Heard::Said(said) => {
                if let Some((voice, message)) = across.neighbours.read(&said) {
                    self.hear_neighbour(voice, message, ctx);
                }
            }
        }
    }
}

impl DocumentActor {
    /// Comes to the other nodes: hears what they say, and reads what they said before.
    pub(super) fn join_others(&mut self, ctx: &mut Context<Self>) {
        self.listen(ctx, Self::greet);
    }

    fn greet(&mut self, ctx: &mut Context<Self>) {
        let Some(across) = &mut self.across else { return };
        across.neighbours.tell(&Message::Hello);
        across.neighbours.tell(&Message::Reached(across.coverage.known()));
        self.present();
        self.mend(ctx);
    }

    fn hear_neighbour(&mut self, voice: Voice, message: Message, ctx: &mut Context<Self>) {
        match message {
            Message::Edits { own, updates } => self.hear_edits(voice, own, updates, ctx),
            Message::Presence(states) => self.hear_presence(voice, &states, ctx),
            Message::Deleted => self.shut(CloseReason::NotFound, ctx),
            Message::Saved { own, stored } => {
                let Some(across) = &mut self.across else { return };
                across.coverage.saved(voice, own, stored);
                across.confirm(voice, own.to);
                self.around.store.hear(&self.info, stored.to);
                self.release(ctx);
                self.acknowledge(ctx);
            }
            Message::Hello => {
                let Some(across) = &mut self.across else { return };
                across.neighbours.tell(&Message::Reached(across.coverage.known()));
                self.present();
            }
            Message::Reached(position) => {
                let Some(across) = &mut self.across else { return };
                across.coverage.tell(position);
            }
        }
        self.mend_holes(ctx);
        self.look_when_quiet(ctx);
    }

    fn hear_edits(
        &mut self,
        voice: Voice,
        own: Stretch,
        updates: Vec<Bytes>,
        ctx: &mut Context<Self>,
    ) {
        let Some(across) = &mut self.across else { return };
        across.mending.heard();
        let limits = &self.around.limits.update;
        let heavy = updates.iter().any(|update| is_heavy(update, limits));
        let Some(replica) = self.replica.as_mut().filter(|_| !heavy) else {
            // It is read from the journal, away from this thread.
            across.coverage.miss(voice);
            return self.finish_reading(ctx);
        };
        let (mut whole, mut taken) = (true, Vec::new());
        for update in &updates {
            match replica.apply(update, &self.around.limits.update) {
                Applied::Nothing => {}
                Applied::New => taken.push(update.clone()),
                // It builds on what a third node made and nobody told this one yet.
                Applied::Missing { part } => {
                    whole = false;
                    taken.extend(part.map(Bytes::from));
                }
                Applied::Refused(reason) => {
                    whole = false;
                    log::warn!("document.id" = self.info.id.as_str(); "update of another node refused: {reason}");
                }
                Applied::Panicked(reason) => {
                    let update = update.clone();
                    return self.quarantine(reason, &update, ctx);
                }
            }
        }
        match whole {
            true => across.coverage.hear(voice, own),
            false => across.coverage.miss(voice),
        }
        if taken.is_empty() {
            return;
        }
        taken.iter().for_each(|update| self.turn.add_elsewhere(update.clone()));
        let seq = self.saving.advance_elsewhere(taken.iter().map(Bytes::len).sum());
        let foreign = Foreign { seq, voice, own: own.to, updates: taken, since: Instant::now() };
        across.foreign_bytes += foreign.bytes();
        across.foreign.push_back(foreign);
        self.saving.wait_for(across.first_foreign());
        let much = across.foreign_bytes > self.around.limits.unsaved_bytes;
        self.schedule_turn(ctx);
        if much {
            self.adopt(ctx);
        } else {
            self.arm_adoption(ctx);
        }
    }

    /// Edits of this document are on disk, at these positions.
    pub(super) fn tell_saved(&mut self, up_to: Seq, stored: Stretch, ctx: &mut Context<Self>) {
        let Some(across) = &mut self.across else { return };
        across.coverage.cover(stored);
        let own = Stretch { after: std::mem::replace(&mut across.saved, up_to), to: up_to };
        across.neighbours.tell(&Message::Saved { own, stored });
        self.mend_holes(ctx);
    }

    /// Records the turns that build on nothing that is not on disk.
    fn release(&mut self, ctx: &mut Context<Self>) {
        let Some(across) = &mut self.across else { return };
        self.saving.wait_for(across.first_foreign());
        while let Some((seq, updates)) = self.across.as_mut().and_then(Across::release) {
            self.record(seq, updates, ctx);
        }
    }

    fn arm_adoption(&mut self, ctx: &mut Context<Self>) {
        let Some(across) = &mut self.across else { return };
        let Some(first) = across.foreign.front().filter(|_| !across.adoption_armed) else { return };
        across.adoption_armed = true;
        ctx.run_later(ADOPT_AFTER.saturating_sub(first.since.elapsed()), |act, ctx| {
            let Some(across) = &mut act.across else { return };
            across.adoption_armed = false;
            let first = across.foreign.front();
            if first.is_some_and(|first| first.since.elapsed() >= ADOPT_AFTER) {
                act.adopt(ctx);
            } else {
                act.arm_adoption(ctx);
            }
        });
    }

    /// Records what others made and did not save, and everything that waits for it.
    pub(super) fn adopt(&mut self, ctx: &mut Context<Self>) {
        let Some(across) = &mut self.across else { return };
        if across.foreign.is_empty() {
            return;
        }
        across.foreign_bytes = 0;
        let foreign = std::mem::take(&mut across.foreign).into_iter();
        let adopted: Vec<_> = foreign.map(|foreign| (foreign.seq, foreign.updates)).collect();
        let updates: Vec<Bytes> = adopted.iter().flat_map(|(_, it)| it.clone()).collect();
        let seq = self.saving.adopt(&updates);
        across.tell_edits(seq, &updates);
        // In the order in which they were applied: each may build on any before it.
        let mut all = adopted;
        all.extend(std::mem::take(&mut across.held));
        all.sort_by_key(|(seq, _)| *seq);
        self.record(seq, all.into_iter().flat_map(|(_, updates)| updates).collect(), ctx);
    }
}
