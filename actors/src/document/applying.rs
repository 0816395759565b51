//! Updates on their way into the replica, and what becomes of them.
//!
//! Small ones are applied on the spot. Heavy ones may take the library long, and
//! some are made to: they are applied away from this thread, so that only their
//! own document waits.

use std::sync::Arc;

use actix::prelude::*;
use bytes::Bytes;
use renexus_wire::close::CloseReason;
use renexus_wire::codec::ServerMessage;
use renexus_wire::id::MemberId;
use renexus_wire::rest;
use renexus_wire::update::InvalidUpdate;
use tokio::sync::oneshot;
use tokio::task::spawn_blocking;

use super::actor::DocumentActor;
use super::gathering::Gathering;
use super::messages::{Patch, PatchError};
use super::receipts::Reason;
use crate::journal::Settle;
use crate::ports::{Count, Writer};
use crate::replica::weight::is_heavy;
use crate::replica::{Applied, Replica, Unacceptable};

const READ_ONLY: Reason = "you may not write to this document";
const INVALID: Reason = "the update is invalid";
const INCOMPLETE: Reason = "the update builds on updates that nobody sent";

/// Writers of one commit of a document who are noted; of more, the first.
const WRITERS: usize = 200;

/// A member who sent an update.
#[derive(Clone, Copy, Debug)]
pub(super) struct Author {
    pub(super) id: MemberId,
    /// Whether the update is the member's answer to the server's Step1.
    pub(super) answers_step1: bool,
}

/// Where the outcome of a patch goes.
type Answer = oneshot::Sender<Result<rest::Applied, PatchError>>;

/// Who waits for the outcome of an update.
enum Source {
    Member(Author),
    Patch(Writer, Answer),
}

impl Handler<Patch> for DocumentActor {
    type Result = ResponseFuture<Result<rest::Applied, PatchError>>;

    fn handle(&mut self, patch: Patch, ctx: &mut Self::Context) -> Self::Result {
        let (answer, answered) = oneshot::channel();
        if let Some(reason) = self.saving.refusal(self.around.limits.document_bytes) {
            let _ = answer.send(Err(PatchError::ReadOnly(reason)));
        } else if self.reading.is_some() {
            self.finish_reading(ctx);
            let here = std::future::ready(()).into_actor(self);
            ctx.spawn(here.map(move |(), act, ctx| {
                act.patch(patch, answer, ctx);
            }));
        } else {
            self.patch(patch, answer, ctx);
        }
        Box::pin(async move { answered.await.unwrap_or(Err(PatchError::Closing)) })
    }
}

impl DocumentActor {
    pub(super) fn hear_update(&mut self, author: Author, update: Bytes, ctx: &mut Context<Self>) {
        let Some(member) = self.audience.get_mut(author.id) else { return };
        let refusal = match member.level.may_write() {
            false => Some(READ_ONLY),
            true => self.saving.refusal(self.around.limits.document_bytes),
        };
        match refusal {
            Some(reason) => {
                self.refuse_news(author.id, &update, reason);
                self.introduce(author);
            }
            None => self.apply(Source::Member(author), update, ctx),
        }
    }

    fn patch(&mut self, patch: Patch, answer: Answer, ctx: &mut Context<Self>) {
        let Patch { update, by, made_for } = patch;
        let moved = made_for.is_some_and(|moment| {
            self.replica.as_ref().is_some_and(|replica| !replica.is_at(&moment))
        });
        if moved {
            // Whoever asked may be gone.
            let _ = answer.send(Err(PatchError::Moved));
        } else {
            self.apply(Source::Patch(by, answer), update, ctx);
        }
    }

