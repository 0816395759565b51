//! What a document does with what its members say. Nothing here waits.

use std::collections::VecDeque;
use std::sync::Arc;
use std::time::Instant;

use actix::prelude::*;
use bytes::Bytes;
use renexus_wire::access::Level;
use renexus_wire::awareness;
use renexus_wire::close::CloseReason;
use renexus_wire::codec::ServerMessage;
use renexus_wire::id::MemberId;
use renexus_wire::rest;
use renexus_wire::update::InvalidUpdate;
use tokio::sync::oneshot;

use super::actor::DocumentActor;
use super::messages::{Apply, Input, Patch, PatchError};
use super::presence::Heard;
use super::receipts::Reason;
use crate::journal::Settle;
use crate::ports::Count;
use crate::replica::{Applied, Replica, Unacceptable};

const READ_ONLY: Reason = "you may not write to this document";
const INVALID: Reason = "the update is invalid";
const INCOMPLETE: Reason = "the update builds on updates that nobody sent";

/// The state vector of somebody who has nothing.
const EMPTY_STATE_VECTOR: &[u8] = &[0];

/// What was said while the replica was being read again.
pub(super) type Deferred = VecDeque<(MemberId, Input)>;

impl Handler<Apply> for DocumentActor {
    type Result = Response<()>;

    fn handle(&mut self, apply: Apply, ctx: &mut Self::Context) -> Self::Result {
        for input in apply.inputs {
            self.hear(apply.id, input, ctx);
        }
        self.acknowledge(ctx);
        match self.saving.hold(self.around.limits.unsaved_bytes) {
            None => Response::reply(()),
            Some(room) => Response::fut(async move {
                // The sender goes only with the document.
                let _ = room.await;
            }),
        }
    }
}

impl Handler<Patch> for DocumentActor {
    type Result = ResponseFuture<Result<rest::Applied, PatchError>>;

    fn handle(&mut self, patch: Patch, ctx: &mut Self::Context) -> Self::Result {
        let (answer, answered) = oneshot::channel();
        if let Some(reason) = self.saving.refusal(self.around.limits.document_bytes) {
            let _ = answer.send(Err(PatchError::ReadOnly(reason)));
        } else {
            match self.apply(None, patch.update, ctx) {
                Some(Applied::New) => self.saving.answer_patch(self.saving.head, answer),
                Some(Applied::Nothing) => {
                    let unchanged = rest::Applied { seq: self.saving.head, changed: false };
                    let _ = answer.send(Ok(unchanged));
                }
                Some(Applied::Missing { .. }) => {
                    let _ = answer.send(Err(PatchError::Missing));
                }
                Some(Applied::Refused(reason)) => {
                    let _ = answer.send(Err(PatchError::Invalid(reason.to_string())));
                }
                Some(Applied::Panicked(_)) | None => {
                    let _ = answer.send(Err(PatchError::Invalid(INVALID.into())));
                }
            }
        }
        Box::pin(async move { answered.await.unwrap_or(Err(PatchError::Closing)) })
    }
}

impl DocumentActor {
    fn hear(&mut self, id: MemberId, input: Input, ctx: &mut Context<Self>) {
        if self.replica.is_none() {
            self.deferred.push_back((id, input));
            return;
        }
        match input {
            Input::Step1 { state_vector, ask_back } => self.hear_step1(id, &state_vector, ask_back),
            Input::Step2(update) => {
                self.hear_update(id, update, true, ctx);
                let head = self.saving.head;
                if let Some(member) = self.audience.get_mut(id) {
                    member.receipts.introduce(head);
                }
            }
            Input::Update(update) => self.hear_update(id, update, false, ctx),
            Input::Awareness(message) => self.hear_awareness(id, &message, ctx),
            Input::QueryAwareness => self.show_everybody_to(id),
            Input::Marker(marker) => {
                self.owe(id, |receipts, head| receipts.owe_marker(head, marker))
            }
            Input::Broadcast(text) => self.broadcast(id, &text),
        }
    }

