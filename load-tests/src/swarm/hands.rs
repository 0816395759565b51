//! Who runs the clients: threads of this process, or further processes.

use std::process::Stdio;

use anyhow::{Context, Result, ensure};
use rustix::process::{Resource, Rlimit, getrlimit, setrlimit};
use tokio::io::{AsyncBufReadExt, AsyncWriteExt, BufReader, stdin};
use tokio::process::{Child, Command};
use tokio::sync::{mpsc, watch};

use super::crew;
use super::crowd::{Plan, count};
use super::stage::{Stage, Told};

/// The hidden command under which this program runs a share of the clients.
pub const WORKER: &str = "swarm-worker";

/// Files that a process needs beside its sockets.
const SPARE_FILES: u64 = 64;

/// The way to all clients, wherever they run. Dropping it ends them.
pub(super) struct Hands {
    pub(super) stages: watch::Sender<Stage>,
    pub(super) told: mpsc::UnboundedReceiver<Told>,
    /// Processes that run clients.
    pub(super) workers: Vec<u32>,
}

/// Starts threads here, or `processes` processes when there are to be several.
pub(super) async fn start(plan: &Plan, processes: usize) -> Result<Hands> {
    let stages = watch::Sender::new(Stage::Ramp);
    let (tell, told) = mpsc::unbounded_channel();
    let mut workers = Vec::new();
    if processes <= 1 {
        crew::start(plan.clone(), &stages.subscribe(), &tell).await?;
        return Ok(Hands { stages, told, workers });
    }
    let own_threads = plan.threads / processes;
    for process in 0..processes {
        let share = Plan { first_thread: process * own_threads, own_threads, ..plan.clone() };
        let mut command = Command::new(std::env::current_exe()?);
        command.arg(WORKER).stdin(Stdio::piped()).stdout(Stdio::piped()).kill_on_drop(true);
        let child = command.spawn().context("cannot start a process for clients")?;
        workers.extend(child.id());
        tokio::spawn(attend(child, share, stages.subscribe(), tell.clone()));
    }
    Ok(Hands { stages, told, workers })
}

/// Carries stages to a process and what it tells back, line by line.
async fn attend(
    child: Child,
    plan: Plan,
    stages: watch::Receiver<Stage>,
    tell: mpsc::UnboundedSender<Told>,
) {
    if let Err(error) = carry(child, plan, stages, &tell).await {
        let _ = tell.send(Told::Failed(format!("a process that runs clients: {error:#}")));
    }
}

async fn carry(
    mut child: Child,
    plan: Plan,
    mut stages: watch::Receiver<Stage>,
    tell: &mpsc::UnboundedSender<Told>,
) -> Result<()> {
    let mut orders = child.stdin.take().context("no way in")?;
    let mut lines = BufReader::new(child.stdout.take().context("no way out")?).lines();
    orders.write_all(format!("{}\n", serde_json::to_string(&plan)?).as_bytes()).await?;
    let mut closed = 0;
    while closed < plan.own_threads {
        tokio::select! {
            changed = stages.changed() => {
                if changed.is_err() {
                    return Ok(());
                }
                let stage = serde_json::to_string(&*stages.borrow_and_update())?;
                orders.write_all(format!("{stage}\n").as_bytes()).await?;
            }
            line = lines.next_line() => {
                let line = line?.context("it ended")?;
                let one: Told = serde_json::from_str(&line)?;
                closed += usize::from(matches!(one, Told::Closed(_)));
                if tell.send(one).is_err() {
                    return Ok(());
                }
            }
        }
    }
    Ok(())
}

/// Runs a share of the clients as told on stdin, for another process of this program.
pub async fn work() -> Result<()> {
    let mut lines = BufReader::new(stdin()).lines();
    let plan = lines.next_line().await?.context("no plan")?;
    let plan: Plan = serde_json::from_str(&plan).context("the plan cannot be read")?;
    let own = (plan.rooms.len() * plan.clients())
        .div_ceil((plan.threads / plan.own_threads.max(1)).max(1));
    allow_files(count(own))?;
    let mut open = plan.own_threads;
    let stages = watch::Sender::new(Stage::Ramp);
    let (tell, mut told) = mpsc::unbounded_channel();
    crew::start(plan, &stages.subscribe(), &tell).await?;
    while open > 0 {
        tokio::select! {
            line = lines.next_line() => match line? {
                Some(line) => drop(stages.send_replace(serde_json::from_str(&line)?)),
                // Whoever started this is gone.
                None => return Ok(()),
            },
            Some(one) = told.recv() => {
                open -= usize::from(matches!(one, Told::Closed(_)));
                println!("{}", serde_json::to_string(&one)?);
            }
        }
    }
    Ok(())
}

/// Raises the limit of open files as far as allowed, and says what to do when that is too little.
pub(super) fn allow_files(sockets: u64) -> Result<()> {
    let limit = getrlimit(Resource::Nofile);
    let raised = Rlimit { current: limit.maximum, maximum: limit.maximum };
    setrlimit(Resource::Nofile, raised).context("cannot raise the limit of open files")?;
    let (needed, allowed) = (sockets + SPARE_FILES, limit.maximum.unwrap_or(u64::MAX));
    ensure!(
        needed <= allowed,
        "{sockets} connections need {needed} open files, but {allowed} are allowed: \
         set `ulimit -Hn {needed}` as root, or spread them with --processes {}",
        needed.div_ceil(allowed.saturating_sub(SPARE_FILES).max(1))
    );
    Ok(())
}
