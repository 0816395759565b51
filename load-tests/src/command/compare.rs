//! `compare`: several targets in turn.

use std::path::{Path, PathBuf};
use std::process::ExitCode;

use anyhow::Result;
use clap::Args;

use crate::compare::{ComparePlan, Requirement, compare, lines};
use crate::file::{write, write_json};
use crate::launch::{ChildRuns, RunArgs, command_line};
use crate::page;
use crate::search::SearchArgs;

/// Compares targets under one scenario, taking turns.
#[derive(Args, Debug)]
pub struct CompareArgs {
    #[command(flatten)]
    run: RunArgs,
    /// The targets, in the order of their turns; ratios are of the first to each other.
    #[arg(long, value_delimiter = ',', required = true)]
    targets: Vec<String>,
    /// How often each target has its turn.
    #[arg(long, default_value_t = 3, value_parser = clap::value_parser!(u32).range(1..=100))]
    rounds: u32,
    /// A limit on a figure of the first target: "deliveries_per_cpu_second >= 0.9 * floor",
    /// "latency_p99_ms <= best-peer", "acknowledgement_p99_ms <= 50"; may be repeated.
    /// Exit code 1 when one is broken.
    #[arg(long = "require", value_name = "REQUIREMENT")]
    requirements: Vec<Requirement>,
    /// Write a page with plots to this file as well.
    #[arg(long, value_name = "FILE")]
    html: Option<PathBuf>,
    #[command(flatten)]
    search: SearchArgs,
}

impl CompareArgs {
    /// Compares, prints the table and writes what was asked for.
    pub async fn run(self, server: Option<&Path>, json: Option<&Path>) -> Result<ExitCode> {
        let plan = ComparePlan {
            scenario: self.run.scenario.clone(),
            targets: self.targets,
            rounds: self.rounds,
            seed: self.run.seed(),
            requirements: self.requirements,
            search: self.search.plan(),
        };
        println!("seed {}", plan.seed);
        let mut runs = ChildRuns::of_this_program(self.run, server)?;
        let mut comparison = compare(&plan, &mut runs, &mut |line| println!("{line}")).await?;
        comparison.command = command_line();
        println!();
        for line in lines(&comparison) {
            println!("{line}");
        }
        if let Some(file) = json {
            write_json(file, &comparison)?;
        }
        let kept = comparison.kept();
        if let Some(file) = &self.html {
            write(file, &page::page(vec![page::Source::Comparison(comparison)]))?;
        }
        Ok(if kept { ExitCode::SUCCESS } else { ExitCode::FAILURE })
    }
}
