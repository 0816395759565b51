//! The actor of one connection: what it owns, its clocks, and its end.
//!
//! `reading` takes frames in, `seating` gets people into documents.

use std::collections::HashMap;
use std::mem::take;
use std::sync::Arc;
use std::time::{Duration, Instant};

use actix::prelude::*;
use bytes::Bytes;
use futures_util::future::join_all;
use futures_util::stream::LocalBoxStream;
use renexus_wire::awareness;
use renexus_wire::close::CloseReason;
use renexus_wire::codec::{ServerMessage, ping_frame};
use renexus_wire::id::{SessionId, TokenId};

use super::inbound::{Inbound, Protocol};
use super::messages::{Dismiss, Enter, Leave, Revoked};
use super::rate::FrameRate;
use super::roster::SessionsActor;
use super::seat::{Seat, SeatState};
use crate::limits::SessionLimits;
use crate::outlet::{Drained, Outlet};
use crate::ports::{Authority, Clock, Gauge, Meter, Rights};
use crate::registry::RegistryActor;
use crate::workspace::WorkspacesActor;

/// What a session needs from around it; all sessions share one.
pub struct SessionParts {
    /// Who opens documents.
    pub registry: Addr<RegistryActor>,
    /// Who opens channels of workspaces.
    pub workspaces: Addr<WorkspacesActor>,
    /// Who is here.
    pub sessions: Addr<SessionsActor>,
    /// Who decides what tokens are worth.
    pub authority: Arc<dyn Authority>,
    /// Who knows what people may do.
    pub rights: Arc<dyn Rights>,
    /// What time it is.
    pub clock: Arc<dyn Clock>,
    /// When the server began; looks at connections are taken together on a grid from here.
    pub began: Instant,
    /// Where figures go.
    pub meter: Arc<dyn Meter>,
    /// Bounds.
    pub limits: Arc<SessionLimits>,
    /// Whether a token for every document may create one by opening it.
    pub create_on_open: bool,
}

/// One connection.
pub struct SessionActor {
    pub(super) id: SessionId,
    pub(super) parts: Arc<SessionParts>,
    pub(super) protocol: Protocol,
    /// The way out; documents push into it directly.
    pub(super) outlet: Outlet,
    /// The way in; away while it is being read.
    pub(super) inbound: Option<LocalBoxStream<'static, Inbound>>,
    /// Documents by the name that the client uses; a bare protocol has one, under the empty name.
    /// Boxed, since most connections have one and a map makes room for several.
    pub(super) seats: HashMap<String, Box<Seat>>,
    /// Counts seats, so that a name that is used again gets a new one.
    pub(super) seats_made: u32,
    pub(super) rate: FrameRate,
    /// When something was last heard.
    pub(super) heard: Instant,
    /// Whether the peer broke the websocket protocol: nothing that follows can be read.
    pub(super) deaf: bool,
    /// Whether the session is being sent away; what it still says is not heard.
    pub(super) dismissed: bool,
    /// How many frames had been sent at the last look.
    sent_before: u64,
}

impl SessionActor {
    /// A session over one connection.
    pub fn new(
        id: SessionId,
        protocol: Protocol,
        outlet: Outlet,
        inbound: LocalBoxStream<'static, Inbound>,
        parts: Arc<SessionParts>,
    ) -> Self {
        let now = Instant::now();
        let rate = FrameRate::new(parts.limits.frames_per_second, parts.limits.frames_burst, now);
        Self {
            id,
            parts,
            protocol,
            outlet,
            inbound: Some(inbound),
            seats: HashMap::new(),
            seats_made: 0,
            rate,
            heard: now,
            deaf: false,
            dismissed: false,
            sent_before: 0,
        }
    }

    /// Says goodbye behind what waits, and ends when the peer has answered or the time is over.
    pub(super) fn finish(&mut self, reason: CloseReason) {
        self.outlet.finish(reason);
        self.leave_documents();
    }

    /// Says goodbye instead of what waits.
    pub(super) fn cut(&mut self, reason: CloseReason) {
        self.outlet.close(reason);
        self.leave_documents();
    }

    /// Writes what the connection did not take at once, until it ends; whoever closed it.
    fn drain(&self, ctx: &mut Context<Self>) {
        let drained = self.outlet.clone().drain();
        ctx.spawn(drained.into_actor(self).map(|drained, act, ctx| match drained {
            Drained::Closing => {
                act.leave_documents();
                act.await_goodbye(Instant::now(), ctx);
                act.drain(ctx);
            }
            Drained::Gone => ctx.stop(),
        }));
    }

    /// Ends when the peer had time to answer the close frame; who does not read gets it later.
    /// Who was cut off for not reading is not waited for.
    fn await_goodbye(&self, since: Instant, ctx: &mut Context<Self>) {
        if self.outlet.closing() == Some(CloseReason::Lagging) {
            ctx.run_later(self.parts.limits.cut_grace, |_, ctx| ctx.stop());
            return;
        }
        ctx.run_later(self.parts.limits.goodbye, move |act, ctx| {
            if act.outlet.queued_bytes() == 0 || since.elapsed() >= act.parts.limits.silence {
                ctx.stop();
            } else {
                act.await_goodbye(since, ctx);
            }
        });
    }

