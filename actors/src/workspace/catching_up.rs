//! Bringing a reader up to date from the log: in order, exactly once, or with a reset.

use actix::prelude::*;
use renexus_wire::event::Event;

use super::actor::WorkspaceActor;
use super::events::{Announcement, PAUSE};
use super::reader::{Pace, ReaderId, following};
use crate::ports::{LogRange, StoreError};

impl WorkspaceActor {
    /// A reader has everything up to `after`.
    pub(super) fn resume(&mut self, id: ReaderId, after: i64, ctx: &mut Context<Self>) {
        let head = self.head;
        let Some(reader) = self.readers.get_mut(&id) else { return };
        if after < 0 || head.saturating_sub(after) > self.around.limits.resume_events {
            return self.reset(id, ctx);
        }
        reader.place(after, Pace::Behind);
        if after > head {
            return self.ask_log(id, ctx);
        }
        self.catch_up(id, ctx);
    }

    /// The reader names a number that was not heard of here: only the log knows.
    fn ask_log(&mut self, id: ReaderId, ctx: &mut Context<Self>) {
        let Some(turn) = self.readers.get(&id).map(|reader| reader.turn) else { return };
        let range = self.around.log.range(self.id.to_string());
        ctx.spawn(range.into_actor(self).map(move |range, act, ctx| {
            act.asked_log(id, turn, range, ctx);
        }));
    }

    fn asked_log(
        &mut self,
        id: ReaderId,
        turn: u64,
        range: Result<Option<LogRange>, StoreError>,
        ctx: &mut Context<Self>,
    ) {
        let Some(reader) = self.readers.get_mut(&id).filter(|reader| reader.turn == turn) else {
            return;
        };
        let head = range.ok().flatten().map_or(0, |range| range.head);
        if reader.sent > head {
            return self.reset(id, ctx);
        }
        self.heard_of = self.heard_of.max(head);
        self.fill(ctx);
        // What was announced while the log was asked went past this reader.
        self.catch_up(id, ctx);
    }

    /// Reads the next page for a reader that is behind; ends when it has what all have.
    pub(super) fn catch_up(&mut self, id: ReaderId, ctx: &mut Context<Self>) {
        let (head, room) = (self.head, self.has_room(id));
        let Some(reader) = self.readers.get_mut(&id) else { return };
        if reader.pace != Pace::Behind || reader.reading {
            return;
        }
        if reader.sent >= head {
            reader.pace = Pace::Live;
            return;
        }
        reader.reading = true;
        let (turn, sent) = (reader.turn, reader.sent);
        if !room {
            return Self::later(id, turn, ctx);
        }
        let page = self.around.log.after(self.id.to_string(), sent, self.around.limits.page);
        ctx.spawn(page.into_actor(self).map(move |page, act, ctx| act.took(id, turn, page, ctx)));
    }

    /// Looks at a reader again after a pause.
    fn later(id: ReaderId, turn: u64, ctx: &mut Context<Self>) {
        ctx.run_later(PAUSE, move |act, ctx| {
            if let Some(reader) = act.readers.get_mut(&id).filter(|reader| reader.turn == turn) {
                reader.reading = false;
                act.catch_up(id, ctx);
            }
        });
    }

    fn took(
        &mut self,
        id: ReaderId,
        turn: u64,
        page: Result<Vec<Event>, StoreError>,
        ctx: &mut Context<Self>,
    ) {
        let Some(reader) = self.readers.get_mut(&id).filter(|reader| reader.turn == turn) else {
            return;
        };
        let page = match page {
            Ok(page) => page,
            Err(error) => {
                log::warn!("workspace.id" = &*self.id; "the log of events cannot be read: {error}");
                return Self::later(id, turn, ctx);
            }
        };
        reader.reading = false;
        let Some(events) = following(reader.sent, page) else { return self.reset(id, ctx) };
        for event in events {
            // What does not fit is read again when it does.
            if !self.has_room(id) {
                break;
            }
            let seq = event.seq;
            if !self.tell(id, &mut Announcement::of(event)) {
                return self.lose(id, ctx);
            }
            if let Some(reader) = self.readers.get_mut(&id) {
                reader.sent = seq;
            }
        }
        self.catch_up(id, ctx);
    }

    /// Whether a reader takes more without lagging.
    fn has_room(&mut self, id: ReaderId) -> bool {
        match id {
            ReaderId::Seat(member) => {
                let most = self.around.limits.outlet_bytes;
                let member = self.audience.get_mut(member);
                member.is_some_and(|member| member.outlet.queued_bytes() <= most)
            }
            ReaderId::Subscriber(_) => {
                let line = self.readers.get(&id).and_then(|reader| reader.line.as_ref());
                line.is_some_and(super::subscription::Line::has_room)
            }
        }
    }
}
