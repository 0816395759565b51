//! Load runs for Renexus, and the test client and server process they stand on.
//!
//! [`peer`] speaks the three protocols like stock editors and keeps books of
//! what was acknowledged; [`server`] runs a server as a child process; each
//! module in [`runs`] measures or proves one promise. The server's own tests
//! use the same three.

pub mod command;
pub mod compare;
pub mod figure;
pub mod file;
pub mod floor;
pub mod growth;
pub mod home;
pub mod http;
pub mod launch;
pub mod page;
pub mod peer;
pub mod process;
pub mod report;
pub mod result;
pub mod runs;
pub mod scenario;
pub mod search;
pub mod server;
pub mod swarm;
pub mod target;
pub mod trace;

pub use peer::{IdlePeer, Peer, PeerError, Protocol, Target};
pub use server::ServerProcess;
