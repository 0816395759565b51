//! Why Redis was of no help.

use thiserror::Error;

/// Why Redis was of no help. No text of it holds an address: it may hold a password.
#[derive(Debug, Error)]
pub enum RedisFailure {
    /// The address cannot be read.
    #[error("redis.url: {0}")]
    Address(&'static str),
    /// The certificates cannot be read.
    #[error("redis.authorities: {0}")]
    Authorities(std::io::Error),
    /// The thread cannot be had.
    #[error("the thread of Redis: {0}")]
    Thread(std::io::Error),
    /// There is no connection now.
    #[error("Redis is away")]
    Away,
    /// No answer came in time.
    #[error("Redis did not answer within {0} ms")]
    Silent(u128),
    /// Sentinel led to a server that takes no changes, which happens while it chooses another.
    #[error("Redis is a replica now")]
    Replica,
    /// No connection of the pool was free in time.
    #[error("no connection to Redis was free in time")]
    Crowded,
    /// Redis, or the way to it, failed.
    #[error("Redis: {0}")]
    Failed(#[from] redis::RedisError),
}

impl RedisFailure {
    /// Whether the connection itself may be the reason.
    pub(super) fn doubts_connection(&self) -> bool {
        match self {
            Self::Failed(error) => {
                error.is_io_error()
                    || error.is_unrecoverable_error()
                    || error.kind() == redis::ErrorKind::Server(redis::ServerErrorKind::ReadOnly)
            }
            Self::Silent(_) | Self::Replica => true,
            _ => false,
        }
    }
}
