//! The actor of one open workspace: what it owns, how people come and go, how it ends.
//!
//! Its work stands beside it: `events` numbers what happens and tells those who are up to
//! date, `catching_up` brings the others there, `hearing` takes what members say.

use std::collections::HashMap;
use std::sync::Arc;

use actix::prelude::*;
use renexus_wire::codec::ServerMessage;
use renexus_wire::id::MemberId;

use super::messages::Deserted;
use super::reader::{Pace, Reader, ReaderId};
use super::subscription::{Listener, Subscribe, Subscription, Unsubscribe};
use crate::bus::{Bus, Topic};
use crate::document::audience::Audience;
use crate::document::gathering::{Gathering, Room, Showing};
use crate::document::neighbours::Neighbours;
use crate::document::presence::Presence;
use crate::document::{Attach, Close, Detach, Quiesce, Share};
use crate::limits::WorkspaceLimits;
use crate::ports::{EventLog, Gauge, Hearing, Meter};

/// What every workspace needs from around it.
#[derive(Clone)]
pub(super) struct Surroundings {
    /// Where what happened is read again.
    pub(super) log: Arc<dyn EventLog>,
    /// Who knows what of it people may hear.
    pub(super) hearing: Arc<dyn Hearing>,
    /// The way to other nodes, if there may be any.
    pub(super) bus: Option<Arc<dyn Bus>>,
    /// Where figures go.
    pub(super) meter: Arc<dyn Meter>,
    /// Bounds.
    pub(super) limits: Arc<WorkspaceLimits>,
    /// Hears that nobody is here any more.
    pub(super) deserted: Recipient<Deserted>,
}

/// A workspace with somebody in its channel.
pub struct WorkspaceActor {
    /// Its id.
    pub(super) id: Arc<str>,
    /// What every workspace needs from around it.
    pub(super) around: Surroundings,
    /// Everybody who is in the channel.
    pub(super) audience: Audience,
    /// What they show of themselves: the roster.
    presence: Presence,
    /// When presence is shown next.
    showing: Showing,
    /// The same people's room on other nodes, if there may be any.
    pub(super) neighbours: Option<Neighbours>,
    /// How far everybody has come in the events.
    pub(super) readers: HashMap<ReaderId, Reader>,
    /// Everybody who is live was told everything up to here.
    pub(super) head: i64,
    /// The highest number that was ever heard of; above `head` there is a hole.
    pub(super) heard_of: i64,
    /// Whether a hole is being read from the log.
    pub(super) filling: bool,
    /// How often known rights were forgotten: an answer from before is used once and not kept.
    pub(super) ears_forgotten: u64,
    /// Counts subscriptions.
    subscribers_made: u64,
    /// Runs while nobody is here.
    idle_timer: Option<SpawnHandle>,
}

impl WorkspaceActor {
    /// A workspace that nobody is in yet.
    pub(super) fn new(id: Arc<str>, around: Surroundings) -> Self {
        let bus = around.bus.clone();
        let neighbours = bus.map(|bus| Neighbours::new(bus, Topic::Workspace(Arc::clone(&id))));
        Self {
            id,
            around,
            neighbours,
            audience: Audience::default(),
            presence: Presence::default(),
            showing: Showing::default(),
            readers: HashMap::new(),
            head: 0,
            heard_of: 0,
            filling: false,
            ears_forgotten: 0,
            subscribers_made: 0,
            idle_timer: None,
        }
    }

    /// It listens already; now it looks how far the log has come. Nothing is handled meanwhile.
    fn look(&self, ctx: &mut Context<Self>) {
        let range = self.around.log.range(self.id.to_string());
        ctx.wait(range.into_actor(self).map(|range, act, ctx| match range {
            Ok(Some(range)) => {
                act.head = range.head;
                act.heard_of = range.head;
            }
            Ok(None) => ctx.stop(),
            Err(error) => {
                log::error!("workspace.id" = &*act.id; "the log of events cannot be read: {error}");
                ctx.stop();
            }
        }));
    }

    fn await_somebody(&mut self, ctx: &mut Context<Self>) {
        if !self.readers.is_empty() {
            return;
        }
        self.stop_waiting(ctx);
        self.idle_timer = Some(ctx.run_later(self.around.limits.idle, |act, ctx| {
            act.idle_timer = None;
            if act.readers.is_empty() {
                act.around.deserted.do_send(Deserted { workspace: Arc::clone(&act.id) });
                // In case that somebody was on the way in.
                act.await_somebody(ctx);
            }
        }));
    }

