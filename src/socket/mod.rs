//! Websockets: the upgrade, what comes in, and what goes out.

mod address;
mod body;
mod fragments;
mod frames;
mod headers;
mod origin;
mod upgrade;

pub(crate) use address::bearer_token;
pub(crate) use origin::matches as origin_matches;
pub(crate) use upgrade::{collab, y_sweet, yjs};
