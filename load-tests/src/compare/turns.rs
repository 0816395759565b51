//! The turns of a comparison.

use anyhow::{Context, Result, bail, ensure};

use super::{Comparison, Failure, Requirement, Round};
use crate::launch::{Launch, Order};
use crate::result::RunResult;
use crate::search::{Found, Probe, SearchPlan, climb};

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
) -> Result<(RunResult, Option<Found>)> {
    let Some(search) = &plan.search else {
        return Ok((launch.launch(order).await?, None));
    };
    let found = climb(search, launch, order, &mut |probe: &Probe| say(probe.line())).await?;
    let result = found.result.clone();
    let lowest = found.probes.last().map(|probe| probe.rate).unwrap_or_default();
    let result = result.with_context(|| format!("no rate held, not even {lowest}"))?;
    Ok((result, Some(found)))
}
