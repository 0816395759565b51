//! A search with real runs.

use std::path::Path;
use std::process::ExitCode;

use anyhow::Result;
use clap::Args;

use super::{Found, Probe, Search, Step};
use crate::file::write_json;
use crate::launch::{Launch, Order};

/// How to search, on the command line.
#[derive(Args, Clone, Debug)]
pub struct SearchArgs {
    /// Find the highest rate at which every threshold holds and nothing is lost.
    #[arg(long)]
    pub search: bool,
    /// The scenario's key that is the rate.
    #[arg(long, default_value = "phase.0.rate", requires = "search")]
    pub search_key: String,
    /// The first rate that is tried.
    #[arg(long, default_value_t = 10.0, value_parser = positive, requires = "search")]
    pub search_from: f64,
    /// No higher rate is tried.
    #[arg(long, default_value_t = 1e6, value_parser = positive, requires = "search")]
    pub search_to: f64,
    /// The most runs that one search makes.
    #[arg(long, default_value_t = 30, requires = "search")]
    pub probes: u32,
}

impl SearchArgs {
    /// The plan, when a search is wanted.
    pub fn plan(&self) -> Option<SearchPlan> {
        self.search.then(|| SearchPlan {
            key: self.search_key.clone(),
            from: self.search_from,
            to: self.search_to,
            probes: self.probes,
        })
    }
}

/// Where a search begins and where it ends at the latest.
#[derive(Clone, Debug, PartialEq)]
pub struct SearchPlan {
    /// The scenario's key that is the rate.
    pub key: String,
    /// The first rate.
    pub from: f64,
    /// The highest rate.
    pub to: f64,
    /// The most probes.
    pub probes: u32,
}

/// Searches the rate of one target, prints each probe, and writes the search as JSON.
pub async fn alone(
    plan: &SearchPlan,
    launch: &mut impl Launch,
    order: &Order,
    json: Option<&Path>,
) -> Result<ExitCode> {
    let found = climb(plan, launch, order, &mut |probe| println!("{}", probe.line())).await?;
    println!("{}", found.line());
    if let Some(file) = json {
        write_json(file, &found)?;
    }
    Ok(if found.rate.is_some() { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

/// Searches the highest rate that a target bears; `tell` gets each probe as it ends.
pub async fn climb(
    plan: &SearchPlan,
    launch: &mut impl Launch,
    order: &Order,
    tell: &mut impl FnMut(&Probe),
) -> Result<Found> {
    let mut search = Search::new(plan.from, plan.to, plan.probes);
    let mut found = Found { target: order.target.clone(), ..Found::default() };
    loop {
        let rate = match search.step() {
            Step::Probe(rate) => rate,
            Step::Done(rate) => {
                found.rate = rate;
                break;
            }
        };
        let mut at_rate = order.clone();
        at_rate.set.push((plan.key.clone(), format!("{rate:.3}")));
        let probe = match launch.launch(&at_rate).await {
            Ok(run) => {
                let probe = Probe::of(rate, &run);
                if probe.broken.is_empty() {
                    found.result = Some(run);
                }
                probe
            }
            // Only the first run tells that nothing works at all.
            Err(error) if found.probes.is_empty() => return Err(error),
            Err(error) => Probe::failed(rate, &error),
        };
        tell(&probe);
        search.tell(probe.outcome());
        found.probes.push(probe);
    }
    found.limited = search.met_a_limit();
    found.generator_limited = lowest_broken(&found).is_some_and(|probe| probe.generator_saturated);
    if found.rate.is_none() {
        found.result = None;
    }
    Ok(found)
}

/// The probe that broke closest above the answer.
fn lowest_broken(found: &Found) -> Option<&Probe> {
    let above = |probe: &&Probe| found.rate.is_none_or(|rate| probe.rate > rate);
    let broken = found.probes.iter().filter(|probe| !probe.broken.is_empty()).filter(above);
    broken.min_by(|one, other| one.rate.total_cmp(&other.rate))
}

fn positive(text: &str) -> Result<f64, String> {
    match text.parse() {
        Ok(rate) if rate > 0.0 && f64::is_finite(rate) => Ok(rate),
        _ => Err("expected a number above 0".to_owned()),
    }
}
