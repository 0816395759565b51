//! `report`: results as a page.

use std::path::PathBuf;
use std::process::ExitCode;

use anyhow::Result;
use clap::Args;

use crate::file::write;
use crate::page::{Source, page};

/// Draws results as one page of HTML.
#[derive(Args, Debug)]
pub struct ReportArgs {
    /// JSON files that `run`, `compare` or `growth` wrote.
    #[arg(required = true)]
    files: Vec<PathBuf>,
    /// Where to write the page.
    #[arg(long, value_name = "FILE")]
    out: PathBuf,
}

impl ReportArgs {
    /// Reads the files and writes the page.
    pub fn run(&self) -> Result<ExitCode> {
        let sources = self.files.iter().map(|file| Source::read(file));
        write(&self.out, &page(sources.collect::<Result<_>>()?))?;
        println!("wrote {}", self.out.display());
        Ok(ExitCode::SUCCESS)
    }
}