    /// Applies an update, now or aside; `conclude` follows.
    fn apply(&mut self, source: Source, update: Bytes, ctx: &mut Context<Self>) {
        let limits = &self.around.limits;
        if !is_heavy(&update, &limits.update) {
            let Some(replica) = &mut self.replica else { return };
            let applied = replica.apply(&update, &limits.update);
            return self.conclude(source, update, applied, ctx);
        }
        let Some(mut replica) = self.replica.take() else { return };
        let limits = Arc::clone(limits);
        let applying = spawn_blocking(move || {
            let applied = replica.apply(&update, &limits.update);
            (replica, update, applied)
        });
        // Nothing else is heard until it is done: the order of edits stays.
        ctx.wait(applying.into_actor(self).map(|done, act, ctx| match done {
            Ok((replica, update, applied)) => {
                act.replica = Some(replica);
                act.conclude(source, update, applied, ctx);
                act.resume(ctx);
            }
            Err(error) => {
                log::error!("document.id" = act.info.id.as_str(); "an update was not applied: {error}");
                act.shut(CloseReason::Internal, ctx);
            }
        }));
    }

    /// Puts what was applied into this turn, and tells its sender what became of it.
    fn conclude(
        &mut self,
        source: Source,
        update: Bytes,
        applied: Applied,
        ctx: &mut Context<Self>,
    ) {
        let author = match &source {
            Source::Member(author) => Some(author.id),
            Source::Patch(..) => None,
        };
        let news = match &applied {
            Applied::New => Some(update),
            Applied::Missing { part } => part.clone().map(Bytes::from),
            Applied::Panicked(reason) => {
                self.quarantine(reason.clone(), &update, ctx);
                None
            }
            Applied::Nothing | Applied::Refused(_) => None,
        };
        if let Some(news) = news {
            self.around.meter.count(Count::Updates, 1);
            self.note_writer(&source);
            self.saving.advance(news.len());
            self.turn.add(author, news);
            self.schedule_turn(ctx);
        }
        match source {
            Source::Member(author) => {
                self.answer_member(author, &applied, ctx);
                self.introduce(author);
            }
            Source::Patch(_, answer) => self.answer_patch(answer, applied),
        }
    }

    /// Notes who wrote what is recorded next; of documents of no workspace nobody asks.
    fn note_writer(&mut self, source: &Source) {
        if self.info.workspace.is_none() || self.writers.len() >= WRITERS {
            return;
        }
        match source {
            Source::Member(author) => {
                let member = self.audience.get_mut(author.id);
                let person = member.and_then(|member| member.identity.subject.as_deref());
                if !self.writers.iter().any(|writer| writer.is(person)) {
                    self.writers.push(Writer::of(person));
                }
            }
            Source::Patch(writer, _) if !self.writers.contains(writer) => {
                self.writers.push(writer.clone());
            }
            Source::Patch(..) => {}
        }
    }

    fn answer_member(&mut self, author: Author, applied: &Applied, ctx: &mut Context<Self>) {
        let id = author.id;
        match applied {
            Applied::New | Applied::Nothing => {
                let head = self.saving.head;
                if let Some(member) = self.audience.get_mut(id)
                    && author.answers_step1
                {
                    member.resyncing = false;
                    member.receipts.resolve_waiting(Ok(head));
                    return self.owe(id, |receipts, head| receipts.owe_whole(head));
                }
                self.owe(id, |receipts, head| receipts.owe_saved(head));
            }
            Applied::Missing { .. } => self.ask_for_missing(author),
            Applied::Refused(reason) => self.refuse_malformed(id, reason, ctx),
            Applied::Panicked(_) => self.refuse_and_close(id, CloseReason::Protocol, ctx),
        }
    }

    fn answer_patch(&mut self, answer: Answer, applied: Applied) {
        let outcome = match applied {
            Applied::New => return self.saving.answer_patch(self.saving.head, answer),
            Applied::Nothing => Ok(rest::Applied { seq: self.saving.head, changed: false }),
            Applied::Missing { .. } => Err(PatchError::Missing),
            Applied::Refused(reason) => Err(PatchError::Invalid(reason.to_string())),
            Applied::Panicked(_) => Err(PatchError::Invalid(INVALID.into())),
        };
        // Whoever asked may be gone.
        let _ = answer.send(outcome);
    }

    /// A member whose answer to Step1 was heard has said what it had.
    fn introduce(&mut self, author: Author) {
        let head = self.saving.head;
        if let (true, Some(member)) = (author.answers_step1, self.audience.get_mut(author.id)) {
            member.receipts.introduce(head);
        }
    }

