//! Where a seat is: in a document, or in the channel of a workspace. Both hear the same words.

use actix::MailboxError;
use futures_util::future::Either;
use renexus_wire::access::Level;
use renexus_wire::id::MemberId;

use crate::document::member::Member;
use crate::document::{Apply, Attach, Detach, Input, Quiesce, Share};
use crate::registry::Handle;
use crate::workspace::Channel;

/// What a seat is in; while it lives, that stays in memory.
#[derive(Clone, Debug)]
pub(super) enum Seated {
    Document(Handle),
    Channel(Channel),
}

impl Seated {
    /// The workspace that it belongs to.
    pub(super) fn workspace(&self) -> Option<&str> {
        match self {
            Self::Document(handle) => handle.info.workspace.as_deref(),
            Self::Channel(channel) => Some(&channel.workspace),
        }
    }

    /// Whether its actor lives.
    pub(super) fn lives(&self) -> bool {
        match self {
            Self::Document(handle) => handle.address.connected(),
            Self::Channel(channel) => channel.address.connected(),
        }
    }

    pub(super) fn attach(&self, id: MemberId, member: Member) {
        match self {
            Self::Document(handle) => handle.address.do_send(Attach { id, member }),
            Self::Channel(channel) => channel.address.do_send(Attach { id, member }),
        }
    }

    pub(super) fn detach(&self, id: MemberId) {
        match self {
            Self::Document(handle) => handle.address.do_send(Detach { id }),
            Self::Channel(channel) => channel.address.do_send(Detach { id }),
        }
    }

    pub(super) fn share(&self, id: MemberId, level: Level) {
        match self {
            Self::Document(handle) => handle.address.do_send(Share { id, level }),
            Self::Channel(channel) => channel.address.do_send(Share { id, level }),
        }
    }

    /// Comes back when there is room for more.
    pub(super) fn apply(
        &self,
        id: MemberId,
        inputs: Vec<Input>,
    ) -> impl Future<Output = Result<(), MailboxError>> + 'static {
        match self {
            Self::Document(handle) => Either::Left(handle.address.send(Apply { id, inputs })),
            Self::Channel(channel) => Either::Right(channel.address.send(Apply { id, inputs })),
        }
    }

    /// Comes back when nothing is owed to the member.
    pub(super) fn quiesce(
        &self,
        id: MemberId,
    ) -> impl Future<Output = Result<(), MailboxError>> + 'static {
        match self {
            Self::Document(handle) => Either::Left(handle.address.send(Quiesce { id })),
            Self::Channel(channel) => Either::Right(channel.address.send(Quiesce { id })),
        }
    }
}
