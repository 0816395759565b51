//! Runs a scenario: thousands of light clients that count what reaches them.
//!
//! ```text
//! run ─ Plan ─▶ hands (threads or processes) ─▶ crew ─▶ client × n
//!   conductor ◀── beats, seconds, books ──┘       member: tracks, pen, voice
//! ```
//!
//! A light client holds no document. Writers encode their updates by hand;
//! readers read which clocks of which writers an update holds, so that every
//! delivery is counted and timed, every loss and every repetition is found,
//! also when a server merges updates.

mod add_up;
mod books;
mod client;
mod clock;
mod cold;
mod conduct;
mod converge;
mod crew;
mod crowd;
mod frame;
mod hands;
mod member;
mod newcomer;
mod pen;
mod preload;
mod ranges;
mod replay;
mod severed;
mod socket;
mod stage;
mod summary;
mod table;
mod tracks;
mod typist;
mod usage;
mod view;
mod voice;

use std::time::Duration;

use anyhow::{Context, Result, ensure};

use crate::peer::Protocol;
use crate::result::{Convergence, RunResult};
use crate::scenario::Scenario;
use crate::target::RunningTarget;

use self::conduct::Conductor;
use self::crowd::{Plan, Room, count};
use self::view::View;

pub use self::hands::{WORKER, work};
pub use self::summary::lines;

/// From when a target is ready until its memory is read: what it does after its start is nobody's connection.
const SETTLED: Duration = Duration::from_millis(500);

/// What may differ between two runs of one scenario.
#[derive(Clone, Debug, Default)]
pub struct RunOptions {
    /// Decides ids and moments; drawn when absent.
    pub seed: Option<u64>,
    /// The protocol to speak instead of the scenario's.
    pub protocol: Option<Protocol>,
    /// Threads that run clients, in each process; one when zero.
    pub threads: usize,
    /// Processes that run clients; this one alone when zero or one.
    pub processes: usize,
}

/// Runs a scenario against a target.
pub async fn run(
    scenario: &Scenario,
    target: &mut RunningTarget,
    options: &RunOptions,
) -> Result<RunResult> {
    let started_at = chrono::Utc::now().to_rfc3339_opts(chrono::SecondsFormat::Secs, true);
    let (plan, processes) = plan(scenario, target, options).await?;
    let view = View::new(&format!("{} on {}", scenario.name, target.name()));
    tokio::time::sleep(SETTLED).await;
    let hands = hands::start(&plan, processes).await?;
    let mut conductor = Conductor::new(&plan, hands, view, target.pid());
    conductor.gather().await?;
    let mut measured = Vec::new();
    for (number, phase) in scenario.phases.iter().enumerate() {
        measured.push(conductor.phase(number, phase).await.context(phase.name.clone())?);
    }
    let writers: Vec<_> = conductor.writers.iter().map(|(clock, _)| *clock).collect();
    let convergence = if target.stores() {
        converge::look(&plan, &writers).await
    } else {
        Convergence::default()
    };
    let books = conductor.finish().await?;
    let cold = match scenario.cold.as_ref().filter(|_| target.stores()) {
        Some(wanted) => Some(cold::open(wanted, &plan, &writers, target).await.context("cold")?),
        None => None,
    };
    let mut result = RunResult {
        command: crate::launch::command_line(),
        scenario: scenario.name.clone(),
        target: target.name().to_owned(),
        protocol: plan.protocol.to_string(),
        seed: plan.seed,
        started_at,
        machine: add_up::machine(),
        phases: add_up::phases(&plan, &measured, &books),
        convergence,
        synced: add_up::distribution(&books::merged(books.iter().map(|book| &book.synced))),
        resumed: add_up::distribution(&books::merged(books.iter().map(|book| &book.resumed))),
        slow_readers: add_up::slow_readers(&books),
        cold,
        server: conductor.server.take(),
        timeline: std::mem::take(&mut conductor.timeline),
        verdicts: Vec::new(),
    };
    result.verdicts = add_up::verdicts(scenario, &result);
    Ok(result)
}

/// Opens the documents and says who runs what.
async fn plan(
    scenario: &Scenario,
    target: &RunningTarget,
    options: &RunOptions,
) -> Result<(Plan, usize)> {
    let processes = options.processes.max(1);
    let threads = options.threads.max(1) * processes;
    let joins = scenario.phases.iter().map(|phase| phase.joins).max().unwrap_or(0);
    let sockets = u64::from(scenario.connections()) + u64::from(joins);
    hands::allow_files(if processes > 1 { 0 } else { sockets })?;
    let protocol = target.protocol(options.protocol.or(scenario.protocol))?;
    let seed = options.seed.unwrap_or_else(rand::random);
    let mut rooms = Vec::new();
    // Another run, other documents, also with the same seed: a database may have those of the last one.
    let run: u32 = rand::random();
    for number in 0..scenario.documents {
        let document = format!("load-{run:08x}-{number}");
        let address = target.open(protocol, &document).await?;
        let (url, token, markers) = (address.url, address.token, address.markers);
        rooms.push(Room { document, url, token, markers });
    }
    ensure!(count(rooms.len()) > 0, "documents is 0");
    let updates = scenario.preload.as_ref().map(preload::updates).transpose()?.unwrap_or_default();
    let plan = Plan {
        scenario: scenario.clone(),
        protocol,
        rooms,
        nodes: target.file().nodes,
        led: target.file().led,
        seed,
        threads,
        first_thread: 0,
        own_threads: threads,
        epoch: clock::now(),
        known: preload::known(&updates)?,
    };
    if !updates.is_empty() && target.stores() {
        preload::fill(&plan, &updates).await.context("preload")?;
    }
    Ok((Plan { epoch: clock::now(), ..plan }, processes))
}
