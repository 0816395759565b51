//! What is told to many: made once for all who hear the same.

use std::collections::HashMap;
use std::sync::Arc;

use bytes::Bytes;
use renexus_wire::codec::{Envelope, ServerMessage};
use renexus_wire::event::{Event, Reset};
use serde_json::Value;

use super::reader::Form;
use super::subscription::Told;

/// One thing to tell, encoded once for all who are addressed alike.
pub(super) struct Announcement {
    told: Told,
    text: String,
    frames: HashMap<Envelope, Bytes>,
}

impl Announcement {
    /// An event.
    fn of(event: Arc<Event>) -> Self {
        let text = serde_json::to_string(&*event).unwrap_or_default();
        Self { told: Told::Event(event), text, frames: HashMap::new() }
    }

    /// A reset to a number.
    pub(super) fn reset(seq: i64) -> Self {
        let text = serde_json::to_string(&Reset::to(seq)).unwrap_or_default();
        Self { told: Told::Reset(seq), text, frames: HashMap::new() }
    }

    /// What a subscriber is told.
    pub(super) fn told(&self) -> Told {
        self.told.clone()
    }

    /// What a socket with this envelope is sent.
    pub(super) fn frame(&mut self, envelope: &Envelope) -> Bytes {
        if let Some(frame) = self.frames.get(envelope) {
            return frame.clone();
        }
        let frame = envelope.frame(ServerMessage::Stateless(&self.text)).unwrap_or_default();
        self.frames.insert(envelope.clone(), frame.clone());
        frame
    }
}

/// One event in each form in which somebody hears it. There are few: whole, emptied, and what
/// a board needs that a card left.
pub(super) struct Forms {
    event: Arc<Event>,
    whole: Option<Announcement>,
    /// By the data that they carry.
    others: HashMap<String, Announcement>,
}

impl Forms {
    /// Nobody has heard of the event yet.
    pub(super) fn of(event: Event) -> Self {
        Self { event: Arc::new(event), whole: None, others: HashMap::new() }
    }

    /// The event as it happened.
    pub(super) fn event(&self) -> &Event {
        &self.event
    }

    /// The event in a form.
    pub(super) fn announcement(&mut self, form: Form) -> &mut Announcement {
        let event = &self.event;
        match form {
            Form::Whole => self.whole.get_or_insert_with(|| Announcement::of(Arc::clone(event))),
            Form::Instead(data) => self
                .others
                .entry(data.to_string())
                .or_insert_with(|| Announcement::of(Arc::new(emptied(event, data)))),
        }
    }
}

/// The same event with other data.
fn emptied(event: &Event, data: Value) -> Event {
    Event {
        workspace: event.workspace.clone(),
        seq: event.seq,
        kind: event.kind.clone(),
        actor: event.actor.clone(),
        at: event.at,
        data,
    }
}
