//! `table`: comparisons as Markdown.

use std::path::PathBuf;
use std::process::ExitCode;

use anyhow::Result;
use clap::Args;

use crate::compare::{Comparison, markdown};
use crate::figure::{Figure, names};
use crate::file::read_json;

/// Prints a Markdown table of comparisons.
#[derive(Args, Debug)]
pub struct TableArgs {
    /// JSON files that `compare --json` wrote.
    #[arg(required = true)]
    files: Vec<PathBuf>,
    /// The figures to show, by name; else those that each comparison had requirements on.
    #[arg(long, value_delimiter = ',', value_parser = figure)]
    figures: Vec<&'static Figure>,
}

impl TableArgs {
    /// Prints the table.
    pub fn run(&self) -> Result<ExitCode> {
        let read = self.files.iter().map(|file| read_json(file));
        let comparisons = read.collect::<Result<Vec<Comparison>>>()?;
        for line in markdown(&comparisons, &self.figures) {
            println!("{line}");
        }
        Ok(ExitCode::SUCCESS)
    }
}

fn figure(name: &str) -> Result<&'static Figure, String> {
    Figure::by_name(name).ok_or_else(|| format!("there are {}", names()))
}
