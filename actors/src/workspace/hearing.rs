//! What a workspace does with what its members say. There is no content here: stock
//! providers find an empty document that takes no updates.

use actix::prelude::*;
use renexus_wire::codec::ServerMessage;
use renexus_wire::event::Resume;
use renexus_wire::id::MemberId;

use super::actor::WorkspaceActor;
use super::reader::ReaderId;
use crate::document::gathering::Gathering;
use crate::document::{Apply, Input};

/// The state vector of an empty document.
const EMPTY_STATE_VECTOR: &[u8] = &[0];
/// The update that changes nothing: no blocks, no deletions.
const EMPTY_UPDATE: &[u8] = &[0, 0];

impl Handler<Apply> for WorkspaceActor {
    type Result = ();

    fn handle(&mut self, apply: Apply, ctx: &mut Self::Context) {
        for input in apply.inputs {
            self.hear(apply.id, input, ctx);
        }
    }
}

impl WorkspaceActor {
    fn hear(&mut self, id: MemberId, input: Input, ctx: &mut Context<Self>) {
        match input {
            Input::Step1 { ask_back, .. } => {
                let Some(member) = self.audience.get_mut(id) else { return };
                if ask_back {
                    member.send(ServerMessage::Step1(EMPTY_STATE_VECTOR));
                }
                member.send(ServerMessage::Step2(EMPTY_UPDATE));
            }
            Input::Step2(update) | Input::Update(update) => {
                let saved = update[..] == *EMPTY_UPDATE;
                if let Some(member) = self.audience.get_mut(id) {
                    member.send(ServerMessage::SyncStatus { saved });
                }
            }
            Input::Awareness(message) => self.hear_awareness(id, &message, ctx),
            Input::QueryAwareness => self.show_everybody_to(id),
            Input::Stateless(text) => match serde_json::from_str::<Resume>(&text) {
                Ok(said) => self.resume(ReaderId::Seat(id), said.resume, ctx),
                Err(error) => {
                    log::info!("workspace.id" = &*self.id; "message not understood: {error}");
                }
            },
            // Nobody but the server speaks to all.
            Input::Broadcast(_) | Input::Marker(_) => {}
        }
    }
}
