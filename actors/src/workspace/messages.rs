//! What workspaces are told, and what they tell their directory.

use std::sync::Arc;

use actix::Message;
use renexus_wire::event::Event;

/// Something happened in a workspace; it is in the log already.
#[derive(Clone, Debug, Message)]
#[rtype(result = "()")]
pub struct Happened {
    /// The workspace's id.
    pub workspace: String,
    /// The events, in order.
    pub events: Vec<Event>,
}

/// Nobody has been in the channel for its idle time.
#[derive(Clone, Debug, Message)]
#[rtype(result = "()")]
pub struct Deserted {
    /// The workspace's id.
    pub(super) workspace: Arc<str>,
}
