//! People in one room who see each other: presence in its own lane, gathered, paced, and behind
//! what matters more. Documents and workspaces are rooms alike.

use std::time::{Duration, Instant};

use actix::prelude::*;
use renexus_wire::awareness;
use renexus_wire::close::CloseReason;
use renexus_wire::codec::ServerMessage;
use renexus_wire::id::MemberId;

use super::audience::Audience;
use super::neighbours::Neighbours;
use super::presence::{Heard, Presence};
use crate::limits::PresenceLimits;
use crate::ports::Meter;

/// When presence was shown, and whether it will be.
#[derive(Debug, Default)]
pub(crate) struct Showing {
    /// When it was last shown.
    last: Option<Instant>,
    /// Whether a showing is under way.
    scheduled: bool,
    /// Whether the timer for states that are not renewed runs.
    expiry_armed: bool,
}

/// What a room is made of, borrowed from its actor.
pub(crate) struct Room<'a> {
    /// Whose room it is, for the log.
    pub(crate) name: &'a str,
    pub(crate) audience: &'a mut Audience,
    pub(crate) presence: &'a mut Presence,
    pub(crate) showing: &'a mut Showing,
    /// The same room on other nodes, if there may be any.
    pub(crate) neighbours: Option<&'a mut Neighbours>,
    pub(crate) limits: &'a PresenceLimits,
    pub(crate) meter: &'a dyn Meter,
}

/// An actor with a room.
pub(crate) trait Gathering: Actor<Context = Context<Self>> {
    /// Its room.
    fn room(&mut self) -> Room<'_>;

    /// A member is no longer in the room.
    fn left(&mut self, id: MemberId, ctx: &mut Context<Self>);

    /// Runs something after the rest of the mailbox was handled.
    fn after_turn(
        ctx: &mut Context<Self>,
        work: impl FnOnce(&mut Self, &mut Context<Self>) + 'static,
    ) {
        ctx.spawn(
            actix::fut::ready(())
                .map(move |(), act: &mut Self, ctx: &mut Context<Self>| work(act, ctx)),
        );
    }

    /// Takes members out who could not be reached.
    fn drop_lost(&mut self, lost: Vec<MemberId>, ctx: &mut Context<Self>) {
        for id in lost {
            self.leave(id, ctx);
        }
    }

    /// Takes a member out, and what it showed of itself.
    fn leave(&mut self, id: MemberId, ctx: &mut Context<Self>) {
        let room = self.room();
        let Some(member) = room.audience.detach(id) else { return };
        if let Some(client) = member.client
            && room.presence.leave(id, client, Instant::now())
        {
            self.schedule_show(ctx);
        }
        self.left(id, ctx);
    }

    /// Takes what a member says of itself.
    fn hear_awareness(&mut self, id: MemberId, message: &[u8], ctx: &mut Context<Self>) {
        let Room { name, audience, presence, limits, .. } = self.room();
        let Some(member) = audience.get_mut(id) else { return };
        let entries = match awareness::decode(message, limits.clients) {
            Ok(entries) => entries,
            Err(reason) => {
                log::warn!("document.id" = name; "presence refused: {reason}");
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
            match presence.hear(id, &member.identity, entry, now, limits) {
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

    /// Answers "tell me who is there".
    fn show_everybody_to(&mut self, id: MemberId) {
        let room = self.room();
        let Some(member) = room.audience.get_mut(id) else { return };
        let nobody = || awareness::encode(std::iter::empty());
        let states = room.presence.introduce(member.client).unwrap_or_else(nobody);
        member.send(ServerMessage::Awareness(&states));
    }

    /// Tells a newcomer who is there.
    fn introduce_everybody_to(&mut self, id: MemberId) {
        let room = self.room();
        let newest = room.presence.version();
        let states = room.presence.introduce(None);
        let Some(member) = room.audience.get_mut(id) else { return };
        if let Some(states) = states {
            member.send(ServerMessage::Awareness(&states));
        }
        member.presence_seen = newest;
    }

    /// Shows presence as soon as the pace allows: at once after a quiet time.
    fn schedule_show(&mut self, ctx: &mut Context<Self>) {
        let room = self.room();
        if std::mem::replace(&mut room.showing.scheduled, true) {
            return;
        }
        let pace = room.limits.pace;
        let pause =
            room.showing.last.map_or(Duration::ZERO, |last| pace.saturating_sub(last.elapsed()));
        if pause.is_zero() {
            Self::after_turn(ctx, Self::show);
        } else {
            ctx.run_later(pause, Self::show);
        }
    }

    /// Shows presence now.
    fn show(&mut self, ctx: &mut Context<Self>) {
        let room = self.room();
        room.showing.scheduled = false;
        room.showing.last = Some(Instant::now());
        if let Some(neighbours) = room.neighbours {
            neighbours.show(room.presence);
        }
        let shown = room.audience.show(room.presence, room.limits.outlet_bytes, room.meter);
        if shown.waiting {
            self.schedule_show(ctx);
        }
        self.drop_lost(shown.lost, ctx);
    }

    /// Sees to it that states which nobody renews go.
    fn arm_expiry(&mut self, ctx: &mut Context<Self>) {
        let room = self.room();
        if room.showing.expiry_armed {
            return;
        }
        let Some(next) = room.presence.next_expiry(room.limits) else { return };
        room.showing.expiry_armed = true;
        ctx.run_later(next.saturating_duration_since(Instant::now()), |act, ctx| {
            let room = act.room();
            room.showing.expiry_armed = false;
            if room.presence.expire(Instant::now(), room.limits) {
                act.schedule_show(ctx);
            }
            act.arm_expiry(ctx);
        });
    }
}
