//! Load runs for Renexus, and the test client and server process they stand on.
//!
//! [`peer`] speaks the three protocols like stock editors and keeps books of
//! what was acknowledged; [`server`] runs a server as a child process; each
//! module in [`runs`] measures or proves one promise. The server's own tests
//! use the same three.

pub mod floor;
pub mod home;
pub mod http;
pub mod peer;
pub mod report;
pub mod result;
pub mod runs;
pub mod server;
pub mod target;
pub mod trace;

pub use peer::{IdlePeer, Peer, PeerError, Protocol, Target};
pub use server::ServerProcess;
