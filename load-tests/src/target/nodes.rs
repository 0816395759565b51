//! Several nodes of one Renexus as one process to measure: started together, restarted in turn.

use std::collections::BTreeMap;
use std::net::{Ipv4Addr, SocketAddr};
use std::path::PathBuf;
use std::process::Command;
use std::time::{Duration, Instant};

use anyhow::{Context, Result, bail, ensure};
use rustix::process::{Pid, Signal, kill_process};
use tokio::net::TcpStream;
use tokio::signal::unix::{SignalKind, signal};

use super::process::Process;

/// A node that does not listen by then is given up.
const READY_DEADLINE: Duration = Duration::from_secs(60);

/// Between two looks whether a node listens, and whether all still run.
const LOOK: Duration = Duration::from_millis(20);

/// Between the moment when one node is back and the end of the next: those who were cut have
/// come back by then.
const BETWEEN: Duration = Duration::from_secs(4);

/// Which nodes to run. Where their database and Redis are, the environment says.
#[derive(Clone, Debug)]
pub struct NodesPlan {
    /// The server's binary.
    pub server: PathBuf,
    /// How many nodes.
    pub nodes: u16,
    /// The port of the first; the others follow.
    pub port: u16,
    /// The folder below which each has one, and all have their keys.
    pub data: PathBuf,
}

/// Runs nodes until SIGTERM; SIGHUP restarts them one after the other, each when the one before
/// is back.
pub async fn run(plan: &NodesPlan) -> Result<()> {
    ensure!(plan.nodes > 0, "--nodes is at least 1");
    let mut ends = signal(SignalKind::terminate()).context("cannot listen for SIGTERM")?;
    let mut restarts = signal(SignalKind::hangup()).context("cannot listen for SIGHUP")?;
    let mut nodes = BTreeMap::new();
    for node in 0..plan.nodes {
        nodes.insert(node, start(plan, node).await?);
    }
    loop {
        tokio::select! {
            _ = ends.recv() => break,
            _ = restarts.recv() => {
                for (node, process) in &mut nodes {
                    process.stop().await?;
                    *process = start(plan, *node).await?;
                    tokio::time::sleep(BETWEEN).await;
                }
            }
            () = tokio::time::sleep(LOOK) => {
                for (node, process) in &mut nodes {
                    if let Some(status) = process.ended()? {
                        bail!("node {node} ended with {status}:\n{}", process.output());
                    }
                }
            }
        }
    }
    for process in nodes.values_mut() {
        process.stop().await?;
    }
    Ok(())
}

/// Has the nodes that such a process runs restarted one after the other.
pub fn restart_in_turn(pid: u32) -> Result<()> {
    let pid = i32::try_from(pid).ok().and_then(Pid::from_raw).context("no such process")?;
    kill_process(pid, Signal::HUP).context("cannot send SIGHUP to the target")
}

async fn start(plan: &NodesPlan, node: u16) -> Result<Process> {
    let addr = SocketAddr::from((Ipv4Addr::LOCALHOST, plan.port.saturating_add(node)));
    let mut command = Command::new(&plan.server);
    command.args(["serve", "--listen", &addr.to_string(), "--data"]);
    command.arg(plan.data.join(format!("node-{node}")));
    command.env("RENEXUS__AUTH__KEYS", plan.data.join("keys"));
    let process = Process::spawn(&mut command);
    let mut process = process.with_context(|| format!("cannot run {}", plan.server.display()))?;
    let started = Instant::now();
    while TcpStream::connect(addr).await.is_err() {
        if let Some(status) = process.ended()? {
            bail!("node {node} ended with {status}:\n{}", process.output());
        }
        if started.elapsed() > READY_DEADLINE {
            let told = process.output();
            bail!("node {node} does not listen after {READY_DEADLINE:?}; it wrote:\n{told}");
        }
        tokio::time::sleep(LOOK).await;
    }
    Ok(process)
}
