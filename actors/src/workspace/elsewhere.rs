//! A workspace that people on other nodes are in too: they see each other, and what happened is
//! read from the log when nobody told of it.

use std::time::Duration;

use actix::prelude::*;
use renexus_wire::between::Message;

use super::actor::WorkspaceActor;
use crate::bus::Heard;
use crate::document::neighbours::Neighbouring;

/// Distance of looks into the log while the bus is away.
const POLL: Duration = Duration::from_secs(1);

impl Neighbouring for WorkspaceActor {}

impl Handler<Heard> for WorkspaceActor {
    type Result = ();

    fn handle(&mut self, heard: Heard, ctx: &mut Self::Context) {
        let Some(neighbours) = &mut self.neighbours else { return };
        match heard {
            Heard::Away => {
                neighbours.away = true;
                self.poll(ctx);
            }
            Heard::Apart => self.look_again(ctx),
            Heard::Back => {
                neighbours.away = false;
                self.greet(ctx);
            }
            Heard::Said(said) => match neighbours.read(&said) {
                Some((voice, Message::Presence(states))) => self.hear_presence(voice, &states, ctx),
                Some((_, Message::Hello)) => self.present(),
                _ => {}
            },
        }
    }
}

impl WorkspaceActor {
    /// Comes to the other nodes.
    pub(super) fn join_others(&mut self, ctx: &mut Context<Self>) {
        self.listen(ctx, Self::greet);
    }

    fn greet(&mut self, ctx: &mut Context<Self>) {
        let Some(neighbours) = &self.neighbours else { return };
        neighbours.tell(&Message::Hello);
        self.present();
        self.look_again(ctx);
    }

    /// Looks into the log again and again while nothing is heard.
    fn poll(&mut self, ctx: &mut Context<Self>) {
        let Some(neighbours) = self.neighbours.as_mut().filter(|it| it.away) else { return };
        if std::mem::replace(&mut neighbours.polling, true) {
            return;
        }
        self.look_again(ctx);
        ctx.run_later(POLL, |act, ctx| {
            if let Some(neighbours) = &mut act.neighbours {
                neighbours.polling = false;
            }
            act.poll(ctx);
        });
    }

    /// Reads what happened while nobody told of it.
    fn look_again(&mut self, ctx: &mut Context<Self>) {
        let range = self.around.log.range(self.id.to_string());
        ctx.spawn(range.into_actor(self).map(|range, act, ctx| {
            if let Ok(Some(range)) = range {
                act.heard_of = act.heard_of.max(range.head);
                act.fill(ctx);
            }
        }));
    }
}
