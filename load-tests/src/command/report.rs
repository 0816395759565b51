//! `report`: results as a page, or a growth as a picture.

use std::path::PathBuf;
use std::process::ExitCode;

use anyhow::{Result, bail};
use clap::Args;

use crate::file::write;
use crate::page::{Source, drawing, page};

/// Draws results as one page of HTML.
#[derive(Args, Debug)]
pub struct ReportArgs {
    /// JSON files that `run`, `compare` or `growth` wrote.
    #[arg(required = true)]
    files: Vec<PathBuf>,
    /// Where to write the page; with the ending .svg, the picture of one growth.
    #[arg(long, value_name = "FILE")]
    out: PathBuf,
}

impl ReportArgs {
    /// Reads the files and writes the page.
    pub fn run(&self) -> Result<ExitCode> {
        let sources = self.files.iter().map(|file| Source::read(file));
        let sources = sources.collect::<Result<Vec<_>>>()?;
        let picture = self.out.extension().is_some_and(|ending| ending == "svg");
        let drawn = match sources.as_slice() {
            [Source::Growth(growth)] if picture => drawing(growth),
            _ if picture => bail!("a picture is drawn of one file that `growth` wrote"),
            _ => page(sources),
        };
        write(&self.out, &drawn)?;
        println!("wrote {}", self.out.display());
        Ok(ExitCode::SUCCESS)
    }
}
