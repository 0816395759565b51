//! The REST API: one file per resource. A handler says who, what, do, answer.

pub(crate) mod access;
pub(crate) mod accounts;
mod body;
pub(crate) mod comments;
pub(crate) mod content;
pub(crate) mod documents;
pub(crate) mod export;
pub(crate) mod files;
pub(crate) mod health;
pub(crate) mod idempotency;
mod kept;
pub(crate) mod labels;
pub(crate) mod limiting;
pub(crate) mod me;
pub(crate) mod openapi;
mod page;
pub(crate) mod people;
mod person;
pub(crate) mod projects;
pub(crate) mod search;
pub(crate) mod tasks;
pub(crate) mod threads;
pub(crate) mod tokens;
mod version;
pub(crate) mod views;
pub(crate) mod watches;
<<<<<<< HEAD
pub(crate) mod web;
=======
pub(crate) mod webhooks;
>>>>>>> hooks
pub(crate) mod workspaces;
pub(crate) mod y_sweet;
