//! `compare` and `table` on the command line.

use std::path::{Path, PathBuf};
use std::process::ExitCode;

use anyhow::{Context, Result, bail, ensure};
use clap::Args;

use super::{Comparison, Failure, Requirement, Round, lines, markdown};
use crate::figure::Figure;
use crate::launch::{ChildRuns, Launch, Order, RunArgs, command_line, read_json};
use crate::page;
use crate::result::RunResult;
use crate::search::{Probe, SearchArgs, SearchPlan, climb};

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
            page::write(file, &(serde_json::to_string_pretty(&comparison)? + "\n"))?;
        }
        let kept = comparison.kept();
        if let Some(file) = &self.html {
            page::write(file, &page::page(vec![page::Source::Comparison(comparison)]))?;
        }
        Ok(if kept { ExitCode::SUCCESS } else { ExitCode::FAILURE })
    }
}

/// What to compare.
#[derive(Debug)]
pub struct ComparePlan {
    /// Name of the scenario.
    pub scenario: String,
    /// Names of the targets.
    pub targets: Vec<String>,
    /// How often each has its turn.
    pub rounds: u32,
    /// The first round's seed; each further round takes the next, the same for all targets.
    pub seed: u64,
    /// Limits on figures of the first target.
    pub requirements: Vec<Requirement>,
    /// Searches the highest rate in each turn, instead of one run.
    pub search: Option<SearchPlan>,
}

/// Gives each target its turn in each round; `say` gets a line for each run.
///
/// A turn that fails is written down and the others go on; only when no turn
/// succeeds at all is there nothing to compare.
pub async fn compare(
    plan: &ComparePlan,
    launch: &mut impl Launch,
    say: &mut impl FnMut(String),
) -> Result<Comparison> {
    let mut names = plan.targets.clone();
    names.sort();
    names.dedup();
    ensure!(names.len() == plan.targets.len(), "--targets names a target twice");
    for requirement in &plan.requirements {
        requirement.fits(&plan.targets)?;
    }
    let mut comparison = Comparison {
        scenario: plan.scenario.clone(),
        targets: plan.targets.clone(),
        seed: plan.seed,
        ..Comparison::default()
    };
    for round in 1..=plan.rounds {
        for target in &plan.targets {
            say(format!("round {round} of {}: {target}", plan.rounds));
            let seed = plan.seed.wrapping_add(u64::from(round - 1));
            let order = Order { target: target.clone(), set: Vec::new(), seed };
            match turn(plan, launch, &order, say).await {
                Ok((result, search)) => {
                    let target = target.clone();
                    comparison.rounds.push(Round { round, target, result, search });
                }
                Err(error) => {
                    let error = format!("{error:#}");
                    say(format!("  failed: {error}"));
                    comparison.failures.push(Failure { round, target: target.clone(), error });
                }
            }
        }
    }
    if let (true, Some(failure)) = (comparison.rounds.is_empty(), comparison.failures.first()) {
        bail!("no run succeeded; the first: {}: {}", failure.target, failure.error);
    }
    if let Some(round) = comparison.rounds.first() {
        comparison.scenario.clone_from(&round.result.scenario);
    }
    comparison.requirements =
        plan.requirements.iter().map(|requirement| requirement.check(&comparison)).collect();
    Ok(comparison)
}

async fn turn(
    plan: &ComparePlan,
    launch: &mut impl Launch,
    order: &Order,
    say: &mut impl FnMut(String),
) -> Result<(RunResult, Option<crate::search::Found>)> {
    let Some(search) = &plan.search else {
        return Ok((launch.launch(order).await?, None));
    };
    let found = climb(search, launch, order, &mut |probe: &Probe| say(probe.line())).await?;
    let result = found.result.clone();
    let lowest = found.probes.last().map(|probe| probe.rate).unwrap_or_default();
    let result = result.with_context(|| format!("no rate held, not even {lowest}"))?;
    Ok((result, Some(found)))
}

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
    let known = || crate::figure::ALL.iter().map(|figure| figure.name).collect::<Vec<_>>();
    Figure::by_name(name).ok_or_else(|| format!("there are {}", known().join(", ")))
}
