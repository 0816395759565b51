//! `kill -9` of Renexus under load: [`durability`] with documents that leave
//! memory and are checkpointed all the time.

use std::net::{Ipv4Addr, SocketAddr};
use std::path::{Path, PathBuf};

use anyhow::{Context, Result};
use serde::Serialize;

use crate::report::{Quantiles, Report};
use crate::server::metric;
use crate::target::{RunningTarget, TargetFile};

use super::durability::{self, DurabilityPlan, Kill};

/// The server's addresses; its programs and settings come from the plan.
const TARGET: &str = r#"
description = "the server under test"
start = ["serve", "--listen", "127.0.0.1:{port}", "--data", "{data}"]
token = ["token", "--document", "*", "--level", "write", "--data", "{data}"]
markers = true
[protocols]
hocuspocus = "ws://127.0.0.1:{port}/collab"
y-websocket = "ws://127.0.0.1:{port}/yjs/{document}?token={token}"
y-sweet = "ws://127.0.0.1:{port}/d/{document}/ws/{document}?token={token}"
"#;

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
    let mut checkpoints = 0;
    let durability = DurabilityPlan {
        rounds: plan.rounds,
        rate: plan.rate,
        seed: plan.seed,
        protocols: Vec::new(),
        kill: Kill::WhileTyping,
    };
    let target = target(&plan)?;
    let report = durability::run_watched(&target, &durability, async |server| {
        checkpoints += checkpoints_of(server).await?;
        Ok(())
    });
    let report = report.await?;
    Ok(KillReport {
        seed: plan.seed,
        rounds: plan.rounds,
        acknowledged: report.acknowledged,
        missing: report.acknowledged_missing + report.stored_missing,
        survived_unacknowledged: report.survived_unacknowledged,
        checkpoints,
        faults: report.faults,
        acknowledgement: report.acknowledgement,
        restart: report.restart,
    })
}

fn target(plan: &KillPlan) -> Result<TargetFile> {
    let mut file = TargetFile::parse("renexus", Path::new("."), TARGET)?;
    let server = plan.server.to_str().context("the path of the server is not UTF-8")?;
    file.start.insert(0, server.to_owned());
    file.token.insert(0, server.to_owned());
    let own = SHORT_LIVES.iter().map(|(key, value)| ((*key).to_owned(), (*value).to_owned()));
    // The caller's settings win.
    file.env.extend(own.chain(plan.env.iter().cloned()));
    Ok(file)
}

async fn checkpoints_of(server: &RunningTarget) -> Result<u64> {
    let port = server.port().context("the server has no port")?;
    let addr = SocketAddr::from((Ipv4Addr::LOCALHOST, port));
    Ok(metric(addr, "renexus_checkpoint_seconds_count").await?.unwrap_or_default())
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
