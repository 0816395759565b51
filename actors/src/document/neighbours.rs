//! The same room on other nodes: what they are told, and who of them is here to see.

use std::sync::Arc;
use std::time::Instant;

use actix::prelude::*;
use bytes::Bytes;
use renexus_wire::awareness;
use renexus_wire::between::{self, Message, Voice};
use renexus_wire::id::{MemberId, SessionId};

use super::gathering::Gathering;
use super::presence::Presence;
use crate::bus::{Bus, Heard, Listener, Listening, Topic};

/// The seat in whose name presence of other nodes is kept.
const ELSEWHERE: u32 = u32::MAX;

/// The way to the same room on other nodes.
pub(crate) struct Neighbours {
    bus: Arc<dyn Bus>,
    topic: Topic,
    /// Who this room is among them.
    voice: Voice,
    /// The presence version that they were told.
    told: u64,
    listening: Option<Listening>,
    /// Whether nothing is heard of them now.
    pub(crate) away: bool,
    /// Whether the timer of the next look runs.
    pub(crate) polling: bool,
}

impl Neighbours {
    /// Nobody listens yet.
    pub(crate) fn new(bus: Arc<dyn Bus>, topic: Topic) -> Self {
        // The second half is drawn by lot.
        let (_, voice) = uuid::Uuid::now_v7().as_u64_pair();
        Self {
            bus,
            topic,
            voice: Voice(voice),
            told: 0,
            listening: None,
            away: false,
            polling: false,
        }
    }

    /// Tells them something.
    pub(crate) fn tell(&self, message: &Message) {
        self.bus.tell(&self.topic, between::encode(self.voice, message));
    }

    /// Tells them what the people here show that they were not told.
    pub(super) fn show(&mut self, presence: &Presence) {
        if let Some(states) = presence.own_since(self.told) {
            self.tell(&Message::Presence(states.into()));
        }
        self.told = presence.version();
    }

    /// What somebody else said; `None` is this room itself, or nothing that can be read.
    pub(crate) fn read(&self, said: &Bytes) -> Option<(Voice, Message)> {
        match between::decode(said) {
            Ok((voice, message)) => (voice != self.voice).then_some((voice, message)),
            Err(error) => {
                log::warn!("a message of another node is not read: {error}");
                None
            }
        }
    }
}

/// A room that other nodes may have as well.
pub(crate) trait Neighbouring: Gathering + Handler<Heard>
where
    Self::Context: actix::dev::ToEnvelope<Self, Heard>,
{
    /// Listens; `then` runs when everything that is said from now on is heard.
    fn listen(
        &mut self,
        ctx: &mut Context<Self>,
        then: impl FnOnce(&mut Self, &mut Context<Self>) + 'static,
    ) {
        let told = ctx.address().recipient();
        let Some(neighbours) = self.room().neighbours else { return };
        let listener = Listener { told, own: between::beginning(neighbours.voice) };
        let listening = neighbours.bus.listen(neighbours.topic.clone(), listener);
        ctx.spawn(listening.into_actor(self).map(move |listening, act, ctx| {
            if let Some(neighbours) = act.room().neighbours {
                neighbours.listening = Some(listening);
            }
            then(act, ctx);
        }));
    }

    /// Tells the others who is here, if somebody is.
    fn present(&mut self) {
        let room = self.room();
        let Some(neighbours) = room.neighbours else { return };
        neighbours.told = room.presence.version();
        if let Some(states) = room.presence.own_since(0) {
            neighbours.tell(&Message::Presence(states.into()));
        }
    }

    /// Takes who is on another node.
    fn hear_presence(&mut self, voice: Voice, states: &[u8], ctx: &mut Context<Self>) {
        let room = self.room();
        let entries = match awareness::decode(states, room.limits.clients) {
            Ok(entries) => entries,
            Err(reason) => {
                log::warn!("document.id" = room.name; "presence of another node is not read: {reason}");
                return;
            }
        };
        let owner = MemberId { session: SessionId(voice.0), seat: ELSEWHERE };
        let now = Instant::now();
        let mut changed = false;
        for entry in entries {
            changed |= room.presence.hear_elsewhere(owner, entry, now, room.limits);
        }
        if changed {
            self.schedule_show(ctx);
            self.arm_expiry(ctx);
        }
    }
}
