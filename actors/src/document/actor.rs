//! The actor of one open document: what it owns, how it lives and ends.
//!
//! Its work stands beside it: `hearing` takes what members say, `applying` brings
//! updates into the replica, `saving` talks to the journal, `gathering` paces presence.

use std::sync::Arc;

use actix::prelude::*;
use renexus_wire::close::CloseReason;
use renexus_wire::codec::{Envelope, ServerMessage};
use renexus_wire::id::MemberId;
use tokio::sync::oneshot;

use super::across::Across;
use super::audience::Audience;
use super::delivery::Turn;
use super::gathering::{Gathering, Room, Showing};
use super::hearing::Deferred;
use super::messages::{Attach, Close, Closed, Detach, Idle, Quiesce, Share};
use super::presence::Presence;
use super::reading::Reading;
use super::saving::Saving;
use crate::bus::Bus;
use crate::journal::{Intake, JournalActor};
use crate::limits::DocumentLimits;
use crate::ports::{DocumentInfo, DocumentStore, Gauge, Meter, Seq, StoredDocument, Writer};
use crate::replica::Replica;

/// What every document needs from around it.
#[derive(Clone)]
pub struct Surroundings {
    /// Where updates become durable.
    pub journal: Addr<JournalActor>,
    /// Where they are left for it.
    pub intake: Intake,
    /// Where a replica is read again after a failure of the library.
    pub store: Arc<dyn DocumentStore>,
    /// Where figures go.
    pub meter: Arc<dyn Meter>,
    /// Bounds.
    pub limits: Arc<DocumentLimits>,
    /// The way to the same document on other nodes, if there may be any.
    pub bus: Option<Arc<dyn Bus>>,
    /// Hears that nobody is here any more.
    pub idle: Recipient<Idle>,
    /// Hears that the document is out of memory.
    pub closed: Recipient<Closed>,
}

/// What a document starts with.
#[derive(Debug)]
pub enum Contents {
    /// The replica.
    Here(Replica),
    /// What can be told until the replica is built.
    Coming(Reading),
}

/// A document that is open on this node.
pub struct DocumentActor {
    /// Which document.
    pub(super) info: Arc<DocumentInfo>,
    /// Which of its lives; the registry tells an old one from a new one by it.
    life: u64,
    /// What every document needs from around it.
    pub(super) around: Surroundings,
    /// The content. Missing while it is read, at first and again after a failure of the library.
    pub(super) replica: Option<Replica>,
    /// The content that is on its way, until somebody needs it.
    pub(super) reading: Option<Reading>,
    /// Everybody who is here.
    pub(super) audience: Audience,
    /// What they show of themselves.
    pub(super) presence: Presence,
    /// Edits of this turn, not yet delivered or recorded.
    pub(super) turn: Turn,
    /// Who wrote what is recorded next.
    pub(super) writers: Vec<Writer>,
    /// How far the document and its journal have come.
    pub(super) saving: Saving,
    /// When presence is shown next.
    pub(super) showing: Showing,
    /// What is known of the document on other nodes, if there may be any.
    pub(super) across: Option<Across>,
    /// What was said while the replica was being read again.
    pub(super) deferred: Deferred,
    /// The whole state for those who have nothing, and the position that it belongs to.
    pub(super) snapshot: Option<(Seq, bytes::Bytes)>,
    /// Runs while nobody is here.
    idle_timer: Option<SpawnHandle>,
}

impl DocumentActor {
    /// A document that was just read from `stored`.
    pub fn new(
        info: Arc<DocumentInfo>,
        life: u64,
        contents: Contents,
        stored: &StoredDocument,
        around: Surroundings,
    ) -> Self {
        let saving = Saving::after_open(stored);
        // A checkpoint without a tail is exactly what a newcomer lacks.
        let (replica, reading, snapshot) = match (contents, &stored.checkpoint) {
            (Contents::Coming(reading), _) => {
                let state = reading.ahead.state.clone();
                (None, Some(reading), Some((stored.head, state)))
            }
            (Contents::Here(replica), Some((seq, state))) if *seq == stored.head => {
                (Some(replica), None, Some((*seq, bytes::Bytes::copy_from_slice(state))))
            }
            (Contents::Here(replica), _) => (Some(replica), None, None),
        };
        let bus = around.bus.clone();
        let across = bus.map(|bus| Across::new(bus, &info, stored.head));
        Self {
            info,
            life,
            around,
            replica,
            reading,
            audience: Audience::default(),
            presence: Presence::default(),
            turn: Turn::default(),
            writers: Vec::new(),
            saving,
            showing: Showing::default(),
            across,
            deferred: Deferred::default(),
            snapshot,
            idle_timer: None,
        }
    }

