//! Redis (or Valkey): what the nodes of one server share in memory.
//!
//! Nothing here is the only copy of anything that cannot be lost. [`Redis`] keeps a connection by
//! itself, and answers [`RedisFailure::Away`] at once while there is none, so that nobody waits for a
//! server that is gone. [`Redis::subscriber`] hears channels, and says when something may have been
//! missed.

mod address;
mod command_link;
mod connection;
mod failure;
mod handle;
mod inbox;
mod pool;
mod settings;
mod subscriber;

pub use address::Address;
pub use failure::RedisFailure;
pub use handle::Redis;
pub use inbox::{Heard, Inbox};
pub use settings::RedisSettings;
pub use subscriber::Subscriber;
