//! GraphQL: the whole domain for reads, what a board needs for changes, and what happens as it
//! happens. It holds no rule of its own: every field calls what REST calls.
//!
//! `schema` is what can be asked, `guard` what a document may look like, `answering` speaks HTTP,
//! `talking` speaks `graphql-transport-ws`.

mod answering;
mod batch;
mod caller;
mod events;
mod guard;
mod inputs;
mod loaders;
mod media;
mod messages;
mod objects;
mod pages;
mod query;
mod running;
mod schema;
mod shaping;
mod subscription;
mod talking;
mod telling;
mod warden;
mod writes;

pub(crate) use answering::routes;
pub(crate) use schema::Graph;
pub(crate) use talking::sockets;
