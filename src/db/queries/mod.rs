//! Queries by topic; none of them knows HTTP.

pub mod blob_removals;
pub mod checkpoints;
pub mod documents;
pub mod entries;
pub mod events;
pub mod file_references;
pub mod files;
pub mod idempotency;
pub mod invitations;
pub mod journal;
pub mod keys;
pub mod ledger;
pub mod logins;
pub mod members;
pub mod one_time;
pub mod outbox;
pub mod people;
pub mod quarantine;
pub mod recovery;
pub mod revocations;
pub mod uploads;
pub mod workspaces;
