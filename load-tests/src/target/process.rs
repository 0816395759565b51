//! A started server, with the processes that it starts itself.

use std::fs;
use std::io;
use std::process::{Child, Command, ExitStatus, Stdio};
use std::time::{Duration, Instant};

use anyhow::{Context, Result};
use rustix::process::{Pid, Signal, kill_process};

use crate::server::output::Output;

/// A server that takes longer to end is killed.
const STOP_DEADLINE: Duration = Duration::from_secs(20);

/// How often a wait looks whether the process has ended.
const LOOK: Duration = Duration::from_millis(5);

/// Levels of children that are looked for: a script that starts a script that starts a server.
const DEPTH: usize = 8;

/// A running process. Dropping it kills it and what it started.
#[derive(Debug)]
pub(super) struct Process {
    child: Child,
    output: Output,
}

impl Process {
    /// Starts a command; what it writes is kept for errors.
    pub(super) fn spawn(command: &mut Command) -> io::Result<Self> {
        command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped());
        let mut child = command.spawn()?;
        let output = Output::follow(&mut child, |_| {});
        Ok(Self { child, output })
    }

    /// Its process id.
    pub(super) fn pid(&self) -> u32 {
        self.child.id()
    }

    /// The last lines that it wrote.
    pub(super) fn output(&self) -> String {
        self.output.lines().join("\n")
    }

    /// How it ended, once it has.
    pub(super) fn ended(&mut self) -> Result<Option<ExitStatus>> {
        self.child.try_wait().context("cannot look after the server")
    }

    /// `kill -9` for it and everything below it, and waits until it is gone.
    pub(super) fn kill9(&mut self) -> Result<()> {
        if self.ended()?.is_some() {
            return Ok(());
        }
        // Listed first: children of a dead process are nobody's.
        let below = descendants(self.pid());
        self.child.kill().context("cannot kill the server")?;
        for pid in below {
            // It may have ended by itself meanwhile.
            let _ = kill_process(pid, Signal::KILL);
        }
        self.child.wait().context("cannot wait for the server")?;
        Ok(())
    }

    /// SIGTERM, and SIGKILL when that does not help in time.
    pub(super) async fn stop(&mut self) -> Result<()> {
        if self.ended()?.is_some() {
            return Ok(());
        }
        kill_process(Pid::from_child(&self.child), Signal::TERM)
            .context("cannot send SIGTERM to the server")?;
        let asked = Instant::now();
        while self.ended()?.is_none() {
            if asked.elapsed() > STOP_DEADLINE {
                return self.kill9();
            }
            tokio::time::sleep(LOOK).await;
        }
        Ok(())
    }
}

impl Drop for Process {
    fn drop(&mut self) {
        // It fails only when there is nothing left to kill.
        let _ = self.kill9();
    }
}

/// Processes below `pid`; empty where the system does not tell.
fn descendants(pid: u32) -> Vec<Pid> {
    let mut level = vec![pid];
    let mut all = Vec::new();
    for _ in 0..DEPTH {
        level = level.into_iter().flat_map(children).collect();
        all.extend(level.iter().filter_map(|pid| Pid::from_raw(i32::try_from(*pid).ok()?)));
    }
    all
}

fn children(pid: u32) -> Vec<u32> {
    let threads = fs::read_dir(format!("/proc/{pid}/task")).into_iter().flatten().flatten();
    let lists =
        threads.filter_map(|thread| fs::read_to_string(thread.path().join("children")).ok());
    let lists: Vec<_> = lists.collect();
    lists
        .iter()
        .flat_map(|list| list.split_whitespace())
        .filter_map(|pid| pid.parse().ok())
        .collect()
}
