//! One connected person: handshake, policy, rate, and the documents that they have open.

mod actor;
mod inbound;
mod messages;
mod rate;
mod reading;
mod roster;
mod seat;
mod seating;

pub use actor::{SessionActor, SessionParts};
pub use inbound::{Inbound, Protocol};
pub use messages::{Dismiss, Drain, Revoke, Revoked};
pub use roster::SessionsActor;
