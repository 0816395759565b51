//! Events move tags on.

use renexus_wire::event::Event;

use super::{Keeper, WORKSPACES, workspace};
use crate::domain::EventSink;

/// Voids what an event has changed.
pub struct CacheSink(pub Keeper);

impl EventSink for CacheSink {
    fn committed(&self, events: &[Event]) {
        if let Some(event) = events.first() {
            self.0.advance(&workspace(&event.workspace));
        }
        let members = |event: &Event| {
            event.kind.starts_with("member.") || event.kind.starts_with("workspace.")
        };
        if events.iter().any(members) {
            self.0.advance(WORKSPACES);
        }
    }
}
