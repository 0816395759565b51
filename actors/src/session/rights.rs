//! Rights that change while people are here: asked again, and in force where they sit.

use std::sync::Arc;

use actix::prelude::*;
use renexus_wire::access::Level;
use renexus_wire::close::CloseReason;

use super::actor::SessionActor;
use super::entering::{ask, person, place};
use super::messages::{Concerned, RightsChanged};
use super::seat::{Seat, SeatState};

impl Seat {
    /// Whether a change of rights is about whoever sits here.
    fn is_concerned(&self, concerned: &Concerned) -> bool {
        let person = self.grant.as_ref().and_then(person);
        match concerned {
            Concerned::Person(id) => person.as_ref() == Some(id),
            Concerned::Document(document) => person.is_some() && self.document == *document,
            Concerned::Everybody => person.is_some(),
            Concerned::Workspace(workspace) => match &self.state {
                SeatState::Open(seated) => {
                    person.is_some() && seated.workspace() == Some(workspace)
                }
                // It is not known yet where this leads.
                _ => person.is_some(),
            },
        }
    }
}

impl SessionActor {
    /// Gives an open seat the level that its grant is worth now.
    pub(super) fn weigh(&mut self, name: &str, ctx: &mut Context<Self>) {
        let Some(seat) = self.seats.get_mut(name) else { return };
        let (SeatState::Open(seated), Some(grant)) = (&seat.state, &seat.grant) else { return };
        // An answer that is still on its way is about what was before.
        seat.asked = seat.asked.wrapping_add(1);
        let Some(person) = person(grant) else {
            let level = grant.level(&seat.document, seated.workspace());
            return seated.share(seat.id, level);
        };
        let answer = ask(Arc::clone(&self.parts), person, place(&seat.document));
        let (name, id, asked) = (name.to_owned(), seat.id, seat.asked);
        ctx.spawn(answer.into_actor(self).map(move |level, act, _| {
            let seat = act.seats.get_mut(&name);
            let Some(seat) = seat.filter(|seat| seat.id == id && seat.asked == asked) else {
                return;
            };
            match level {
                Ok(Level::None) => act.refuse(
                    &name,
                    CloseReason::Forbidden,
                    "the token does not reach this document",
                ),
                Ok(level) => seat.give(level),
                // Whoever comes back is asked about anew.
                Err(error) => {
                    log::error!("session.id" = act.id.0; "rights cannot be asked: {error}");
                    act.finish(CloseReason::Reset);
                }
            }
        }));
    }
}

impl Handler<RightsChanged> for SessionActor {
    type Result = ();

    fn handle(&mut self, changed: RightsChanged, ctx: &mut Self::Context) {
        let concerned = self.seats.iter_mut().filter(|(_, it)| it.is_concerned(&changed.whose));
        let mut names = Vec::new();
        for (name, seat) in concerned {
            match seat.state {
                SeatState::Open(_) => names.push(name.clone()),
                // The answer on its way may be older than the change.
                SeatState::Opening => seat.stale = true,
                SeatState::Unauthenticated | SeatState::Refused(_) => {}
            }
        }
        for name in names {
            self.weigh(&name, ctx);
        }
    }
}
