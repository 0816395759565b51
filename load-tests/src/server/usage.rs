//! What a running server costs: memory and processor time, from `/proc`.

use std::time::Duration;

use anyhow::{Context, Result};
use serde::Serialize;

use crate::process::{self, field};

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
        let pages = |name: &str| {
            field(self.pid(), "smaps_rollup", name).with_context(|| format!("no {name} in smaps"))
        };
        Ok(Memory { rss_kib: pages("Rss:")?, pss_kib: pages("Pss:")? })
    }

    /// Processor time used so far by all threads, in user and kernel.
    pub fn cpu(&self) -> Result<Duration> {
        self.cpu_seconds().map(Duration::from_secs_f64)
    }

    /// [`ServerProcess::cpu`] in seconds.
    pub fn cpu_seconds(&self) -> Result<f64> {
        process::cpu_seconds(self.pid()).context("cannot read the server's processor time")
    }
}
