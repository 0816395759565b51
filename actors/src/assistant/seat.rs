//! The assistant's seat in a document: others see it come, write and leave.

use std::io::{self, IoSlice};
use std::sync::Arc;
use std::task::{Context, Poll};
use std::time::Duration;

use renexus_wire::access::Level;
use renexus_wire::awareness::{self, AwarenessEntry};
use renexus_wire::codec::Envelope;
use renexus_wire::id::{MemberId, SessionId};
use renexus_wire::rest::assistant::ItemId;
use serde_json::{Value, json};

use crate::document::member::{Identity, Member};
use crate::document::{Apply, Attach, Detach, Input};
use crate::outlet::{Drained, Outlet, OutletBounds, Sink};
use crate::ports::jobs::Job;
use crate::registry::Handle;

/// What the assistant is called.
const NAME: &str = "Assistant";
/// Who it is among those who are there.
const SUBJECT: &str = "assistant";
/// The colour of its cursor.
const COLOR: &str = "#7c4dff";

/// A seat; it is given up when it is dropped, whatever happens.
#[derive(Debug)]
pub(super) struct Seat {
    handle: Handle,
    id: MemberId,
    outlet: Outlet,
    client: u64,
    clock: u64,
    state: Value,
}

impl Seat {
    /// Takes a seat as a Yjs client.
    pub(super) fn take(handle: &Handle, session: SessionId, client: u64, job: &Job) -> Self {
        let bounds = OutletBounds { bytes: usize::MAX, stalled: Duration::MAX, bare: false };
        let outlet = Outlet::new(bounds, Arc::new(Void));
        let id = MemberId { session, seat: 0 };
        let identity = Identity {
            subject: Some(SUBJECT.to_owned()),
            name: Some(format!("{NAME} ({})", job.name)),
        };
        let member = Member::new(outlet.clone(), Envelope::Bare, Level::Read, identity);
        handle.address.do_send(Attach { id, member });
        // What is large is left to whoever sees to the connection.
        let drained = outlet.clone();
        actix_rt::spawn(async move {
            while let Drained::Closing = drained.clone().drain().await {
                drained.end();
            }
        });
        let state = json!({
            "user": { "color": COLOR }, "assistant": { "job": job.id, "asked_by": job.person },
        });
        let mut seat = Self { handle: handle.clone(), id, outlet, client, clock: 0, state };
        seat.show(None);
        seat
    }

    /// Whether the document sent the assistant away.
    pub(super) fn is_over(&self) -> bool {
        self.outlet.closing().is_some()
    }

    /// Shows itself, with a cursor at the end of a text. To be repeated, or others forget it.
    pub(super) fn show(&mut self, text: Option<ItemId>) {
        let place =
            text.map(|text| json!({ "type": text, "tname": null, "item": null, "assoc": 0 }));
        let cursor = place.map_or(Value::Null, |place| json!({ "anchor": place, "head": place }));
        if let Value::Object(state) = &mut self.state {
            state.insert("cursor".into(), cursor);
        }
        self.clock += 1;
        let state = self.state.to_string();
        let entry = AwarenessEntry { client: self.client, clock: self.clock, state: &state };
        let said = Input::Awareness(awareness::encode([entry].into_iter()).into());
        self.handle.address.do_send(Apply { id: self.id, inputs: vec![said] });
    }
}

impl Drop for Seat {
    fn drop(&mut self) {
        self.handle.address.do_send(Detach { id: self.id });
        self.outlet.end();
    }
}

/// What the document tells the assistant is not read.
#[derive(Debug)]
struct Void;

impl Sink for Void {
    fn try_write(&self, pieces: &[IoSlice<'_>]) -> io::Result<usize> {
        Ok(pieces.iter().map(|piece| piece.len()).sum())
    }

    fn poll_writable(&self, _: &mut Context<'_>) -> Poll<io::Result<()>> {
        Poll::Ready(Ok(()))
    }
}
