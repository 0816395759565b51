//! The command line: one file per command.

mod ai;
mod backup;
mod banner;
mod check;
mod doctor;
mod health;
mod insight;
mod migrate;
mod openapi;
mod places;
mod progress;
mod reindex;
mod restore;
mod seed;
mod serve;
mod token;
mod transfer;

use std::path::PathBuf;
use std::process::ExitCode;

use anyhow::Result;
use clap::{Args, Parser, Subcommand};

use crate::config::Settings;

/// A realtime collaboration server: documents that are on disk when they say so.
#[derive(Debug, Parser)]
#[command(version, about)]
pub struct Arguments {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Run the server.
    Serve(serve::Serve),
    /// Print a token, and nothing else.
    Token(token::Token),
    /// Check settings, disk, database, the place of files, and every stored document.
    Doctor(doctor::Doctor),
    /// Write a document to standard output or a file.
    Export(transfer::Export),
    /// Apply a Yjs update to a document, or create one from plain text.
    Import(transfer::Import),
    /// Write everything into one file, also beside a running server.
    Backup(backup::Backup),
    /// Fill an empty installation from a backup.
    Restore(restore::Restore),
    /// Move everything from one engine to the other.
    Migrate(migrate::Migrate),
    /// Build the search index of a stopped server anew.
    Reindex(reindex::Reindex),
    /// Fill a stopped server with a workspace to try things in.
    Seed(seed::Seed),
    /// Look at the settings.
    #[command(subcommand)]
    Config(check::Config),
    /// Measure forecasts and suggestions on histories of finished work.
    #[command(subcommand)]
    Insight(insight::Insight),
    /// Look after the model service of the assistant.
    #[command(subcommand)]
    Ai(ai::Ai),
    /// Ask a running server whether it is ready.
    Health(health::Health),
    /// Print the description of the REST API, and nothing else.
    Openapi(openapi::OpenApi),
}

/// Where settings come from.
#[derive(Clone, Debug, Args)]
pub(crate) struct Source {
    /// A settings file; see config.toml.
    #[arg(long, env = "RENEXUS_CONFIG")]
    config: Option<PathBuf>,
    /// The data folder.
    #[arg(long)]
    data: Option<PathBuf>,
}

impl Source {
    /// Reads and checks the settings.
    fn settings(&self) -> Result<Settings> {
        let settings = self.unchecked()?;
        settings.check()?;
        Ok(settings)
    }

    fn unchecked(&self) -> Result<Settings> {
        let mut settings = Settings::load(self.config.as_deref())?;
        if let Some(data) = &self.data {
            settings.data.folder.clone_from(data);
        }
        Ok(settings)
    }
}

impl Arguments {
    /// Runs the command.
    pub fn run(self) -> Result<ExitCode> {
        match self.command {
            Command::Serve(serve) => serve.run(),
            Command::Token(token) => token.run(),
            Command::Doctor(doctor) => doctor.run(),
            Command::Export(export) => export.run(),
            Command::Import(import) => import.run(),
            Command::Backup(backup) => backup.run(),
            Command::Restore(restore) => restore.run(),
            Command::Migrate(migrate) => migrate.run(),
            Command::Reindex(reindex) => reindex.run(),
            Command::Seed(seed) => seed.run(),
            Command::Config(config) => config.run(),
            Command::Insight(insight) => insight.run(),
            Command::Ai(ai) => ai.run(),
            Command::Health(health) => health.run(),
            Command::Openapi(openapi) => openapi.run(),
        }
    }
}

/// Runs a future on a runtime of its own.
fn block_on<R>(future: impl Future<Output = R>) -> Result<R> {
    Ok(tokio::runtime::Builder::new_current_thread().enable_all().build()?.block_on(future))
}
