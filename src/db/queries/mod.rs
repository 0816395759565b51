//! Queries by topic; none of them knows HTTP.

pub mod checkpoints;
pub mod documents;
pub mod journal;
pub mod ledger;
pub mod quarantine;
pub mod revocations;
pub mod settled;