    fn hear_step1(&mut self, id: MemberId, state_vector: &[u8], ask_back: bool) {
        let state = match self.everything_beyond(state_vector) {
            Ok(state) => state,
            Err(reason) => {
                log::warn!("document.id" = self.info.id.as_str(); "step 1 refused: {reason}");
                if let Some(member) = self.audience.get_mut(id) {
                    member.outlet.finish(CloseReason::Protocol);
                }
                return;
            }
        };
        let Some(replica) = &self.replica else { return };
        let Some(member) = self.audience.get_mut(id) else { return };
        if ask_back {
            member.send(ServerMessage::Step1(&replica.state_vector()));
        }
        member.send(ServerMessage::Step2(&state));
    }

    /// The answer to a Step1; those who have nothing share one.
    fn everything_beyond(&mut self, state_vector: &[u8]) -> Result<Bytes, String> {
        let head = self.saving.head;
        let empty = state_vector == EMPTY_STATE_VECTOR || state_vector.is_empty();
        if let (true, Some((seq, state))) = (empty, &self.snapshot)
            && *seq == head
        {
            return Ok(state.clone());
        }
        let Some(replica) = &self.replica else { return Err("no replica".into()) };
        if !empty {
            let bound = self.around.limits.state_vector_clients;
            return replica
                .diff(state_vector, bound)
                .map(Bytes::from)
                .map_err(|error| error.to_string());
        }
        let state = Bytes::from(replica.state().map_err(|error| error.to_string())?);
        self.snapshot = Some((head, state.clone()));
        Ok(state)
    }

