//! `renexus insight`: forecasts and suggestions, measured on histories of finished work.

mod backtest;
mod duplicates;
mod suggest_eval;

use std::fs::File;
use std::io::{BufReader, Read};
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use anyhow::{Context, Result};
use clap::{Args, Subcommand};
use flate2::read::MultiGzDecoder;
use indicatif::{ProgressBar, ProgressStyle};

use crate::insight::history::{self, Item, Oddities};

/// Bytes of an unpacked history that are read: more is not a list of titles.
const MAX_BYTES: u64 = 512 * 1024 * 1024;

/// Measure forecasts and suggestions on histories of finished work.
#[derive(Debug, Subcommand)]
pub(super) enum Insight {
    /// Forecast from each week of a history what came after it, and count how often that held.
    Backtest(backtest::Backtest),
    /// Guess person and area of each item from its title and what was before it.
    SuggestEval(suggest_eval::SuggestEval),
    /// Seek tasks of the demo that say the same in other words.
    Duplicates(duplicates::Duplicates),
}

impl Insight {
    pub(super) fn run(self) -> Result<ExitCode> {
        match self {
            Self::Backtest(backtest) => backtest.run(),
            Self::SuggestEval(evaluation) => evaluation.run(),
            Self::Duplicates(duplicates) => duplicates.run(),
        }
    }
}

/// What is measured.
#[derive(Clone, Debug, Args)]
struct Histories {
    /// Tables with the columns started_at, done_at, person, area, files, bot, title; plain or packed (.gz).
    #[arg(required = true)]
    files: Vec<PathBuf>,
    /// Print JSON instead of a table.
    #[arg(long)]
    json: bool,
}

impl Histories {
    /// Does something with each history and shows how far it is.
    fn each<R>(&self, mut job: impl FnMut(Vec<Item>, Oddities) -> R) -> Result<Vec<(String, R)>> {
        let bar = ProgressBar::new(self.files.len().try_into().unwrap_or(u64::MAX));
        bar.set_style(ProgressStyle::with_template("{bar:24} {pos}/{len} {msg}")?);
        let mut results = Vec::with_capacity(self.files.len());
        for file in &self.files {
            let name = name(file);
            bar.set_message(name.clone());
            let (items, oddities) = read(file).with_context(|| file.display().to_string())?;
            results.push((name, job(items, oddities)));
            bar.inc(1);
        }
        bar.finish_and_clear();
        Ok(results)
    }
}

fn name(file: &Path) -> String {
    let name = file.file_name().unwrap_or_default().to_string_lossy();
    name.trim_end_matches(".gz").trim_end_matches(".csv").to_owned()
}

fn read(file: &Path) -> Result<(Vec<Item>, Oddities)> {
    let opened = BufReader::new(File::open(file)?);
    let packed = file.extension().is_some_and(|extension| extension == "gz");
    let bytes: Box<dyn Read> =
        if packed { Box::new(MultiGzDecoder::new(opened)) } else { Box::new(opened) };
    Ok(history::read(bytes.take(MAX_BYTES))?)
}
