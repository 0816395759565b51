//! Taking frames in: only as fast as the documents take what was sent before.

use std::time::Instant;

use actix::prelude::*;
use bytes::Bytes;
use futures_util::{FutureExt, StreamExt};
use renexus_wire::close::CloseReason;
use renexus_wire::codec::{
    ClientMessage, Envelope, ServerMessage, decode_bare, decode_named, pong_frame,
};

use super::actor::SessionActor;
use super::inbound::{Inbound, Protocol};
use super::seat::{ONLY_SEAT, SeatState};
use crate::document::Input;

/// Most messages that are taken from a socket at once; what is there already costs no extra wake-up.
const MESSAGES_AT_ONCE: usize = 64;

impl SessionActor {
    /// Waits for the next messages; called again when they were handled and there is room for more.
    pub(super) fn read_next(&mut self, ctx: &mut Context<Self>) {
        let Some(mut inbound) = self.inbound.take() else { return };
        let next = async move {
            let mut chunk = Vec::new();
            let mut next = inbound.next().await;
            while let Some(message) = next {
                chunk.push(message);
                if chunk.len() == MESSAGES_AT_ONCE {
                    return (chunk, Some(inbound));
                }
                match inbound.next().now_or_never() {
                    Some(ready) => next = ready,
                    None => return (chunk, Some(inbound)),
                }
            }
            (chunk, None)
        };
        ctx.spawn(
            next.into_actor(self)
                .map(|(chunk, inbound), act, ctx| act.take_chunk(chunk, inbound, ctx)),
        );
    }

    fn take_chunk(
        &mut self,
        chunk: Vec<Inbound>,
        inbound: Option<futures_util::stream::LocalBoxStream<'static, Inbound>>,
        ctx: &mut Context<Self>,
    ) {
        self.heard = Instant::now();
        let ended = inbound.is_none();
        self.inbound = inbound;
        let frames = chunk.iter().filter(|message| matches!(message, Inbound::Frame(_))).count();
        if !self.rate.allows(frames, self.heard) {
            self.finish(CloseReason::RateLimited);
        }
        for message in chunk {
            self.take(message, ctx);
        }
        if ended {
            return self.stop_once_written(ctx);
        }
        self.pump_all(ctx);
        self.read_if_room(ctx);
    }

    /// Nothing more will come. A close frame that the connection has not taken yet gets its time.
    fn stop_once_written(&self, ctx: &mut Context<Self>) {
        let owed = self.outlet.closing().is_some() && self.outlet.queued_bytes() > 0;
        if !owed && !self.deaf {
            ctx.stop();
        }
    }

    /// The socket is not read while too much waits: TCP slows the sender.
    pub(super) fn read_if_room(&mut self, ctx: &mut Context<Self>) {
        let waiting: usize = self.seats.values().map(|seat| seat.load().0).sum();
        // A broken stream repeats its fault at each look, for ever.
        if waiting <= self.parts.limits.waiting_bytes && !self.deaf {
            self.read_next(ctx);
        }
    }

    fn take(&mut self, message: Inbound, ctx: &mut Context<Self>) {
        match message {
            Inbound::Close => {
                self.outlet.finish(CloseReason::Normal);
                self.stop_once_written(ctx);
            }
            Inbound::Violation(_) if self.outlet.closing().is_some() => self.deaf = true,
            // Whoever is being sent away is not listened to.
            _ if self.dismissed || self.outlet.closing().is_some() => {}
            Inbound::Frame(frame) => self.take_frame(&frame, ctx),
            Inbound::Ping(body) => {
                self.outlet.push(pong_frame(&body));
            }
            Inbound::Pong => {}
            Inbound::Violation(reason) => {
                self.deaf = true;
                self.finish(reason);
            }
        }
    }

    fn take_frame(&mut self, frame: &Bytes, ctx: &mut Context<Self>) {
        match self.protocol {
            Protocol::Bare { .. } => {
                for message in decode_bare(frame) {
                    match message {
                        Ok(message) => self.take_message(ONLY_SEAT, frame, message, ctx),
                        Err(error) => return self.refuse_frame(&error),
                    }
                }
            }
            Protocol::Named => match decode_named(frame) {
                Ok((_, ClientMessage::Pong)) => {}
                Ok((_, ClientMessage::Ping)) => {
                    self.outlet.push(
                        Envelope::Named(String::new())
                            .frame(ServerMessage::Pong)
                            .unwrap_or_default(),
                    );
                }
                Ok((name, message)) => self.take_message(name, frame, message, ctx),
                Err(error) => self.refuse_frame(&error),
            },
        }
    }