    fn hear_update(
        &mut self,
        id: MemberId,
        update: Bytes,
        answers_step1: bool,
        ctx: &mut Context<Self>,
    ) {
        let Some(member) = self.audience.get_mut(id) else { return };
        let refusal = match member.level.may_write() {
            false => Some(READ_ONLY),
            true => self.saving.refusal(self.around.limits.document_bytes),
        };
        if let Some(reason) = refusal {
            return self.refuse_news(id, &update, reason);
        }
        match self.apply(Some(id), update, ctx) {
            Some(Applied::New | Applied::Nothing) => {
                let head = self.saving.head;
                if let Some(member) = self.audience.get_mut(id)
                    && answers_step1
                {
                    member.resyncing = false;
                    member.receipts.resolve_waiting(Ok(head));
                }
                self.owe(id, |receipts, head| receipts.owe_saved(head));
            }
            Some(Applied::Missing { .. }) => self.ask_for_missing(id, answers_step1),
            Some(Applied::Refused(reason)) => self.refuse_malformed(id, &reason, ctx),
            Some(Applied::Panicked(_)) | None => {
                self.refuse_and_close(id, CloseReason::Protocol, ctx)
            }
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
    fn ask_for_missing(&mut self, id: MemberId, answers_step1: bool) {
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

    /// Applies an update and puts it into this turn. `None` while there is no replica.
    fn apply(
        &mut self,
        author: Option<MemberId>,
        update: Bytes,
        ctx: &mut Context<Self>,
    ) -> Option<Applied> {
        let applied = self.replica.as_mut()?.apply(&update, &self.around.limits.update);
        match &applied {
            Applied::New | Applied::Missing { changed: true } => {
                self.around.meter.count(Count::Updates, 1);
                self.saving.advance(update.len());
                let whole = matches!(applied, Applied::New);
                self.turn.add(author, update, whole);
                self.schedule_turn(ctx);
            }
            Applied::Panicked(reason) => self.quarantine(reason.clone(), &update, ctx),
            Applied::Nothing | Applied::Missing { changed: false } | Applied::Refused(_) => {}
        }
        Some(applied)
    }

    fn owe(
        &mut self,
        id: MemberId,
        receipt: impl FnOnce(&mut super::receipts::Receipts, crate::ports::Seq),
    ) {
        let head = self.saving.head;
        let Some(member) = self.audience.get_mut(id) else { return };
        receipt(&mut member.receipts, head);
        if member.receipts.len() > self.around.limits.owed_receipts {
            member.outlet.close(CloseReason::RateLimited);
        }
        self.audience.owes(id);
    }

    fn hear_awareness(&mut self, id: MemberId, message: &[u8], ctx: &mut Context<Self>) {
        let limits = &self.around.limits.presence;
        let Some(member) = self.audience.get_mut(id) else { return };
        let entries = match awareness::decode(message, limits.clients) {
            Ok(entries) => entries,
            Err(reason) => {
                log::warn!("document.id" = self.info.id.as_str(); "presence refused: {reason}");
                member.outlet.finish(CloseReason::Protocol);
                return;
            }
        };
        let now = Instant::now();
        let mut changed = false;
        for entry in entries {
            // A member speaks as the first client that it names; the rest is hearsay.
            if member.client.is_some_and(|client| client != entry.client) {
                continue;
            }
            if entry.state.len() > limits.state_bytes {
                member.outlet.finish(CloseReason::TooBig);
                return;
            }
            match self.presence.hear(id, &member.identity, entry, now, limits) {
                Heard::Ignored => {}
                Heard::Claimed => member.client = Some(entry.client),
                Heard::Changed => {
                    member.client = Some(entry.client);
                    changed = true;
                }
            }
        }
        if changed {
            self.schedule_show(ctx);
            self.arm_expiry(ctx);
        }
    }

    fn show_everybody_to(&mut self, id: MemberId) {
        let Some(member) = self.audience.get_mut(id) else { return };
        let nobody = || awareness::encode(std::iter::empty());
        let states = self.presence.introduce(member.client).unwrap_or_else(nobody);
        member.send(ServerMessage::Awareness(&states));
    }

    fn broadcast(&mut self, from: MemberId, text: &str) {
        if self.audience.get_mut(from).is_none_or(|member| member.level < Level::Comment) {
            return;
        }
        for (_, member) in self.audience.members().filter(|(id, _)| *id != from) {
            member.send(ServerMessage::Stateless(text));
        }
    }

    /// The library failed on an update: keep the update apart, and read the document again without it.
    fn quarantine(&mut self, reason: String, update: &Bytes, ctx: &mut Context<Self>) {
        log::error!("document.id" = self.info.id.as_str(); "update quarantined: {reason}");
        self.around.meter.count(Count::Quarantines, 1);
        self.replica = None;
        self.snapshot = None;
        self.end_turn(ctx);
        let (store, journal) = (Arc::clone(&self.around.store), self.around.journal.clone());
        let (document, update) = (Arc::clone(&self.info), update.to_vec());
        let restored = async move {
            if let Err(error) = store.quarantine(Arc::clone(&document), reason, update).await {
                log::error!("document.id" = document.id.as_str(); "quarantined update was not kept: {error}");
            }
            let _ = journal.send(Settle { key: document.key }).await;
            let stored = store.load(document).await.map_err(|error| error.to_string())?;
            tokio::task::spawn_blocking(move || {
                Replica::restore(&stored).map_err(|error| error.to_string())
            })
            .await
            .map_err(|error| error.to_string())?
        };
        ctx.wait(restored.into_actor(self).map(|restored, act, ctx| match restored {
            Ok(restored) => act.resume(restored.replica, ctx),
            Err(error) => {
                log::error!("document.id" = act.info.id.as_str(); "document cannot be read again: {error}");
                act.shut(CloseReason::Internal, ctx);
            }
        }));
    }

    fn resume(&mut self, replica: Replica, ctx: &mut Context<Self>) {
        self.replica = Some(replica);
        for (id, input) in std::mem::take(&mut self.deferred) {
            self.hear(id, input, ctx);
        }
        self.acknowledge(ctx);
    }
}
