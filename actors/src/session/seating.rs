//! Getting people into documents: token, rights, opening.

use actix::prelude::*;
use renexus_wire::access::{Grant, Level};
use renexus_wire::close::CloseReason;
use renexus_wire::codec::{Envelope, ServerMessage};
use renexus_wire::event::workspace_of;
use renexus_wire::id::{DocumentId, MemberId};

use std::sync::Arc;

use super::actor::SessionActor;
use super::entering::{self, Denied, Entrance};
use super::inbound::Protocol;
use super::seat::{ONLY_SEAT, Seat, SeatState};
use crate::document::member::{Identity, Member};
use crate::registry::{Open, OpenError};

impl SessionActor {
    /// Seats the one document of a bare connection.
    pub(super) fn seat_bare(&mut self, document: &str, token: &str, ctx: &mut Context<Self>) {
        match DocumentId::parse(document) {
            // Channels of workspaces have words that this protocol lacks.
            Ok(document) if workspace_of(&document).is_some() => {
                let words = "a workspace is heard through /collab";
                let denied = Envelope::Bare.frame(ServerMessage::PermissionDenied(words));
                self.outlet.push(denied.unwrap_or_default());
                self.finish(CloseReason::NotFound);
            }
            Ok(document) => {
                let id = self.next_member();
                let seat = Box::new(Seat::new(id, Envelope::Bare, document));
                self.seats.insert(ONLY_SEAT.to_owned(), seat);
                self.authenticate(ONLY_SEAT, token, ctx);
            }
            Err(error) => {
                let denied =
                    Envelope::Bare.frame(ServerMessage::PermissionDenied(&error.to_string()));
                self.outlet.push(denied.unwrap_or_default());
                self.finish(CloseReason::NotFound);
            }
        }
    }

    /// Takes a token for a document of a Hocuspocus connection.
    pub(super) fn seat_named(&mut self, name: &str, token: &str, ctx: &mut Context<Self>) {
        if self.seats.contains_key(name) || self.make_seat(name) {
            self.authenticate(name, token, ctx);
        }
    }

    /// Makes a seat for a name that a Hocuspocus client uses; the session id behind a NUL is part of it.
    pub(super) fn make_seat(&mut self, name: &str) -> bool {
        let envelope = Envelope::Named(name.to_owned());
        let document = name.split('\0').next().unwrap_or_default();
        let refusal = match DocumentId::parse(document) {
            Ok(document) if self.seats.len() < self.parts.limits.seats => {
                let id = self.next_member();
                self.seats.insert(name.to_owned(), Box::new(Seat::new(id, envelope, document)));
                return true;
            }
            Ok(_) => format!(
                "at most {} documents may be open on one connection",
                self.parts.limits.seats
            ),
            Err(error) => error.to_string(),
        };
        if self.protocol == Protocol::Named {
            self.outlet.push(
                envelope.frame(ServerMessage::PermissionDenied(&refusal)).unwrap_or_default(),
            );
        } else {
            self.finish(CloseReason::Protocol);
        }
        false
    }

    /// Gives up a seat that the client closed.
    pub(super) fn unseat(&mut self, name: &str) {
        if let Some(seat) = self.seats.remove(name)
            && let SeatState::Open(seated) = seat.state
        {
            seated.detach(seat.id);
        }
    }

    fn next_member(&mut self) -> MemberId {
        let seat = self.seats_made;
        self.seats_made = self.seats_made.wrapping_add(1);
        MemberId { session: self.id, seat }
    }

    fn authenticate(&mut self, name: &str, token: &str, ctx: &mut Context<Self>) {
        let grant = match self.parts.authority.verify(token) {
            Ok(grant) => grant,
            Err(refusal) => {
                return self.refuse(name, CloseReason::Unauthorized, &refusal.to_string());
            }
        };
        let Some(seat) = self.seats.get_mut(name) else { return };
        let document = seat.document.clone();
        let known = grant.level(&document, None);
        if known == Level::None && grant.workspace.is_none() && grant.login.is_none() {
            return self.refuse(
                name,
                CloseReason::Forbidden,
                "the token does not reach this document",
            );
        }
        if let Some(former) = seat.expiry.take() {
            ctx.cancel_future(former);
        }
        if let Some(expires) = grant.expires {
            let left = (expires - self.parts.clock.now()).to_std().unwrap_or_default();
            seat.expiry = Some(ctx.run_later(left, |act, _| act.cut(CloseReason::Unauthorized)));
        }
        seat.grant = Some(grant.clone());
        match &seat.state {
            SeatState::Open(_) => {
                // A token is answered even when it changes nothing.
                seat.level = None;
                self.weigh(name, ctx);
            }
            SeatState::Opening => seat.stale = true,
            SeatState::Unauthenticated | SeatState::Refused(_) => {
                self.open(name, document, grant, ctx)
            }
        }
    }

