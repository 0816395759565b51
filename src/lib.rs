//! Renexus: a realtime collaboration server. This crate is the border: settings,
//! HTTP, sockets, tokens and the database stand here; the life is in `renexus-actors`.
//!
//! [`Server::bind`] makes a server, [`Server::run`] runs it until it is told to stop.

pub mod access;
pub mod accounts;
pub mod adapters;
mod addresses;
mod answering;
mod assembly;
mod assistant;
pub mod auth;
pub mod cache;
mod chores;
pub mod cli;
pub mod comments;
pub mod config;
pub mod copying;
pub mod db;
pub mod domain;
mod endings;
mod engine;
mod error;
pub mod exporting;
pub mod files;
mod filing;
mod graphql;
mod http;
pub mod indexing;
pub mod insight;
mod layers;
pub mod links;
mod listening;
mod live;
mod lock;
pub mod locks;
pub mod mail;
mod mark;
pub mod meaning;
mod nodes;
pub mod notify;
pub mod outlook;
pub mod pages;
pub mod planning;
pub mod rates;
mod retrying;
mod revoking;
pub mod rich;
mod routes;
pub mod search;
pub mod seeding;
mod server;
pub mod shared;
mod sharing;
mod socket;
mod state;
mod streams;
pub mod tasks;
pub mod telemetry;
mod telling;
mod threads;
mod unstarted;
pub mod wal;
mod webapp;
pub mod webhooks;

pub use server::Server;
pub use unstarted::ServerError;
