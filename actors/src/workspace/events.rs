//! What happens, in order and without holes, to everybody who is up to date.

use std::time::Duration;

use actix::prelude::*;
use renexus_wire::event::Event;

use super::actor::WorkspaceActor;
use super::announcement::{Announcement, Forms};
use super::messages::Happened;
use super::reader::{Pace, ReaderId, following};
use crate::outlet::Pushed;
use crate::ports::{Count, StoreError};

/// Pause before a log that failed is read again, or a reader without room is looked at again.
pub(super) const PAUSE: Duration = Duration::from_millis(50);

impl WorkspaceActor {
    /// Tells one reader; false when it cannot be reached any more.
    pub(super) fn tell(&mut self, id: ReaderId, announcement: &mut Announcement) -> bool {
        let reached = match id {
            ReaderId::Seat(member) => self.audience.get_mut(member).is_some_and(|member| {
                let pushed = member.outlet.push(announcement.frame(&member.envelope));
                if pushed == Pushed::Overflowed {
                    self.around.meter.count(Count::OutletDrops, 1);
                }
                pushed == Pushed::Queued
            }),
            ReaderId::Subscriber(_) => {
                let line = self.readers.get(&id).and_then(|reader| reader.line.as_ref());
                line.is_some_and(|line| {
                    let told = line.tell(announcement.told());
                    if !told {
                        line.end(self.head);
                    }
                    told
                })
            }
        };
        if reached {
            self.around.meter.count(Count::EventDeliveries, 1);
        }
        reached
    }

    /// Tells everybody who is live of the next event. Who may hear less, or whose
    /// rights are not known, never gets more: the latter fall behind and read it from the log.
    fn announce(&mut self, event: Event, ctx: &mut Context<Self>) {
        let seq = event.seq;
        self.head = seq;
        if self.around.hearing.changes_rights(&event) {
            self.forget_ears();
        }
        let guarded = self.around.hearing.is_guarded(&event);
        let mut forms = Forms::of(event);
        let (mut sure, mut unsure) = (Vec::new(), Vec::new());
        for (id, reader) in &mut self.readers {
            if reader.pace != Pace::Live || reader.sent >= seq {
                continue;
            }
            if let Some(form) = reader.hears(forms.event(), guarded) {
                reader.sent = seq;
                sure.push((*id, form));
            } else {
                reader.pace = Pace::Behind;
                unsure.push(*id);
            }
        }
        for (id, form) in sure {
            if !self.tell(id, forms.announcement(form)) {
                self.lose(id, ctx);
            }
        }
        for id in unsure {
            self.catch_up(id, ctx);
        }
    }

    /// Rights may have changed: everybody's are asked again before they hear something guarded.
    fn forget_ears(&mut self) {
        self.ears_forgotten += 1;
        for reader in self.readers.values_mut() {
            reader.ear = None;
        }
    }

    /// Reads what is missing between what was told and what was heard of.
    pub(super) fn fill(&mut self, ctx: &mut Context<Self>) {
        if self.filling || self.heard_of <= self.head {
            return;
        }
        self.filling = true;
        let page = self.around.limits.page;
        let page = self.around.log.after(self.id.to_string(), self.head, page);
        ctx.spawn(page.into_actor(self).map(|page, act, ctx| act.filled(page, ctx)));
    }

    fn filled(&mut self, page: Result<Vec<Event>, StoreError>, ctx: &mut Context<Self>) {
        match page {
            Ok(page) => match following(self.head, page) {
                Some(events) => {
                    for event in events {
                        self.announce(event, ctx);
                    }
                }
                None => self.reset_everybody(ctx),
            },
            Err(error) => {
                log::warn!("workspace.id" = &*self.id; "the log of events cannot be read: {error}");
                ctx.run_later(PAUSE, |act, ctx| {
                    act.filling = false;
                    act.fill(ctx);
                });
                return;
            }
        }
        self.filling = false;
        self.fill(ctx);
    }

    /// The log does not reach back to what was told last.
    fn reset_everybody(&mut self, ctx: &mut Context<Self>) {
        self.head = self.heard_of;
        // What is missing may have changed rights.
        self.forget_ears();
        let live = self.readers.iter().filter(|(_, reader)| reader.pace == Pace::Live);
        let live: Vec<_> = live.map(|(id, _)| *id).collect();
        for id in live {
            self.reset(id, ctx);
        }
    }

    /// Tells one reader to load everything anew, and goes on from there.
    pub(super) fn reset(&mut self, id: ReaderId, ctx: &mut Context<Self>) {
        let head = self.head;
        let Some(reader) = self.readers.get_mut(&id) else { return };
        reader.place(head, Pace::Live);
        self.around.meter.count(Count::EventResets, 1);
        if !self.tell(id, &mut Announcement::reset(head)) {
            self.lose(id, ctx);
        }
    }
}

impl Handler<Happened> for WorkspaceActor {
    type Result = ();

    fn handle(&mut self, happened: Happened, ctx: &mut Self::Context) {
        for event in happened.events {
            self.heard_of = self.heard_of.max(event.seq);
            // While a hole is read, the log brings this one too.
            if !self.filling && event.seq == self.head + 1 {
                self.announce(event, ctx);
            }
        }
        self.fill(ctx);
    }
}
