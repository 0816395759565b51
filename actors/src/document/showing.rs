//! Presence in its own lane: gathered, paced, and behind the edits.

use std::time::{Duration, Instant};

use actix::prelude::*;

use super::actor::DocumentActor;

/// When presence was shown, and whether it will be.
#[derive(Debug, Default)]
pub(super) struct Showing {
    /// When it was last shown.
    last: Option<Instant>,
    /// Whether a showing is under way.
    scheduled: bool,
    /// Whether the timer for states that are not renewed runs.
    expiry_armed: bool,
}

impl DocumentActor {
    /// Shows presence as soon as the pace allows: at once after a quiet time.
    pub(super) fn schedule_show(&mut self, ctx: &mut Context<Self>) {
        if std::mem::replace(&mut self.showing.scheduled, true) {
            return;
        }
        let pace = self.around.limits.presence.pace;
        let pause =
            self.showing.last.map_or(Duration::ZERO, |last| pace.saturating_sub(last.elapsed()));
        if pause.is_zero() {
            Self::after_turn(ctx, Self::show);
        } else {
            ctx.run_later(pause, Self::show);
        }
    }

    fn show(&mut self, ctx: &mut Context<Self>) {
        self.showing.scheduled = false;
        self.showing.last = Some(Instant::now());
        let room = self.around.limits.presence.outlet_bytes;
        let shown = self.audience.show(&self.presence, room, &*self.around.meter);
        if shown.waiting {
            self.schedule_show(ctx);
        }
        self.drop_lost(shown.lost, ctx);
    }

    /// Sees to it that states which nobody renews go.
    pub(super) fn arm_expiry(&mut self, ctx: &mut Context<Self>) {
        if self.showing.expiry_armed {
            return;
        }
        let Some(next) = self.presence.next_expiry(&self.around.limits.presence) else { return };
        self.showing.expiry_armed = true;
        ctx.run_later(next.saturating_duration_since(Instant::now()), |act, ctx| {
            act.showing.expiry_armed = false;
            if act.presence.expire(Instant::now(), &act.around.limits.presence) {
                act.schedule_show(ctx);
            }
            act.arm_expiry(ctx);
        });
    }
}
