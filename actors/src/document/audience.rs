//! Everybody in a document, and what each of them has to hear: plain Rust over outlets.

use std::collections::{HashMap, HashSet};

use bytes::Bytes;
use renexus_wire::close::CloseReason;
use renexus_wire::codec::{Envelope, ServerMessage};
use renexus_wire::id::MemberId;

use super::delivery::{Encoded, Tidings};
use super::member::Member;
use super::presence::Presence;
use crate::outlet::Pushed;
use crate::ports::{Count, Meter, Seq};

/// The members of one document.
#[derive(Debug, Default)]
pub struct Audience {
    seats: HashMap<MemberId, Seat>,
    /// Envelopes in use; members that are addressed alike share one, and so its frames.
    envelopes: Vec<EnvelopeUse>,
    /// Members that answers are owed to.
    owing: HashSet<MemberId>,
}

#[derive(Debug)]
struct Seat {
    member: Member,
    envelope: usize,
}

#[derive(Debug)]
struct EnvelopeUse {
    envelope: Envelope,
    members: usize,
}

impl Audience {
    /// Seats a member.
    pub fn attach(&mut self, id: MemberId, member: Member) {
        self.detach(id);
        let envelope = self.share_envelope(&member.envelope);
        self.seats.insert(id, Seat { member, envelope });
    }

    /// Frees a seat.
    pub fn detach(&mut self, id: MemberId) -> Option<Member> {
        let seat = self.seats.remove(&id)?;
        self.owing.remove(&id);
        if let Some(shared) = self.envelopes.get_mut(seat.envelope) {
            shared.members -= 1;
        }
        Some(seat.member)
    }

    /// Whether nobody is here.
    pub fn is_empty(&self) -> bool {
        self.seats.is_empty()
    }

    /// The member in a seat.
    pub fn get_mut(&mut self, id: MemberId) -> Option<&mut Member> {
        self.seats.get_mut(&id).map(|seat| &mut seat.member)
    }

    /// Every member.
    pub fn members(&self) -> impl Iterator<Item = (MemberId, &Member)> {
        self.seats.iter().map(|(id, seat)| (*id, &seat.member))
    }

    /// The same, to be changed.
    pub(super) fn members_mut(&mut self) -> impl Iterator<Item = (MemberId, &mut Member)> {
        self.seats.iter_mut().map(|(id, seat)| (*id, &mut seat.member))
    }

    /// Remembers that answers are owed to a member.
    pub(super) fn owes(&mut self, id: MemberId) {
        self.owing.insert(id);
    }

    /// Sends a turn to everybody but its authors; returns who could not be reached.
    pub(super) fn deliver(&self, tidings: &Tidings, meter: &dyn Meter) -> Vec<MemberId> {
        let mut encoded: Vec<Option<Encoded>> = Vec::new();
        encoded.resize_with(self.envelopes.len(), || None);
        let mut lost = Vec::new();
        let mut deliveries = 0;
        for (id, seat) in &self.seats {
            let (Some(slot), Some(shared)) =
                (encoded.get_mut(seat.envelope), self.envelopes.get(seat.envelope))
            else {
                continue;
            };
            let encoded = slot.get_or_insert_with(|| tidings.encode(&shared.envelope));
            if let Some(piece) = tidings.for_reader(*id, encoded) {
                deliveries += 1;
                push(*id, &seat.member, piece, meter, &mut lost);
            }
        }
        meter.count(Count::Deliveries, deliveries);
        lost
    }

    /// Sends the answers that are due at `persisted`; returns who could not be reached.
    pub(super) fn acknowledge(&mut self, persisted: Seq, meter: &dyn Meter) -> Vec<MemberId> {
        let mut lost = Vec::new();
        let seats = &mut self.seats;
        self.owing.retain(|id| {
            let Some(Seat { member, .. }) = seats.get_mut(id) else { return false };
            if let Some(frames) = member.receipts.take_due(persisted, &member.envelope) {
                push(*id, member, frames, meter, &mut lost);
            }
            let owed = member.receipts.len() > 0;
            if let Some(quiesced) = member.quiesced.take_if(|_| !owed) {
                // Whoever waited may be gone.
                let _ = quiesced.send(());
            }
            owed
        });
        lost
    }

    /// Sends presence to everybody whose outlet has room; true when somebody has to wait for it.
    pub(super) fn show(&mut self, presence: &Presence, room: usize, meter: &dyn Meter) -> Shown {
        let newest = presence.version();
        let mut shown = Shown::default();
        // Most members have seen the same, so they share message and frames.
        let mut messages: HashMap<(u64, Option<u64>), Option<Vec<u8>>> = HashMap::new();
        let mut frames: HashMap<(u64, Option<u64>, usize), Option<Bytes>> = HashMap::new();
        let mut deliveries = 0;
        for (id, seat) in &mut self.seats {
            let seen = seat.member.presence_seen;
            if seen == newest {
                continue;
            }
            if seat.member.outlet.queued_bytes() > room {
                shown.waiting = true;
                continue;
            }
            // Stock clients repeat what they hear, so nobody may hear of themselves.
            let except = seat.member.client.filter(|client| presence.is_newer(*client, seen));
            let message =
                messages.entry((seen, except)).or_insert_with(|| presence.since(seen, except));
            let frame = frames.entry((seen, except, seat.envelope)).or_insert_with(|| {
                message
                    .as_ref()
                    .and_then(|bytes| seat.member.envelope.frame(ServerMessage::Awareness(bytes)))
            });
            seat.member.presence_seen = newest;
            if let Some(frame) = frame {
                deliveries += 1;
                push(*id, &seat.member, frame.clone(), meter, &mut shown.lost);
            }
        }
        meter.count(Count::PresenceDeliveries, deliveries);
        shown
    }

    /// Sends everybody away and empties the room.
    pub(crate) fn close_all(&mut self, reason: CloseReason) {
        for seat in self.seats.values() {
            seat.member.dismiss(reason);
        }
        *self = Self::default();
    }

    fn share_envelope(&mut self, envelope: &Envelope) -> usize {
        let known = self
            .envelopes
            .iter()
            .position(|shared| shared.members > 0 && shared.envelope == *envelope);
        let index = known.unwrap_or_else(|| self.free_envelope(envelope));
        if let Some(shared) = self.envelopes.get_mut(index) {
            shared.members += 1;
        }
        index
    }

    fn free_envelope(&mut self, envelope: &Envelope) -> usize {
        let fresh = EnvelopeUse { envelope: envelope.clone(), members: 0 };
        match self.envelopes.iter_mut().enumerate().find(|(_, shared)| shared.members == 0) {
            Some((index, slot)) => {
                *slot = fresh;
                index
            }
            None => {
                self.envelopes.push(fresh);
                self.envelopes.len() - 1
            }
        }
    }
}

/// What became of a presence frame.
#[derive(Debug, Default)]
pub(super) struct Shown {
    /// Somebody's outlet had no room; they are shown the latest later.
    pub(super) waiting: bool,
    /// Who could not be reached.
    pub(super) lost: Vec<MemberId>,
}

fn push(id: MemberId, member: &Member, frame: Bytes, meter: &dyn Meter, lost: &mut Vec<MemberId>) {
    match member.outlet.push(frame) {
        Pushed::Queued => {}
        Pushed::Overflowed => {
            meter.count(Count::OutletDrops, 1);
            lost.push(id);
        }
        Pushed::Closed => lost.push(id),
    }
}
