//! The life of the child process: start, listen for its address, end.

use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, ExitStatus, Stdio};
use std::sync::mpsc;
use std::thread;
use std::time::{Duration, Instant};

use anyhow::{Context, Result, bail};
use rustix::process::{Pid, Signal, kill_process};

use super::output::Output;

/// A start takes under a second; migrations of a large folder may take longer.
const START_DEADLINE: Duration = Duration::from_secs(30);

/// How often a wait looks whether the process has ended.
const LOOK: Duration = Duration::from_millis(2);

/// What stands before the address in the line that the server prints.
const LISTENING: &str = "listening on http://";

/// A running server. Dropping it kills the process.
#[derive(Debug)]
pub struct ServerProcess {
    child: Child,
    addr: SocketAddr,
    bin: PathBuf,
    data_dir: PathBuf,
    ready_after: Duration,
    output: Output,
}

impl ServerProcess {
    /// Runs `renexus serve` on a free port of loopback and waits until it
    /// listens. `extra_env` goes on top of this process's environment.
    pub fn start(bin: &Path, data_dir: &Path, extra_env: &[(&str, &str)]) -> Result<Self> {
        Self::start_with(bin, data_dir, |command| {
            command.envs(extra_env.iter().copied());
        })
    }

    /// The same with more to say about the command: arguments, folder, environment.
    pub fn start_with(
        bin: &Path,
        data_dir: &Path,
        prepare: impl FnOnce(&mut Command),
    ) -> Result<Self> {
        let mut command = Command::new(bin);
        command.args(["serve", "--listen", "127.0.0.1:0", "--data"]).arg(data_dir);
        command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped());
        prepare(&mut command);
        let started = Instant::now();
        let mut child =
            command.spawn().with_context(|| format!("cannot start {}", bin.display()))?;
        let (found, address) = mpsc::channel();
        let output = Output::follow(&mut child, move |line| {
            if let Some(addr) = address_in(line) {
                // Nobody waits for a second address.
                let _ = found.send(addr);
            }
        });
        // In place before the wait: whatever happens now, the process ends.
        let mut server = Self {
            child,
            addr: SocketAddr::from(([127, 0, 0, 1], 0)),
            bin: bin.to_owned(),
            data_dir: data_dir.to_owned(),
            ready_after: Duration::ZERO,
            output,
        };
        let Ok(addr) = address.recv_timeout(START_DEADLINE) else {
            let told = server.output().join("\n");
            bail!("no server came up from {}; it wrote:\n{told}", bin.display());
        };
        server.addr = addr;
        server.ready_after = started.elapsed();
        Ok(server)
    }

    /// Where it listens.
    pub fn addr(&self) -> SocketAddr {
        self.addr
    }

    /// Its process id.
    pub fn pid(&self) -> u32 {
        self.child.id()
    }

    /// The binary that runs.
    pub fn bin(&self) -> &Path {
        &self.bin
    }

    /// The folder that it keeps its data in.
    pub fn data_dir(&self) -> &Path {
        &self.data_dir
    }

    /// From the start of the process until it said where it listens.
    pub fn ready_after(&self) -> Duration {
        self.ready_after
    }

    /// The last lines that it wrote, stdout and stderr as they came.
    pub fn output(&self) -> Vec<String> {
        self.output.lines()
    }

    /// `kill -9`, and waits until the process is gone.
    pub fn kill9(&mut self) -> Result<()> {
        self.child.kill().context("cannot kill the server")?;
        self.child.wait().context("cannot wait for the server")?;
        Ok(())
    }

    /// Sends SIGTERM: the server drains and ends; see [`ServerProcess::wait`].
    pub fn terminate(&self) -> Result<()> {
        self.signal(Signal::TERM)
    }

    /// Sends any signal, such as `STOP` and `CONT` for a server that hangs.
    pub fn signal(&self, signal: Signal) -> Result<()> {
        kill_process(Pid::from_child(&self.child), signal)
            .with_context(|| format!("cannot send {signal:?} to the server"))
    }

    /// Waits until the process has ended by itself.
    pub fn wait(&mut self, deadline: Duration) -> Result<ExitStatus> {
        let started = Instant::now();
        loop {
            if let Some(status) = self.child.try_wait()? {
                return Ok(status);
            }
            if started.elapsed() > deadline {
                bail!("the server still runs after {deadline:?}");
            }
            thread::sleep(LOOK);
        }
    }
}

impl Drop for ServerProcess {
    fn drop(&mut self) {
        // Both fail only when it has ended already.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

fn address_in(line: &str) -> Option<SocketAddr> {
    let (_, rest) = line.split_once(LISTENING)?;
    let is_address = |c: char| c.is_ascii_hexdigit() || ".:[]".contains(c);
    let end = rest.find(|c| !is_address(c)).unwrap_or(rest.len());
    rest.get(..end)?.parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_address_is_found_in_a_log_line() {
        let addr = address_in("[INFO] listening on http://127.0.0.1:4711/ with 2 workers");
        assert_eq!(addr, Some(SocketAddr::from(([127, 0, 0, 1], 4711))));
        assert_eq!(address_in("listening on nothing"), None);
    }
}
