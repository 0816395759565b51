//! `growth`: one key over a list of values.

use std::path::{Path, PathBuf};
use std::process::ExitCode;

use anyhow::Result;
use clap::Args;

use crate::file::{write, write_json};
use crate::growth::{GrowthPlan, Over, grow, lines};
use crate::launch::{ChildRuns, RunArgs, command_line};
use crate::page;

/// Runs a scenario over a list of values of one key and draws what it costs.
#[derive(Args, Debug)]
pub struct GrowthArgs {
    #[command(flatten)]
    run: RunArgs,
    /// The targets; each runs every value.
    #[arg(long = "target", value_delimiter = ',', required = true)]
    targets: Vec<String>,
    /// The key of the scenario and its values, such as clients=10,100,1000,5000.
    #[arg(long, value_name = "KEY=VALUES")]
    over: Over,
    /// Write a page with plots to this file as well.
    #[arg(long, value_name = "FILE")]
    html: Option<PathBuf>,
    /// Write the plots as one picture to this file as well.
    #[arg(long, value_name = "FILE")]
    svg: Option<PathBuf>,
}

impl GrowthArgs {
    /// Runs, prints the table and writes what was asked for.
    pub async fn run(self, server: Option<&Path>, json: Option<&Path>) -> Result<ExitCode> {
        let plan = GrowthPlan { targets: self.targets, over: self.over, seed: self.run.seed() };
        println!("seed {}", plan.seed);
        let mut runs = ChildRuns::of_this_program(self.run, server)?;
        let mut growth = grow(&plan, &mut runs, &mut |line| println!("{line}")).await?;
        growth.command = command_line();
        for line in lines(&growth) {
            println!("{line}");
        }
        if let Some(file) = json {
            write_json(file, &growth)?;
        }
        if let Some(file) = &self.svg {
            write(file, &page::drawing(&growth))?;
        }
        let whole = growth.failures.is_empty();
        if let Some(file) = &self.html {
            write(file, &page::page(vec![page::Source::Growth(growth)]))?;
        }
        Ok(if whole { ExitCode::SUCCESS } else { ExitCode::FAILURE })
    }
}
