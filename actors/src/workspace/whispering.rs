//! What is for one person alone: it reaches their own seats in the channel, and nobody else's.
//!
//! It has no number and is not sent again; whoever was away finds it in the database.

use actix::prelude::*;
use renexus_wire::codec::ServerMessage;

use super::actor::WorkspaceActor;
use super::messages::Whisper;
use crate::outlet::Pushed;
use crate::ports::Count;

impl Handler<Whisper> for WorkspaceActor {
    type Result = ();

    fn handle(&mut self, whisper: Whisper, _: &mut Self::Context) {
        let whose = Some(whisper.person);
        for (_, member) in self.audience.members().filter(|(_, it)| it.identity.subject == whose) {
            let message = ServerMessage::Stateless(&whisper.text);
            let Some(frame) = member.envelope.frame(message) else { continue };
            // A full outlet closes itself; its session notices.
            if member.outlet.push(frame) == Pushed::Overflowed {
                self.around.meter.count(Count::OutletDrops, 1);
            }
        }
    }
}
