//! Queries by topic; none of them knows HTTP.

pub mod checkpoints;
pub mod cycles;
pub mod documents;
pub mod entries;
pub mod events;
pub mod idempotency;
pub mod invitations;
pub mod journal;
pub mod keys;
pub mod labels;
pub mod ledger;
pub mod logins;
pub mod members;
pub mod milestones;
pub mod one_time;
pub mod outbox;
pub mod people;
pub mod projects;
pub mod quarantine;
pub mod recovery;
pub mod revocations;
pub mod settled;
pub mod statuses;
pub mod task_views;
pub mod tasks;
pub mod workspaces;
