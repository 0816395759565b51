//! From what was committed to open sockets: events to the channels of workspaces, and changed
//! rights to everybody concerned.

mod announcer;
mod hearing;
mod onlookers;
mod relay;
mod rights;

pub(crate) use announcer::Announcer;
pub(crate) use hearing::PeopleHearing;
pub(crate) use onlookers::Onlookers;
pub(crate) use relay::{RelayActor, RelayParts, Teller};
pub(crate) use rights::PeopleRights;