    fn start_idle_timer(&mut self, ctx: &mut Context<Self>) {
        if let Some(timer) = self.idle_timer.take() {
            ctx.cancel_future(timer);
        }
        self.idle_timer = Some(ctx.run_later(self.around.limits.idle, |act, ctx| {
            act.idle_timer = None;
            if act.audience.is_empty() {
                act.around.idle.do_send(Idle { document: act.info.id.clone() });
                // In case that somebody was on the way in.
                act.start_idle_timer(ctx);
            }
        }));
    }

    /// Sends a newcomer what the protocol starts with.
    fn welcome(&mut self, id: MemberId) {
        let writable = self.saving.is_writable();
        let Some(state_vector) = self.state_vector() else { return };
        let Some(member) = self.audience.get_mut(id) else { return };
        match member.envelope {
            Envelope::Named(_) => {
                member.send(ServerMessage::Authenticated {
                    may_write: writable && member.level.may_write(),
                });
            }
            Envelope::Bare => {
                member.send(ServerMessage::Step1(&state_vector));
            }
        }
        self.introduce_everybody_to(id);
    }
}

impl Gathering for DocumentActor {
    fn room(&mut self) -> Room<'_> {
        Room {
            name: self.info.id.as_str(),
            audience: &mut self.audience,
            presence: &mut self.presence,
            showing: &mut self.showing,
            neighbours: self.across.as_mut().map(|across| &mut across.neighbours),
            limits: &self.around.limits.presence,
            meter: &*self.around.meter,
        }
    }

    fn left(&mut self, _: MemberId, ctx: &mut Context<Self>) {
        if self.audience.is_empty() {
            self.start_idle_timer(ctx);
        }
    }
}

impl Actor for DocumentActor {
    type Context = Context<Self>;

    fn started(&mut self, ctx: &mut Self::Context) {
        self.around.meter.gauge(Gauge::Documents, 1);
        self.start_idle_timer(ctx);
        self.join_others(ctx);
    }

    fn stopped(&mut self, _: &mut Self::Context) {
        self.around.meter.gauge(Gauge::Documents, -1);
        self.around.closed.do_send(Closed { document: self.info.id.clone(), life: self.life });
    }
}

impl Handler<Attach> for DocumentActor {
    type Result = ();

    fn handle(&mut self, attach: Attach, ctx: &mut Self::Context) {
        if let Some(timer) = self.idle_timer.take() {
            ctx.cancel_future(timer);
        }
        // Whoever comes in hears the edits of this turn with the state, not twice.
        self.end_turn(ctx);
        self.audience.attach(attach.id, attach.member);
        self.welcome(attach.id);
    }
}

impl Handler<Detach> for DocumentActor {
    type Result = ();

    fn handle(&mut self, detach: Detach, ctx: &mut Self::Context) {
        self.leave(detach.id, ctx);
    }
}

impl Handler<Quiesce> for DocumentActor {
    type Result = ResponseFuture<()>;

    fn handle(&mut self, quiesce: Quiesce, _: &mut Self::Context) -> Self::Result {
        let (sender, receiver) = oneshot::channel();
        if let Some(member) = self.audience.get_mut(quiesce.id)
            && member.receipts.len() > 0
        {
            member.quiesced = Some(sender);
        }
        Box::pin(async move {
            // The sender goes with the answer, or with the member.
            let _ = receiver.await;
        })
    }
}

impl Handler<Share> for DocumentActor {
    type Result = ();

    fn handle(&mut self, share: Share, _: &mut Self::Context) {
        let writable = self.saving.is_writable();
        if let Some(member) = self.audience.get_mut(share.id) {
            member.level = share.level;
            member.send(ServerMessage::Authenticated {
                may_write: writable && share.level.may_write(),
            });
        }
    }
}

impl Handler<Close> for DocumentActor {
    type Result = ();

    fn handle(&mut self, close: Close, ctx: &mut Self::Context) {
        self.shut(close.reason, ctx);
    }
}

impl DocumentActor {
    /// Saves, says so, says goodbye, and stops. Nothing is heard any more meanwhile.
    pub(super) fn shut(&mut self, reason: CloseReason, ctx: &mut Context<Self>) {
        self.end_turn(ctx);
        self.adopt(ctx);
        ctx.wait(self.settle().into_actor(self).map(move |(), act, ctx| {
            if reason != CloseReason::Internal {
                act.saving.settled();
                act.acknowledge(ctx);
            }
            act.audience.close_all(reason);
            ctx.stop();
        }));
    }
}
