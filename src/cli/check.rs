//! `renexus config check`.

use std::process::ExitCode;

use anyhow::Result;
use clap::Subcommand;

use super::Source;

/// Look at the settings.
#[derive(Debug, Subcommand)]
pub(super) enum Config {
    /// Refuse wrong settings, naming key, value and what would be right.
    Check {
        #[command(flatten)]
        source: Source,
    },
}

impl Config {
    pub(super) fn run(self) -> Result<ExitCode> {
        let Self::Check { source } = self;
        source.settings()?;
        println!("settings are fine");
        Ok(ExitCode::SUCCESS)
    }
}
