//! The assistant on this side: who may ask it for what, where its jobs are kept, and what it costs.
//!
//! It lives in `renexus_actors::assistant`; here are the rules of people, the port behind which its jobs are rows, and
//! the switch of each workspace.

mod asking;
mod deciding;
mod error;
mod keeping;
mod markup;
mod quota;
mod recording;
mod showing;
mod starting;
mod switching;
mod turns;

pub(crate) use asking::{ask, find, list, stop};
pub(crate) use deciding::{carry_out, decided};
pub(crate) use error::AssistantError;
pub(crate) use quota::check;
pub(crate) use recording::{Called, record};
pub(crate) use starting::{Around, start};
pub(crate) use switching::{calls, change, show};
