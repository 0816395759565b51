//! One connected person: handshake, policy, rate, and the documents that they have open.

mod actor;
mod entering;
mod inbound;
mod messages;
mod rate;
mod reading;
mod rights;
mod roster;
mod seat;
mod seated;
mod seating;

pub use actor::{SessionActor, SessionParts};
pub use inbound::{Inbound, Protocol};
pub use messages::{Concerned, Dismiss, Drain, Enter, Leave, Revoke, Revoked, RightsChanged};
pub use roster::SessionsActor;
