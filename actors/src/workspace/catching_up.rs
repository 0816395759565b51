//! Bringing a reader up to date from the log: in order, exactly once, or with a reset.

use std::sync::Arc;

use actix::prelude::*;
use renexus_wire::event::Event;

use super::actor::WorkspaceActor;
use super::announcement::Forms;
use super::events::PAUSE;
use super::reader::{Known, Pace, ReaderId, following};
use super::subscription::Listener;
use crate::ports::{LogRange, StoreError};

/// What follows in the log, and what the reader may hear of it.
struct Page {
    events: Vec<Event>,
    /// Asked after the events were read; none when nothing is guarded.
    known: Option<Known>,
    /// How often known rights were forgotten when they were asked.
    forgotten: u64,
}

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
        let person = match &reader.listener {
            Listener::Server => None,
            Listener::Person(person) => Some(person.clone()),
        };
        let page = self.page(sent, person);
        ctx.spawn(page.into_actor(self).map(move |page, act, ctx| act.took(id, turn, page, ctx)));
    }

    /// Reads the next page behind `sent`, and then what a person may hear of it: today's rights.
    fn page(
        &self,
        sent: i64,
        person: Option<String>,
    ) -> impl Future<Output = Result<Page, StoreError>> + use<> {
        let (workspace, forgotten) = (self.id.to_string(), self.ears_forgotten);
        let hearing = Arc::clone(&self.around.hearing);
        let events = self.around.log.after(workspace.clone(), sent, self.around.limits.page);
        async move {
            let events = events.await?;
            let guarded = events.iter().any(|event| hearing.is_guarded(event));
            let known = match person.filter(|_| guarded) {
                Some(person) => Some(Known::now(hearing.ear(workspace, person).await?)),
                None => None,
            };
            Ok(Page { events, known, forgotten })
        }
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
        page: Result<Page, StoreError>,
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
        if page.known.is_some() {
            reader.ear = page.known;
        }
        let Some(events) = following(reader.sent, page.events) else { return self.reset(id, ctx) };
        for event in events {
            // What does not fit is read again when it does.
            if !self.has_room(id) {
                break;
            }
            let (seq, guarded) = (event.seq, self.around.hearing.is_guarded(&event));
            let mut forms = Forms::of(event);
            let reader = self.readers.get(&id);
            let Some(form) = reader.and_then(|reader| reader.hears(forms.event(), guarded)) else {
                break;
            };
            if !self.tell(id, forms.announcement(form)) {
                return self.lose(id, ctx);
            }
            if let Some(reader) = self.readers.get_mut(&id) {
                reader.sent = seq;
            }
        }
        if self.ears_forgotten != page.forgotten
            && let Some(reader) = self.readers.get_mut(&id)
        {
            reader.ear = None;
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
