//! One document on one connection, from the first frame to the last: plain Rust.

use std::collections::VecDeque;

use actix::SpawnHandle;
use renexus_wire::access::{Grant, Level};
use renexus_wire::close::CloseReason;
use renexus_wire::codec::Envelope;
use renexus_wire::id::{DocumentId, MemberId};

use super::seated::Seated;
use crate::document::Input;

/// Most inputs that go to a document in one message, so that others get their turn.
const INPUTS_AT_ONCE: usize = 64;

/// The name of the only seat of a connection that names no documents. Not an empty one: glibc compares nothing by
/// reading where nothing is, which takes AVX-512 processors a third of a microsecond for each message.
pub(super) const ONLY_SEAT: &str = "/";

/// A seat, and what waits for it.
pub(super) struct Seat {
    pub(super) id: MemberId,
    pub(super) envelope: Envelope,
    pub(super) document: DocumentId,
    pub(super) state: SeatState,
    /// What the token allows; missing before one was accepted.
    pub(super) grant: Option<Grant>,
    /// The level that was last given; none before, and when a token has to be answered.
    pub(super) level: Option<Level>,
    /// Counts the questions about the level: only the answer to the last one counts.
    pub(super) asked: u32,
    /// Whether something changed while the document was being opened.
    pub(super) stale: bool,
    /// Ends the session with the token.
    pub(super) expiry: Option<SpawnHandle>,
    /// What waits until the document has taken what was sent before.
    waiting: VecDeque<Input>,
    waiting_bytes: usize,
    /// Whether the document has not answered yet.
    pub(super) sending: bool,
}

/// How far a seat has come.
pub(super) enum SeatState {
    /// No token was accepted yet.
    Unauthenticated,
    /// The document is being opened.
    Opening,
    /// The document is open.
    Open(Seated),
    /// Not allowed, or there is no such document; only a new token is heard.
    Refused(CloseReason),
}

impl Seat {
    pub(super) fn new(id: MemberId, envelope: Envelope, document: DocumentId) -> Self {
        Self {
            id,
            envelope,
            document,
            state: SeatState::Unauthenticated,
            grant: None,
            level: None,
            asked: 0,
            stale: false,
            expiry: None,
            waiting: VecDeque::new(),
            waiting_bytes: 0,
            sending: false,
        }
    }

    pub(super) fn push(&mut self, input: Input) {
        self.waiting_bytes += input.len();
        self.waiting.push_back(input);
    }

    /// Bytes and number of what waits.
    pub(super) fn load(&self) -> (usize, usize) {
        (self.waiting_bytes, self.waiting.len())
    }

    /// Takes what goes to the document next; `None` while it is busy or nothing waits.
    pub(super) fn take_next(&mut self) -> Option<(Seated, Vec<Input>)> {
        let SeatState::Open(seated) = &self.state else { return None };
        if self.sending || self.waiting.is_empty() {
            return None;
        }
        let count = self.waiting.len().min(INPUTS_AT_ONCE);
        let inputs: Vec<_> = self.waiting.drain(..count).collect();
        self.waiting_bytes -= inputs.iter().map(Input::len).sum::<usize>();
        self.sending = true;
        Some((seated.clone(), inputs))
    }

    /// From here on only the tokens matter, and who the person is; an idle connection keeps no
    /// more than it needs.
    pub(super) fn keep_what_matters(&mut self) {
        let Some(grant) = self.grant.take() else { return };
        let Grant { tokens, login, subject, .. } = grant;
        let subject = subject.filter(|_| login.is_some());
        self.grant = Some(Grant { tokens, login, subject, ..Grant::default() });
    }

    /// Gives whoever sits here a level, unless they have it.
    pub(super) fn give(&mut self, level: Level) {
        if self.level == Some(level) {
            return;
        }
        self.level = Some(level);
        if let SeatState::Open(seated) = &self.state {
            seated.share(self.id, level);
        }
    }

    /// Drops what waits; the sync that follows brings it again.
    pub(super) fn clear(&mut self) {
        self.waiting.clear();
        self.waiting_bytes = 0;
    }
}
