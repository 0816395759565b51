//! What a page is made from.

use anyhow::{Result, bail};
use serde_json::Value;

use crate::compare::{Comparison, Round};
use crate::file::read_json;
use crate::growth::Growth;
use crate::result::RunResult;

/// One file of results.
#[derive(Clone, Debug)]
pub enum Source {
    /// What `run --json` wrote.
    Run(Box<RunResult>),
    /// What `compare --json` wrote.
    Comparison(Comparison),
    /// What `growth --json` wrote.
    Growth(Growth),
}

impl Source {
    /// Reads a file of any kind.
    pub fn read(file: &std::path::Path) -> Result<Self> {
        let json: Value = read_json(file)?;
        let kind = json.get("kind").and_then(Value::as_str).map(str::to_owned);
        let read = match kind.as_deref() {
            Some("comparison") => serde_json::from_value(json).map(Self::Comparison),
            Some("growth") => serde_json::from_value(json).map(Self::Growth),
            Some(other) => bail!("{} is of the unknown kind {other:?}", file.display()),
            None => serde_json::from_value(json).map(Self::Run),
        };
        read.map_err(|error| anyhow::anyhow!("{} holds no result: {error}", file.display()))
    }
}

/// Comparisons and growths; plain runs become comparisons, one for each scenario.
pub fn sorted(sources: Vec<Source>) -> (Vec<Comparison>, Vec<Growth>) {
    let (mut comparisons, mut growths, mut plain) = (Vec::new(), Vec::new(), Vec::new());
    for source in sources {
        match source {
            Source::Run(run) => add_run(&mut plain, *run),
            Source::Comparison(comparison) => comparisons.push(comparison),
            Source::Growth(growth) => growths.push(growth),
        }
    }
    plain.append(&mut comparisons);
    (plain, growths)
}

fn add_run(plain: &mut Vec<Comparison>, run: RunResult) {
    let (scenario, target) = (run.scenario.clone(), run.target.clone());
    let of_scenario = |comparison: &&mut Comparison| comparison.scenario == scenario;
    let Some(comparison) = plain.iter_mut().find(of_scenario) else {
        let round = Round { round: 1, target: target.clone(), result: run, search: None };
        plain.push(Comparison {
            scenario,
            targets: vec![target],
            rounds: vec![round],
            ..Comparison::default()
        });
        return;
    };
    let earlier = comparison.runs(&target).filter_map(|round| round.round.checked_add(1)).max();
    if earlier.is_none() {
        comparison.targets.push(target.clone());
    }
    let round = earlier.unwrap_or(1);
    comparison.rounds.push(Round { round, target, result: run, search: None });
}