    /// A write that is not allowed is refused only when it would change something.
    fn refuse_news(&mut self, id: MemberId, update: &Bytes, reason: Reason) {
        let known = self
            .replica
            .as_ref()
            .is_some_and(|replica| replica.contains(update, &self.around.limits.update));
        if known {
            return self.owe(id, |receipts, head| receipts.owe_saved(head));
        }
        self.around.meter.count(Count::Refusals, 1);
        self.owe(id, |receipts, _| receipts.owe_refused(reason));
    }

    /// The update builds on others that are not here: its author has them and is asked to sync.
    fn ask_for_missing(&mut self, Author { id, answers_step1 }: Author) {
        let Some(replica) = &self.replica else { return };
        let Some(member) = self.audience.get_mut(id) else { return };
        if answers_step1 {
            member.resyncing = false;
            member.receipts.resolve_waiting(Err(INCOMPLETE));
            return self.owe(id, |receipts, _| receipts.owe_refused(INCOMPLETE));
        }
        if !std::mem::replace(&mut member.resyncing, true) {
            member.send(ServerMessage::Step1(&replica.state_vector()));
        }
        self.owe(id, |receipts, _| receipts.owe_waiting());
    }

    fn refuse_malformed(&mut self, id: MemberId, reason: &Unacceptable, ctx: &mut Context<Self>) {
        log::warn!("document.id" = self.info.id.as_str(); "update refused: {reason}");
        let close = match reason {
            Unacceptable::Invalid(InvalidUpdate::TooLarge { .. }) => CloseReason::TooBig,
            _ => CloseReason::Protocol,
        };
        self.refuse_and_close(id, close, ctx);
    }

    fn refuse_and_close(&mut self, id: MemberId, close: CloseReason, ctx: &mut Context<Self>) {
        self.around.meter.count(Count::Refusals, 1);
        self.owe(id, |receipts, _| receipts.owe_refused(INVALID));
        self.acknowledge(ctx);
        if let Some(member) = self.audience.get_mut(id) {
            member.outlet.finish(close);
        }
        self.leave(id, ctx);
    }

    /// The library failed on an update: keep the update apart, and read the document again without it.
    pub(super) fn quarantine(&mut self, reason: String, update: &Bytes, ctx: &mut Context<Self>) {
        log::error!("document.id" = self.info.id.as_str(); "update quarantined: {reason}");
        self.around.meter.count(Count::Quarantines, 1);
        self.replica = None;
        self.snapshot = None;
        self.end_turn(ctx);
        // What waits for another node is recorded first, so that it is read again.
        self.adopt(ctx);
        if let Some(across) = &mut self.across {
            across.forget();
        }
        let (store, journal) = (Arc::clone(&self.around.store), self.around.journal.clone());
        let (document, update) = (Arc::clone(&self.info), update.to_vec());
        let restored = async move {
            if let Err(error) = store.quarantine(Arc::clone(&document), reason, update).await {
                log::error!("document.id" = document.id.as_str(); "quarantined update was not kept: {error}");
            }
            let _ = journal.send(Settle { key: document.key }).await;
            let stored = store.load(document).await.map_err(|error| error.to_string())?;
            spawn_blocking(move || Replica::restore(&stored).map_err(|error| error.to_string()))
                .await
                .map_err(|error| error.to_string())?
        };
        ctx.wait(restored.into_actor(self).map(|restored, act, ctx| match restored {
            Ok(restored) => {
                act.replica = Some(restored.replica);
                act.resume(ctx);
            }
            Err(error) => {
                log::error!("document.id" = act.info.id.as_str(); "document cannot be read again: {error}");
                act.shut(CloseReason::Internal, ctx);
            }
        }));
    }

    /// Hears what was said while the replica was away.
    pub(super) fn resume(&mut self, ctx: &mut Context<Self>) {
        for (id, input) in std::mem::take(&mut self.deferred) {
            self.hear(id, input, ctx);
        }
        self.acknowledge(ctx);
    }
}