    fn open(&mut self, name: &str, document: DocumentId, grant: Grant, ctx: &mut Context<Self>) {
        let Some(seat) = self.seats.get_mut(name) else { return };
        seat.state = SeatState::Opening;
        seat.stale = false;
        // Answers that are still on their way are about a former life of the seat.
        seat.asked = seat.asked.wrapping_add(1);
        let entered = entering::enter(Arc::clone(&self.parts), document, grant);
        let (name, id) = (name.to_owned(), seat.id);
        ctx.spawn(entered.into_actor(self).map(move |entered, act, ctx| {
            if act.seats.get(&name).is_some_and(|seat| seat.id == id) {
                act.entered(&name, entered, ctx);
            }
        }));
    }

    fn entered(&mut self, name: &str, entered: Result<Entrance, Denied>, ctx: &mut Context<Self>) {
        match entered {
            Ok(entrance) => self.sit_down(name, entrance, ctx),
            Err(denied @ Denied::Forbidden) => {
                self.refuse(name, CloseReason::Forbidden, &denied.to_string());
            }
            Err(Denied::Closed(error)) => match error {
                OpenError::NotFound => {
                    self.refuse(name, CloseReason::NotFound, &error.to_string());
                }
                OpenError::Stopping => self.finish(CloseReason::Draining),
                OpenError::Overloaded => self.finish(CloseReason::Overloaded),
                OpenError::Damaged(_) => {
                    self.refuse(name, CloseReason::Internal, "the document is damaged");
                }
                OpenError::Failing(_) => self.finish(CloseReason::Internal),
            },
        }
    }

    fn sit_down(&mut self, name: &str, entrance: Entrance, ctx: &mut Context<Self>) {
        let Some(seat) = self.seats.get_mut(name) else { return };
        let Entrance { seated, level } = entrance;
        let grant = seat.grant.clone().unwrap_or_default();
        let identity = Identity { subject: grant.subject, name: grant.name };
        let member = Member::new(self.outlet.clone(), seat.envelope.clone(), level, identity);
        seated.attach(seat.id, member);
        seat.state = SeatState::Open(seated);
        seat.level = Some(level);
        if std::mem::take(&mut seat.stale) {
            self.weigh(name, ctx);
        }
        if let Some(seat) = self.seats.get_mut(name) {
            seat.keep_what_matters();
        }
        self.pump_all(ctx);
        self.read_if_room(ctx);
    }

    /// Refuses a document. A bare connection ends with it; a Hocuspocus one stays for its other documents.
    pub(super) fn refuse(&mut self, name: &str, reason: CloseReason, words: &str) {
        log::info!("session.id" = self.id.0, "event.reason" = words; "document refused");
        let Some(seat) = self.seats.get_mut(name) else { return };
        if let SeatState::Open(seated) = &seat.state {
            seated.detach(seat.id);
        }
        seat.state = SeatState::Refused(reason);
        seat.clear();
        self.outlet
            .push(seat.envelope.frame(ServerMessage::PermissionDenied(words)).unwrap_or_default());
        if self.protocol != Protocol::Named {
            self.finish(reason);
        }
    }

    /// The document ended under us: either it is gone for good, or the client has to come back.
    pub(super) fn lost_document(&mut self, name: &str, ctx: &mut Context<Self>) {
        let Some(seat) = self.seats.get_mut(name) else { return };
        let document = seat.document.clone();
        if workspace_of(&document).is_some() {
            // Whoever comes back finds it open again, or hears why not.
            return self.finish(CloseReason::Reset);
        }
        seat.state = SeatState::Opening;
        let (name, id) = (name.to_owned(), seat.id);
        let opened = self.parts.registry.send(Open { document, create: false });
        ctx.spawn(opened.into_actor(self).map(move |opened, act, _| {
            if act.seats.get(&name).is_none_or(|seat| seat.id != id) {
                return;
            }
            match opened {
                Ok(Err(OpenError::NotFound)) => {
                    act.refuse(&name, CloseReason::NotFound, &OpenError::NotFound.to_string());
                }
                _ => act.finish(CloseReason::Reset),
            }
        }));
    }
}