    fn stop_waiting(&mut self, ctx: &mut Context<Self>) {
        if let Some(timer) = self.idle_timer.take() {
            ctx.cancel_future(timer);
        }
    }

    /// Takes a reader out, whatever kind it is.
    pub(super) fn lose(&mut self, id: ReaderId, ctx: &mut Context<Self>) {
        match id {
            ReaderId::Seat(member) => self.leave(member, ctx),
            ReaderId::Subscriber(_) => {
                self.readers.remove(&id);
                self.await_somebody(ctx);
            }
        }
    }
}

impl Gathering for WorkspaceActor {
    fn room(&mut self) -> Room<'_> {
        Room {
            name: &self.id,
            audience: &mut self.audience,
            presence: &mut self.presence,
            showing: &mut self.showing,
            neighbours: self.neighbours.as_mut(),
            limits: &self.around.limits.presence,
            meter: &*self.around.meter,
        }
    }

    fn left(&mut self, id: MemberId, ctx: &mut Context<Self>) {
        self.readers.remove(&ReaderId::Seat(id));
        self.await_somebody(ctx);
    }
}

impl Actor for WorkspaceActor {
    type Context = Context<Self>;

    fn started(&mut self, ctx: &mut Self::Context) {
        self.around.meter.gauge(Gauge::Workspaces, 1);
        self.await_somebody(ctx);
        self.look(ctx);
        self.join_others(ctx);
    }

    fn stopped(&mut self, _: &mut Self::Context) {
        self.around.meter.gauge(Gauge::Workspaces, -1);
    }
}

impl Handler<Attach> for WorkspaceActor {
    type Result = ();

    fn handle(&mut self, attach: Attach, ctx: &mut Self::Context) {
        self.stop_waiting(ctx);
        // Who is nobody hears nothing guarded.
        let person = attach.member.identity.subject.clone().unwrap_or_default();
        self.audience.attach(attach.id, attach.member);
        if let Some(member) = self.audience.get_mut(attach.id) {
            member.send(ServerMessage::Authenticated { may_write: false });
        }
        self.introduce_everybody_to(attach.id);
        let id = ReaderId::Seat(attach.id);
        let listener = Listener::Person(person);
        self.readers.insert(id, Reader::at(self.head, Pace::Waiting, listener));
        // Who says nothing of where it stands has come for what happens from now on.
        ctx.run_later(self.around.limits.resume_wait, move |act, ctx| {
            if let Some(reader) = act.readers.get_mut(&id).filter(|it| it.pace == Pace::Waiting) {
                reader.pace = Pace::Behind;
                act.catch_up(id, ctx);
            }
        });
    }
}

impl Handler<Detach> for WorkspaceActor {
    type Result = ();

    fn handle(&mut self, detach: Detach, ctx: &mut Self::Context) {
        self.leave(detach.id, ctx);
    }
}

impl Handler<Quiesce> for WorkspaceActor {
    type Result = ();

    fn handle(&mut self, _: Quiesce, _: &mut Self::Context) {
        // Nothing is ever owed here.
    }
}

impl Handler<Share> for WorkspaceActor {
    type Result = ();

    fn handle(&mut self, share: Share, _: &mut Self::Context) {
        if let Some(member) = self.audience.get_mut(share.id) {
            member.level = share.level;
            member.send(ServerMessage::Authenticated { may_write: false });
        }
    }
}

impl Handler<Subscribe> for WorkspaceActor {
    type Result = MessageResult<Subscribe>;

    fn handle(&mut self, subscribe: Subscribe, ctx: &mut Self::Context) -> Self::Result {
        self.stop_waiting(ctx);
        self.subscribers_made += 1;
        let id = self.subscribers_made;
        let most = self.around.limits.subscriber_events;
        let here = ctx.address().recipient();
        let (subscription, line) = Subscription::open(id, most, here, subscribe.lease);
        let id = ReaderId::Subscriber(id);
        let reader = Reader::at(self.head, Pace::Live, subscribe.listener).with(line);
        self.readers.insert(id, reader);
        if let Some(after) = subscribe.after {
            self.resume(id, after, ctx);
        }
        MessageResult(subscription)
    }
}

impl Handler<Unsubscribe> for WorkspaceActor {
    type Result = ();

    fn handle(&mut self, unsubscribe: Unsubscribe, ctx: &mut Self::Context) {
        self.lose(ReaderId::Subscriber(unsubscribe.id), ctx);
    }
}

impl Handler<Close> for WorkspaceActor {
    type Result = ();

    fn handle(&mut self, close: Close, ctx: &mut Self::Context) {
        self.audience.close_all(close.reason);
        ctx.stop();
    }
}
