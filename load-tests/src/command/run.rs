//! `run`: one scenario against one target.

use std::path::Path;
use std::process::ExitCode;

use anyhow::Result;
use clap::Args;

use crate::file::write_json;
use crate::launch::{ChildRuns, Order, RunArgs};
use crate::scenario::Scenario;
use crate::search::{SearchArgs, alone};
use crate::swarm::{self, RunOptions};
use crate::target::TargetFile;

/// Run a scenario against a target and measure both ends.
#[derive(Args, Debug)]
pub struct ScenarioArgs {
    #[command(flatten)]
    run: RunArgs,
    /// A target that ships, or the path of a target file.
    #[arg(long)]
    target: String,
    #[command(flatten)]
    search: SearchArgs,
}

impl ScenarioArgs {
    /// Runs it, prints the result and writes it; fails when a threshold is broken.
    pub async fn run(self, server: Option<&Path>, json: Option<&Path>) -> Result<ExitCode> {
        let seed = self.run.seed();
        // A mistake in the files is told before anything starts.
        let scenario = Scenario::load_with(Path::new(&self.run.scenario), &self.run.set)?;
        let file = TargetFile::named(&self.target)?.with_renexus(server);
        println!("seed {seed}");
        if let Some(plan) = self.search.plan() {
            let order = Order { target: self.target, set: Vec::new(), seed };
            let mut runs = ChildRuns::of_this_program(self.run, server)?;
            return alone(&plan, &mut runs, &order, json).await;
        }
        let data = tempfile::tempdir()?;
        let mut target = file.start(data.path()).await?;
        let options = RunOptions {
            seed: Some(seed),
            protocol: self.run.protocol,
            threads: self.run.threads,
            processes: self.run.processes,
        };
        let result = swarm::run(&scenario, &mut target, &options).await?;
        for line in swarm::lines(&result) {
            println!("{line}");
        }
        if let Some(json) = json {
            write_json(json, &result)?;
        }
        let kept = result.verdicts.iter().all(|verdict| verdict.kept);
        Ok(if kept { ExitCode::SUCCESS } else { ExitCode::FAILURE })
    }
}
