//! The REST API: one file per resource. A handler says who, what, do, answer.

pub(crate) mod access;
mod body;
pub(crate) mod content;
pub(crate) mod documents;
pub(crate) mod health;
pub(crate) mod openapi;
pub(crate) mod tokens;
pub(crate) mod y_sweet;
