//! `renexus-load run`: one scenario against one target.

use std::path::PathBuf;
use std::process::ExitCode;

use anyhow::{Context, Result};
use clap::Args;
use renexus_load::peer::Protocol;
use renexus_load::scenario::Scenario;
use renexus_load::swarm::{self, RunOptions};
use renexus_load::target::TargetFile;

/// What to run, against what.
#[derive(Args)]
pub(crate) struct RunArgs {
    /// A scenario that ships, or the path of a scenario file.
    scenario: PathBuf,
    /// A target that ships, or the path of a target file.
    #[arg(long)]
    target: String,
    /// Changes a value of the scenario: clients=50, phase.0.rate=20; may be repeated.
    #[arg(long = "set", value_name = "KEY=VALUE", value_parser = super::setting)]
    set: Vec<(String, String)>,
    /// Speak this protocol instead of the scenario's or the target's own.
    #[arg(long)]
    protocol: Option<Protocol>,
    /// Decides ids and moments; drawn and printed when not given.
    #[arg(long)]
    seed: Option<u64>,
    /// Threads that run clients, in each process.
    #[arg(long, default_value_t = 1)]
    threads: usize,
    /// Processes that run clients, when one may not open enough files.
    #[arg(long, default_value_t = 1)]
    processes: usize,
}

/// Runs it, prints the result and writes it; fails when a threshold is broken.
pub(crate) async fn run(args: RunArgs, json: Option<&PathBuf>) -> Result<ExitCode> {
    let scenario = Scenario::load_with(&args.scenario, &args.set)?;
    let file = TargetFile::named(&args.target)?;
    let seed = args.seed.unwrap_or_else(rand::random);
    println!("seed {seed}");
    let data = tempfile::tempdir()?;
    let target = file.start(data.path()).await?;
    let options = RunOptions {
        seed: Some(seed),
        protocol: args.protocol,
        threads: args.threads,
        processes: args.processes,
    };
    let result = swarm::run(&scenario, &target, &options).await?;
    for line in swarm::lines(&result) {
        println!("{line}");
    }
    if let Some(path) = json {
        let text = serde_json::to_string_pretty(&result)? + "\n";
        std::fs::write(path, text).with_context(|| format!("cannot write {}", path.display()))?;
    }
    let kept = result.verdicts.iter().all(|verdict| verdict.kept);
    Ok(if kept { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}
