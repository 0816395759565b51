//! `kill -9` under load: is everything there that was acknowledged?

mod books;
mod round;

use std::collections::BTreeMap;
use std::path::PathBuf;

use anyhow::Result;
use rand::SeedableRng;
use rand::rngs::StdRng;
use serde::Serialize;

use crate::report::{self, Quantiles, Report};
use crate::server::ServerProcess;

use self::books::{Books, Findings};
use self::round::Round;

use super::progress;

/// Documents in all; they grow over the rounds.
const DOCUMENTS: u32 = 6;

/// Settings under which documents leave memory and are checkpointed many times in a run.
const SHORT_LIVES: &[(&str, &str)] =
    &[("RENEXUS__DOCUMENT__IDLE_SECONDS", "0.2"), ("RENEXUS__DOCUMENT__CHECKPOINT_UPDATES", "50")];

/// What to do.
#[derive(Clone, Debug)]
pub struct KillPlan {
    /// The server's binary.
    pub server: PathBuf,
    /// How often it is killed.
    pub rounds: u32,
    /// Edits a second, over all writers.
    pub rate: u32,
    /// Decides documents, protocols and moments.
    pub seed: u64,
    /// Environment of the server, on top of the run's own.
    pub env: Vec<(String, String)>,
}

/// What came out.
#[derive(Clone, Debug, Serialize)]
pub struct KillReport {
    /// Decided documents, protocols and moments.
    pub seed: u64,
    /// Kills.
    pub rounds: u32,
    /// Edits that had been acknowledged before a kill.
    pub acknowledged: u64,
    /// Edits that had to be there after a restart and were not.
    pub missing: u64,
    /// Edits that were not acknowledged, and were there: allowed.
    pub survived_unacknowledged: u64,
    /// Checkpoints taken while the edits were made.
    pub checkpoints: u64,
    /// Missing, torn and foreign edits, the first of them in words.
    pub faults: Vec<String>,
    /// How long acknowledgements took.
    pub acknowledgement: Quantiles,
    /// From the start of the process to its address line.
    pub restart: Quantiles,
}

/// Kills and restarts a server on one data folder, and looks after each kill.
pub async fn run(plan: KillPlan) -> Result<KillReport> {
    let mut dice = StdRng::seed_from_u64(plan.seed);
    let documents: Vec<_> = (1..=DOCUMENTS).map(|number| format!("kill-{number}")).collect();
    let folder = tempfile::tempdir()?;
    let env: Vec<_> = settings(&plan.env);
    let start = || ServerProcess::start(&plan.server, folder.path(), &env);
    let mut books: BTreeMap<String, Books> = BTreeMap::new();
    let mut findings = Findings::default();
    let (mut latencies, mut restarts) = (report::micros(), report::micros());
    let mut checkpoints = 0;
    let bar = progress(u64::from(plan.rounds), "kill -9");
    let mut server = start()?;
    for number in 1..=plan.rounds {
        let round = Round::draw(number, &documents, &mut dice);
        let outcome = round.run(&mut server, plan.rate, &mut books).await?;
        for measured in outcome.latencies {
            latencies.add(measured)?;
        }
        checkpoints += outcome.checkpoints;
        server = start()?;
        restarts.saturating_record(u64::try_from(server.ready_after().as_micros())?);
        findings.add(round::look(&server, &mut books, &mut dice).await?);
        bar.inc(1);
    }
    bar.finish_and_clear();
    Ok(KillReport {
        seed: plan.seed,
        rounds: plan.rounds,
        acknowledged: latencies.len(),
        missing: findings.missing,
        survived_unacknowledged: findings.survived,
        checkpoints,
        faults: findings.faults,
        acknowledgement: Quantiles::from(&latencies),
        restart: Quantiles::from(&restarts),
    })
}

/// The run's own settings first, so that the caller's win.
fn settings(extra: &[(String, String)]) -> Vec<(&str, &str)> {
    let extra = extra.iter().map(|(key, value)| (key.as_str(), value.as_str()));
    SHORT_LIVES.iter().copied().chain(extra).collect()
}

impl Report for KillReport {
    fn lines(&self) -> Vec<String> {
        let mut lines = vec![
            format!("kill -9: {} rounds, seed {}", self.rounds, self.seed),
            format!("acknowledged edits: {}", self.acknowledged),
            format!("acknowledged edits missing: {}", self.missing),
            format!("unacknowledged edits that survived: {}", self.survived_unacknowledged),
            format!("checkpoints taken meanwhile: {}", self.checkpoints),
            format!("acknowledgement: {}", self.acknowledgement),
            format!("restart: {}", self.restart),
        ];
        lines.extend(self.faults.iter().map(|fault| format!("FAULT {fault}")));
        lines
    }

    fn kept(&self) -> bool {
        self.missing == 0 && self.faults.is_empty()
    }
}
