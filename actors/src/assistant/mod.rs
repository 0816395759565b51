//! The assistant: it takes jobs from where they are kept, asks a model, and writes into documents as one more peer.
//!
//! The actor only keeps count: who is at what, how many at once, whether the service is well. Each attempt at a job is
//! a task of its own, and a panic in it is that attempt's failure. What must not be forgotten is in the port
//! [`Jobs`](crate::ports::jobs::Jobs), so the actor can be stopped, restarted or killed at any moment.

mod actor;
mod asking;
mod attempt;
mod breaker;
mod deciding;
mod messages;
mod pausing;
mod pen;
mod prompts;
mod seat;
mod writing;

pub use actor::{AssistantActor, AssistantParts};
pub use deciding::{Verdict, decide};
pub use messages::{Answer, Asked, Embed, Halt, Rest, Wake, Weight};
pub use writing::Trouble;
