//! What a running server costs: memory and processor time, from `/proc`.

use std::fs;
use std::time::Duration;

use anyhow::{Context, Result};
use rustix::param::clock_ticks_per_second;
use serde::Serialize;

use crate::report::number;

use super::ServerProcess;

/// Memory of a process.
#[derive(Clone, Copy, Debug, Serialize)]
pub struct Memory {
    /// Resident pages, in KiB.
    pub rss_kib: u64,
    /// Resident pages with shared ones counted by share, in KiB.
    pub pss_kib: u64,
}

impl ServerProcess {
    /// What the process holds now.
    pub fn memory(&self) -> Result<Memory> {
        let rollup = fs::read_to_string(format!("/proc/{}/smaps_rollup", self.pid()))
            .context("cannot read the server's memory")?;
        let field = |name: &str| {
            let line = rollup.lines().find_map(|line| line.strip_prefix(name));
            let kib = line.and_then(|rest| rest.split_whitespace().next());
            kib.and_then(|kib| kib.parse().ok()).with_context(|| format!("no {name} in smaps"))
        };
        Ok(Memory { rss_kib: field("Rss:")?, pss_kib: field("Pss:")? })
    }

    /// Processor time used so far by all threads, in user and kernel.
    pub fn cpu(&self) -> Result<Duration> {
        let stat = fs::read_to_string(format!("/proc/{}/stat", self.pid()))
            .context("cannot read the server's processor time")?;
        // The second field is the name in brackets; utime and stime are fields 14 and 15.
        let (_, fields) = stat.rsplit_once(')').context("no name in stat")?;
        let mut ticks = fields.split_whitespace().skip(11).map_while(|tick| tick.parse().ok());
        let user: u64 = ticks.next().context("no utime in stat")?;
        let kernel: u64 = ticks.next().context("no stime in stat")?;
        let seconds = number(user + kernel) / number(clock_ticks_per_second());
        Ok(Duration::from_secs_f64(seconds))
    }

    /// [`ServerProcess::cpu`] in seconds.
    pub fn cpu_seconds(&self) -> Result<f64> {
        self.cpu().map(|used| used.as_secs_f64())
    }
}