    pub(super) fn leave_documents(&mut self) {
        for seat in self.seats.drain().map(|(_, seat)| seat) {
            if let SeatState::Open(seated) = &seat.state {
                seated.detach(seat.id);
            }
        }
    }

    /// Looks at the connection in a while, together with others: a thread that sleeps wakes once for many.
    fn look_later(&self, ctx: &mut Context<Self>) {
        let distance = self.parts.limits.keep_alive;
        let past =
            (self.parts.began.elapsed() + distance).as_nanos() % grid(distance).as_nanos().max(1);
        let past = Duration::from_nanos(u64::try_from(past).unwrap_or_default());
        ctx.run_later(distance.saturating_sub(past), |act, ctx| {
            act.keep_alive();
            act.look_later(ctx);
        });
    }

    /// Stock clients give up when they hear nothing; silent peers are asked whether they are there.
    fn keep_alive(&mut self) {
        if self.outlet.closing().is_some() {
            return;
        }
        let lost = self
            .seats
            .values()
            .any(|seat| matches!(&seat.state, SeatState::Open(seated) if !seated.lives()));
        if lost {
            return self.finish(CloseReason::Reset);
        }
        let silent = self.heard.elapsed();
        if silent >= self.parts.limits.silence {
            return self.finish(CloseReason::TimedOut);
        }
        let ping = (silent >= self.parts.limits.silence / 2).then(ping_frame);
        let quiet = self.outlet.sent() == self.sent_before;
        let sign = quiet.then(|| self.sign_of_life()).flatten();
        if ping.is_some() || sign.is_some() {
            // One write for both.
            self.outlet.push_shared(ping.unwrap_or_default(), sign.unwrap_or_default());
        }
        self.sent_before = self.outlet.sent();
    }

    /// Presence of nobody: the shortest message that every stock client takes without a word.
    fn sign_of_life(&self) -> Option<Bytes> {
        let open = self.seats.values().find(|seat| matches!(seat.state, SeatState::Open(_)));
        let nobody = awareness::encode(std::iter::empty());
        open.and_then(|seat| seat.envelope.frame(ServerMessage::Awareness(&nobody)))
    }

    /// A connection must want something: without an open document it ends.
    fn check_purpose(&mut self, last_chance: bool, ctx: &mut Context<Self>) {
        let in_use = self
            .seats
            .values()
            .any(|seat| matches!(seat.state, SeatState::Open(_) | SeatState::Opening));
        if in_use || self.outlet.closing().is_some() {
            return;
        }
        let refused = self.seats.values().find_map(|seat| match seat.state {
            SeatState::Refused(reason) => Some(reason),
            _ => None,
        });
        match refused {
            // Stock providers come back a second after a refused socket closes: let them rest.
            Some(_) if !last_chance => {
                ctx.run_later(self.parts.limits.refused_linger, |act, ctx| {
                    act.check_purpose(true, ctx)
                });
            }
            Some(reason) => self.finish(reason),
            None => self.finish(CloseReason::TimedOut),
        }
    }

    fn uses(&self, token: &TokenId) -> bool {
        self.seats
            .values()
            .any(|seat| seat.grant.as_ref().is_some_and(|grant| grant.tokens.contains(token)))
    }
}

/// Distance of the moments at which connections are looked at.
fn grid(keep_alive: Duration) -> Duration {
    (keep_alive / 8).min(Duration::from_secs(1))
}

impl Actor for SessionActor {
    type Context = Context<Self>;

    fn started(&mut self, ctx: &mut Self::Context) {
        self.parts.meter.gauge(Gauge::Connections, 1);
        self.parts.sessions.do_send(Enter {
            id: self.id,
            dismiss: ctx.address().recipient(),
            revoked: ctx.address().recipient(),
            rights_changed: ctx.address().recipient(),
        });
        self.look_later(ctx);
        ctx.run_later(self.parts.limits.handshake, |act, ctx| act.check_purpose(false, ctx));
        // The token has done its work after this, and is not kept.
        let bare = match &mut self.protocol {
            Protocol::Bare { document, token } => Some((take(document), take(token))),
            Protocol::Named => None,
        };
        if let Some((document, token)) = bare {
            self.seat_bare(&document, &token, ctx);
        }
        self.drain(ctx);
        self.read_next(ctx);
    }

    fn stopped(&mut self, _: &mut Self::Context) {
        self.leave_documents();
        self.outlet.end();
        self.parts.sessions.do_send(Leave { id: self.id });
        self.parts.meter.gauge(Gauge::Connections, -1);
    }
}

impl Handler<Dismiss> for SessionActor {
    type Result = ();

    fn handle(&mut self, dismiss: Dismiss, ctx: &mut Self::Context) {
        self.dismissed = true;
        let told = self.seats.values().filter_map(|seat| match &seat.state {
            SeatState::Open(seated) => Some(seated.quiesce(seat.id)),
            _ => None,
        });
        // Whoever is sent away should know first what was saved, if it does not take long.
        let told =
            tokio::time::timeout(self.parts.limits.goodbye, join_all(told.collect::<Vec<_>>()));
        ctx.spawn(told.into_actor(self).map(move |_, act, _| act.finish(dismiss.reason)));
    }
}

impl Handler<Revoked> for SessionActor {
    type Result = ();

    fn handle(&mut self, revoked: Revoked, _: &mut Self::Context) {
        if self.uses(&revoked.token) {
            self.cut(CloseReason::Unauthorized);
        }
    }
}
