//! Webhooks: telling other servers what happens in a workspace.
//!
//! Each webhook has a place in the workspace's log. What is next is written down as a delivery, in the transaction that moves
//! the place on, and tried until it arrives or is given up; then comes what follows. So a crash at any moment costs at most a
//! second attempt, and one webhook waits for no other. The rights of its owner are asked anew at each attempt.

mod attempt;
mod bell;
mod courier;
mod filter;
pub mod network;
mod pausing;
mod resolver;
mod rules;
mod schedule;
mod settling;
mod showing;
mod signature;
mod taking;
mod turn;

pub use attempt::NoCourier;
pub(crate) use bell::Bell;
pub(crate) use courier::Courier;
pub(crate) use rules::{Rotation, change, create, find, find_delivery, list, remove, rotate, told};
pub(crate) use showing::{view, whole};
pub(crate) use signature::fresh as fresh_secret;
