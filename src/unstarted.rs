//! Why a server cannot start.

use thiserror::Error;

use crate::accounts::{AccountError, PasswordError};
use crate::adapters::openai::NoModel;
use crate::auth::KeyError;
use crate::config::SettingsError;
use crate::db::DatabaseError;
use crate::files::blobs::BlobError;
use crate::mail::CarrierError;
use crate::seeding::SeedingError;
use crate::shared::RedisFailure;
use crate::webhooks::NoCourier;

/// Why a server cannot start.
#[derive(Debug, Error)]
pub enum ServerError {
    /// A setting is wrong.
    #[error(transparent)]
    Settings(#[from] SettingsError),
    /// The database cannot be used.
    #[error(transparent)]
    Database(#[from] DatabaseError),
    /// Another server uses the data folder.
    #[error("{0}")]
    Taken(String),
    /// The keys cannot be used.
    #[error(transparent)]
    Keys(#[from] KeyError),
    /// The address, a folder or a thread cannot be had.
    #[error("{what}: {source}")]
    System {
        /// What was wanted.
        what: String,
        /// Why not.
        source: std::io::Error,
    },
    /// Passwords cannot be hashed.
    #[error(transparent)]
    Passwords(#[from] PasswordError),
    /// The model service cannot be reached, as it is set up.
    #[error(transparent)]
    Model(#[from] NoModel),
    /// Mail cannot be sent.
    #[error(transparent)]
    Mail(#[from] CarrierError),
    /// Webhooks cannot be delivered.
    #[error(transparent)]
    Webhooks(#[from] NoCourier),
    /// The first account cannot be prepared.
    #[error(transparent)]
    Account(#[from] AccountError),
    /// Files cannot be kept.
    #[error("files: {0}")]
    Blobs(#[from] BlobError),
    /// What is left of an unfinished demo cannot be taken away.
    #[error(transparent)]
    Seeding(#[from] SeedingError),
    /// What the nodes share cannot be reached as it is set up.
    #[error("redis: {0}")]
    Redis(#[from] RedisFailure),
    /// The figures cannot be set up.
    #[error("metrics: {0}")]
    Metrics(String),
}
