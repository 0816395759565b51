//! `table`: results as Markdown.

use std::path::{Path, PathBuf};
use std::process::ExitCode;

use anyhow::Result;
use clap::Args;
use serde::Deserialize;
use serde_json::Value;

use crate::compare::markdown;
use crate::figure::{Figure, names};
use crate::file::read_json;
use crate::growth;
use crate::page::{Source, sorted};

/// Prints Markdown tables of results.
#[derive(Args, Debug)]
pub struct TableArgs {
    /// JSON files that `run`, `compare`, `growth`, `kill` or `durability` wrote.
    #[arg(required = true)]
    files: Vec<PathBuf>,
    /// The figures to show, by name; else those that each comparison had requirements on.
    #[arg(long, value_delimiter = ',', value_parser = figure)]
    figures: Vec<&'static Figure>,
}

/// What is read of a run that killed a server; `kill` and `durability` say it in their own words.
#[derive(Debug, Deserialize)]
struct Killed {
    target: Option<String>,
    rounds: u32,
    acknowledged: u64,
    #[serde(alias = "acknowledged_missing")]
    missing: u64,
}

impl TableArgs {
    /// Prints the tables.
    pub fn run(&self) -> Result<ExitCode> {
        let (mut sources, mut killed) = (Vec::new(), Vec::new());
        for file in &self.files {
            match read_killed(file)? {
                Some(run) => killed.push(run),
                None => sources.push(Source::read(file)?),
            }
        }
        let (comparisons, growths) = sorted(sources);
        let mut lines = Vec::new();
        if !comparisons.is_empty() {
            lines.extend(markdown(&comparisons, &self.figures));
        }
        lines.extend(survivals(&killed));
        for growth in &growths {
            lines.push(String::new());
            lines.extend(growth::markdown(growth));
        }
        for line in lines {
            println!("{line}");
        }
        Ok(ExitCode::SUCCESS)
    }
}

/// A run that killed a server; `None` for files of another kind.
fn read_killed(file: &Path) -> Result<Option<Killed>> {
    Ok(serde_json::from_value(read_json::<Value>(file)?).ok())
}

fn survivals(killed: &[Killed]) -> Vec<String> {
    if killed.is_empty() {
        return Vec::new();
    }
    let head = ["", "| Target | Kills | Acknowledged and gone |", "|---|---:|---:|"];
    let rows = killed.iter().map(|run| {
        let target = run.target.as_deref().unwrap_or("renexus");
        format!("| {target} | {} | {} of {} |", run.rounds, run.missing, run.acknowledged)
    });
    head.into_iter().map(str::to_owned).chain(rows).collect()
}

fn figure(name: &str) -> Result<&'static Figure, String> {
    Figure::by_name(name).ok_or_else(|| format!("there are {}", names()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn both_ways_to_kill_are_told_from_other_runs() {
        let of = |json: &str| serde_json::from_str::<Killed>(json).ok();
        let kill = of(r#"{"seed": 1, "rounds": 40, "acknowledged": 7, "missing": 0}"#);
        let durability =
            of(r#"{"target": "floor", "rounds": 2, "acknowledged": 7, "acknowledged_missing": 3}"#);
        let lines = survivals(&[kill.unwrap(), durability.unwrap()]);
        assert_eq!(lines[3..], ["| renexus | 40 | 0 of 7 |", "| floor | 2 | 3 of 7 |"]);
        assert!(of(r#"{"kind": "comparison", "scenario": "journal", "rounds": []}"#).is_none());
    }
}
