//! What a document does with what its members say. Nothing here waits.

use std::collections::VecDeque;

use actix::prelude::*;
use bytes::Bytes;
use renexus_wire::access::Level;
use renexus_wire::close::CloseReason;
use renexus_wire::codec::ServerMessage;
use renexus_wire::id::MemberId;

use super::actor::DocumentActor;
use super::applying::Author;
use super::gathering::Gathering;
use super::messages::{Apply, Input};

/// The state vector of somebody who has nothing.
const EMPTY_STATE_VECTOR: &[u8] = &[0];

/// What a client says that wants to know its level.
const ASK_LEVEL: &str = r#"{"ask":"level"}"#;

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

impl DocumentActor {
    pub(super) fn hear(&mut self, id: MemberId, input: Input, ctx: &mut Context<Self>) {
        if self.replica.is_none() {
            self.deferred.push_back((id, input));
            return;
        }
        match input {
            Input::Step1 { state_vector, ask_back } => self.hear_step1(id, &state_vector, ask_back),
            Input::Step2(update) => {
                self.hear_update(Author { id, answers_step1: true }, update, ctx)
            }
            Input::Update(update) => {
                self.hear_update(Author { id, answers_step1: false }, update, ctx)
            }
            Input::Awareness(message) => self.hear_awareness(id, &message, ctx),
            Input::QueryAwareness => self.show_everybody_to(id),
            Input::Marker(marker) => {
                self.owe(id, |receipts, head| receipts.owe_marker(head, marker))
            }
            Input::Broadcast(text) => self.broadcast(id, &text),
            Input::Stateless(text) => self.answer(id, &text),
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
        let (head, tail) = member.envelope.step2_around(state);
        member.outlet.push_shared(head, tail);
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

    pub(super) fn owe(
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

    /// Words to the server: the scope tells two kinds of rights apart, whoever wants to know more asks.
    fn answer(&mut self, id: MemberId, text: &str) {
        if text != ASK_LEVEL {
            return;
        }
        if let Some(member) = self.audience.get_mut(id) {
            let level = format!(r#"{{"level":"{}"}}"#, member.level);
            member.send(ServerMessage::Stateless(&level));
        }
    }

    fn broadcast(&mut self, from: MemberId, text: &str) {
        if self.audience.get_mut(from).is_none_or(|member| member.level < Level::Comment) {
            return;
        }
        for (_, member) in self.audience.members().filter(|(id, _)| *id != from) {
            member.send(ServerMessage::Stateless(text));
        }
    }
}
