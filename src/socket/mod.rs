//! Websockets: the upgrade, the connection, and what comes in.

mod address;
mod fragments;
mod frames;
mod headers;
mod origin;
mod stream;
mod takeover;
mod upgrade;
mod wire;

pub(crate) use address::bearer_token;
pub(crate) use origin::{is_allowed as origin_is_allowed, matches as origin_matches};
pub(crate) use stream::{down as stream_down, up as stream_up};
pub(crate) use takeover::Takeover;
pub(crate) use upgrade::{collab, y_sweet, yjs};
