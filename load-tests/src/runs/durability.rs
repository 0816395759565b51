//! `kill -9`, for any target: what had it acknowledged, or shown to others, and forgot?
//!
//! Nobody comes back with a copy of the lost edits: what the fresh reader after a
//! restart does not get was in the server's hands alone, and is gone.

mod books;
mod report;
mod round;

use std::collections::BTreeMap;
use std::time::Instant;

use anyhow::{Context, Result};
use rand::SeedableRng;
use rand::rngs::StdRng;

use crate::peer::Protocol;
use crate::report::{Quantiles, micros};
use crate::target::{RunningTarget, TargetFile};

use self::books::{Books, Findings, Totals};
use self::round::Round;

pub use self::report::DurabilityReport;

use super::progress;

/// Documents in all; they grow over the rounds.
const DOCUMENTS: u32 = 6;

/// When the server is killed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kill {
    /// In the middle of the typing; the writers of some documents have left.
    WhileTyping,
    /// Up to 1.5 s after the last client has said goodbye.
    WhenEverybodyHasGone,
}

/// What to do.
#[derive(Clone, Debug)]
pub struct DurabilityPlan {
    /// How often the server is killed.
    pub rounds: u32,
    /// Edits a second, over all writers.
    pub rate: u32,
    /// Decides documents, protocols and moments.
    pub seed: u64,
    /// Spoken by the clients; empty for all that the target speaks.
    pub protocols: Vec<Protocol>,
    /// When.
    pub kill: Kill,
}

/// Kills and restarts a target on one data folder, and looks after each kill.
pub async fn run(target: &TargetFile, plan: &DurabilityPlan) -> Result<DurabilityReport> {
    run_watched(target, plan, async |_| Ok(())).await
}

/// The same with a last look at the server before each kill.
pub async fn run_watched(
    target: &TargetFile,
    plan: &DurabilityPlan,
    mut before_kill: impl AsyncFnMut(&RunningTarget) -> Result<()>,
) -> Result<DurabilityReport> {
    let mut dice = StdRng::seed_from_u64(plan.seed);
    let protocols = spoken(target, &plan.protocols)?;
    let documents: Vec<_> = (1..=DOCUMENTS).map(|number| format!("kill-{number}")).collect();
    let folder = tempfile::tempdir()?;
    let mut books: BTreeMap<String, Books> = BTreeMap::new();
    let (mut findings, mut totals) = (Findings::default(), Totals::default());
    let (mut latencies, mut restarts) = (micros(), micros());
    let bar = progress(u64::from(plan.rounds), "kill -9");
    let mut server = target.start(folder.path()).await?;
    for number in 1..=plan.rounds {
        let round = Round::draw(number, &documents, (&protocols, plan.kill), &mut dice);
        let prefix = round.prefix.clone();
        let measured = round.run(&mut server, plan.rate, &mut books, &mut before_kill).await;
        for measured in measured.with_context(|| format!("round {number}"))? {
            latencies.add(measured)?;
        }
        for books in books.values() {
            books.count(&prefix, &mut totals);
        }
        let killed = Instant::now();
        server.restart().await?;
        restarts.saturating_record(u64::try_from(killed.elapsed().as_micros())?);
        findings.add(round::look(&server, &mut books, &protocols, &mut dice).await?);
        bar.inc(1);
    }
    bar.finish_and_clear();
    server.stop().await?;
    Ok(DurabilityReport {
        target: target.name.clone(),
        protocols,
        seed: plan.seed,
        rounds: plan.rounds,
        everyone_left: plan.kill == Kill::WhenEverybodyHasGone,
        acknowledgement_means: target.durable.clone(),
        sent: totals.sent,
        acknowledged: totals.acknowledged,
        acknowledged_missing: findings.acknowledged_missing,
        seen: totals.seen,
        seen_missing: findings.seen_missing,
        stored_missing: findings.stored_missing,
        survived_unacknowledged: findings.survived,
        faults: findings.faults,
        acknowledgement: Quantiles::from(&latencies),
        restart: Quantiles::from(&restarts),
    })
}

fn spoken(target: &TargetFile, wanted: &[Protocol]) -> Result<Vec<Protocol>> {
    if wanted.is_empty() {
        return Ok(target.protocols.keys().copied().collect());
    }
    wanted.iter().map(|protocol| target.protocol(Some(*protocol))).collect()
}
