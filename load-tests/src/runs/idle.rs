//! What connections cost that are open and do nothing.

use std::path::PathBuf;
use std::time::Duration;

use anyhow::{Context, Result, ensure};
use rustix::process::{Resource, Rlimit, getrlimit, setrlimit};
use serde::Serialize;

use crate::peer::{IdlePeer, Protocol};
use crate::report::{Report, number};
use crate::server::{Memory, ServerProcess};

use super::progress;

/// How long the processor time of idle connections is watched.
const WATCH: Duration = Duration::from_secs(10);

/// Connections opened at the same time.
const AT_ONCE: usize = 50;

/// What to do.
#[derive(Clone, Debug)]
pub struct IdlePlan {
    /// The server's binary.
    pub server: PathBuf,
    /// How many connections.
    pub connections: u32,
    /// Over how many documents they are spread.
    pub documents: u32,
    /// The protocol, or all three in turn.
    pub protocol: Option<Protocol>,
}

/// What came out.
#[derive(Clone, Debug, Serialize)]
pub struct IdleReport {
    /// Connections that were open.
    pub connections: u32,
    /// Documents that were open.
    pub documents: u32,
    /// The server before the first connection.
    pub before: Memory,
    /// The server with all connections.
    pub with: Memory,
    /// Growth of the resident memory per connection, in KiB.
    pub kib_per_connection: f64,
    /// Processor time per connection and second, in microseconds.
    pub cpu_micros_per_connection_second: f64,
}

/// Opens the connections, and measures memory and processor time.
pub async fn run(plan: IdlePlan) -> Result<IdleReport> {
    ensure!(plan.connections > 0 && plan.documents > 0, "nothing to open");
    allow_open_files()?;
    let folder = tempfile::tempdir()?;
    let server = ServerProcess::start(&plan.server, folder.path(), &[])?;
    let token = server.token("*", "write")?;
    // The first request of all pays for what every server holds once.
    crate::http::Request::get("/health/ready").send(server.addr()).await?;
    let before = server.memory()?;
    let peers = open(&plan, &server, &token).await?;
    let with = server.memory()?;
    let used = server.cpu()?;
    tokio::time::sleep(WATCH).await;
    let used = server.cpu()?.saturating_sub(used);
    let gone = peers.iter().filter(|peer| peer.is_closed()).count();
    ensure!(gone == 0, "{gone} of {} connections did not stay open", plan.connections);
    let connections = f64::from(plan.connections);
    Ok(IdleReport {
        connections: plan.connections,
        documents: plan.documents,
        before,
        with,
        kib_per_connection: number(with.rss_kib.saturating_sub(before.rss_kib)) / connections,
        cpu_micros_per_connection_second: used.as_secs_f64() * 1e6
            / (connections * WATCH.as_secs_f64()),
    })
}

async fn open(plan: &IdlePlan, server: &ServerProcess, token: &str) -> Result<Vec<IdlePeer>> {
    let bar = progress(u64::from(plan.connections), "connecting");
    let protocols = plan.protocol.as_ref().map_or(&Protocol::ALL[..], std::slice::from_ref);
    let targets = (0..plan.connections).zip(protocols.iter().cycle()).map(|(place, protocol)| {
        let document = format!("idle-{}", place % plan.documents);
        server.target(*protocol, &document).with_token(token)
    });
    let targets: Vec<_> = targets.collect();
    let mut peers = Vec::with_capacity(targets.len());
    for some in targets.chunks(AT_ONCE) {
        let opening = some.iter().map(IdlePeer::connect);
        for peer in futures_util::future::join_all(opening).await {
            peers.push(peer.with_context(|| format!("connection {}", peers.len() + 1))?);
            bar.inc(1);
        }
    }
    bar.finish_and_clear();
    Ok(peers)
}

/// Raises the limit of open files as far as allowed; the server inherits it.
fn allow_open_files() -> Result<()> {
    let limit = getrlimit(Resource::Nofile);
    let raised = Rlimit { current: limit.maximum, maximum: limit.maximum };
    setrlimit(Resource::Nofile, raised).context("cannot raise the limit of open files")
}

impl Report for IdleReport {
    fn lines(&self) -> Vec<String> {
        vec![
            format!(
                "idle server: {:.1} MB resident, {:.1} MB proportional",
                number(self.before.rss_kib) / 1024.0,
                number(self.before.pss_kib) / 1024.0
            ),
            format!(
                "with {} connections on {} documents: {:.1} MB resident",
                self.connections,
                self.documents,
                number(self.with.rss_kib) / 1024.0
            ),
            format!("per connection: {:.1} KiB", self.kib_per_connection),
            format!(
                "processor per connection and second: {:.1} µs",
                self.cpu_micros_per_connection_second
            ),
        ]
    }
}
