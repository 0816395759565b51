//! The frames of the three protocols.
//!
//! y-websocket and y-sweet write bare messages, several of which may stand in
//! one frame; Hocuspocus puts a document name in front of each. What a message
//! means is the same in all three, so there is one type per direction.

mod client;
mod frame;
mod server;

pub use client::{ClientMessage, InvalidFrame, decode_bare, decode_named};
pub use frame::{close_frame, ping_frame, pong_frame};
pub use server::{Envelope, ServerMessage};

/// Message types, one byte each. Source: `y-protocols`, `@hocuspocus/provider`, `@y-sweet/client`.
mod kind {
    pub(super) const SYNC: u64 = 0;
    pub(super) const AWARENESS: u64 = 1;
    pub(super) const AUTH: u64 = 2;
    pub(super) const QUERY_AWARENESS: u64 = 3;
    pub(super) const SYNC_REPLY: u64 = 4;
    pub(super) const STATELESS: u64 = 5;
    pub(super) const BROADCAST_STATELESS: u64 = 6;
    pub(super) const CLOSE: u64 = 7;
    pub(super) const SYNC_STATUS: u64 = 8;
    pub(super) const PING: u64 = 9;
    pub(super) const PONG: u64 = 10;
    pub(super) const MARKER: u64 = 102;

    pub(super) const STEP_1: u64 = 0;
    pub(super) const STEP_2: u64 = 1;
    pub(super) const UPDATE: u64 = 2;

    pub(super) const TOKEN: u64 = 0;
    pub(super) const DENIED: u64 = 1;
    pub(super) const AUTHENTICATED: u64 = 2;
}