    fn refuse_frame(&mut self, error: &renexus_wire::codec::InvalidFrame) {
        log::warn!("session.id" = self.id.0; "frame refused: {error}");
        self.finish(CloseReason::Protocol);
    }

    fn take_message(
        &mut self,
        name: &str,
        frame: &Bytes,
        message: ClientMessage<'_>,
        ctx: &mut Context<Self>,
    ) {
        match message {
            ClientMessage::Token(token) => self.seat_named(name, token, ctx),
            ClientMessage::Close => self.unseat(name),
            ClientMessage::Ping | ClientMessage::Pong => {}
            other => {
                if let Some(input) = self.input(frame, other) {
                    self.queue(name, input);
                }
            }
        }
    }

    fn input(&self, frame: &Bytes, message: ClientMessage<'_>) -> Option<Input> {
        let named = self.protocol == Protocol::Named;
        Some(match message {
            ClientMessage::Step1 { state_vector, reply_only } => Input::Step1 {
                state_vector: keep(frame, state_vector),
                ask_back: named && !reply_only,
            },
            ClientMessage::Step2(update) => Input::Step2(keep(frame, update)),
            ClientMessage::Update(update) => Input::Update(keep(frame, update)),
            ClientMessage::Awareness(states) => Input::Awareness(keep(frame, states)),
            ClientMessage::QueryAwareness => Input::QueryAwareness,
            ClientMessage::Marker(marker) => Input::Marker(keep(frame, marker)),
            ClientMessage::BroadcastStateless(text) => Input::Broadcast(text.to_owned()),
            ClientMessage::Stateless(text) => Input::Stateless(text.to_owned()),
            ClientMessage::Token(_)
            | ClientMessage::Close
            | ClientMessage::Ping
            | ClientMessage::Pong => return None,
        })
    }

    /// Lets an input wait for its document. Before a token was accepted little may wait; what
    /// exceeds it is dropped, since the sync after the token brings everything again.
    fn queue(&mut self, name: &str, input: Input) {
        if !self.seats.contains_key(name) && !self.make_seat(name) {
            return;
        }
        let limits = &self.parts.limits;
        let Some(seat) = self.seats.get_mut(name) else { return };
        match seat.state {
            SeatState::Refused(_) => {}
            SeatState::Open(_) | SeatState::Opening => seat.push(input),
            SeatState::Unauthenticated => {
                let (bytes, frames) = seat.load();
                if frames < limits.unauthenticated_frames
                    && bytes + input.len() <= limits.unauthenticated_bytes
                {
                    seat.push(input);
                }
            }
        }
    }

    pub(super) fn pump_all(&mut self, ctx: &mut Context<Self>) {
        let ready: Vec<_> = self
            .seats
            .iter_mut()
            .filter_map(|(name, seat)| Some((name.clone(), seat.id, seat.take_next()?)))
            .collect();
        for (name, id, (seated, inputs)) in ready {
            let taken = seated.apply(id, inputs);
            self.await_room(name, id, taken, ctx);
        }
    }

    /// The next batch goes when the document has answered.
    fn await_room(
        &mut self,
        name: String,
        id: renexus_wire::id::MemberId,
        taken: impl Future<Output = Result<(), MailboxError>> + 'static,
        ctx: &mut Context<Self>,
    ) {
        ctx.spawn(taken.into_actor(self).map(move |taken, act, ctx| {
            let Some(seat) = act.seats.get_mut(&name).filter(|seat| seat.id == id) else {
                return;
            };
            seat.sending = false;
            if taken.is_err() {
                return act.lost_document(&name, ctx);
            }
            act.pump_all(ctx);
            act.read_if_room(ctx);
        }));
    }
}

/// Small pieces are copied, so that they do not keep the buffer of the socket alive.
fn keep(frame: &Bytes, part: &[u8]) -> Bytes {
    /// A piece of at least this size is worth sharing its buffer.
    const WORTH_SHARING: usize = 16 << 10;
    if part.len() < WORTH_SHARING { Bytes::copy_from_slice(part) } else { frame.slice_ref(part) }
}
