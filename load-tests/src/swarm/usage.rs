//! What processes cost, from `/proc`: the server with its children, and the generator itself.

use std::fs;

use crate::process::{cpu_micros, cpu_seconds, field};

/// Processes below one; deeper families are not looked for.
const MOST_PROCESSES: usize = 1024;

/// A sample of all processes of a family.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Sample {
    /// Seconds of processor time since their start.
    pub(super) cpu_seconds: f64,
    /// Resident bytes.
    pub(super) memory: u64,
    /// Bytes written to disk, where the system tells.
    pub(super) written: Option<u64>,
}

/// The family of a process; none when it is gone.
pub(super) fn family(pid: u32) -> Option<Sample> {
    let mut whole = one(pid)?;
    for child in children(pid) {
        if let Some(sample) = one(child) {
            whole.cpu_seconds += sample.cpu_seconds;
            whole.memory += sample.memory;
            whole.written = whole.written.zip(sample.written).map(|(a, b)| a + b);
        }
    }
    Some(whole)
}

/// Microseconds that the family of a process has run.
pub(super) fn ran(pid: u32) -> Option<u64> {
    let below = children(pid).into_iter().filter_map(cpu_micros);
    Some(cpu_micros(pid)? + below.sum::<u64>())
}

/// Processor seconds of this process and of those that it started to run clients.
pub(super) fn own(workers: &[u32]) -> f64 {
    let everybody = workers.iter().copied().chain([std::process::id()]);
    everybody.filter_map(cpu_seconds).sum()
}

fn one(pid: u32) -> Option<Sample> {
    Some(Sample {
        cpu_seconds: cpu_seconds(pid)?,
        memory: field(pid, "status", "VmRSS:").unwrap_or(0) * 1024,
        written: field(pid, "io", "write_bytes:"),
    })
}

/// All processes below `pid`.
fn children(pid: u32) -> Vec<u32> {
    let mut found = Vec::new();
    let mut open = vec![pid];
    while let Some(parent) = open.pop() {
        let tasks = fs::read_dir(format!("/proc/{parent}/task")).into_iter().flatten().flatten();
        for task in tasks {
            let told = fs::read_to_string(task.path().join("children")).unwrap_or_default();
            let born = told.split_whitespace().filter_map(|pid| pid.parse().ok());
            for child in born.take(MOST_PROCESSES.saturating_sub(found.len())) {
                found.push(child);
                open.push(child);
            }
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_process_sees_itself() {
        let own = family(std::process::id()).unwrap();
        assert!(own.memory > 100_000, "{own:?}");
        assert!(family(u32::MAX).is_none());
        assert!(ran(u32::MAX).is_none());
        let ticks = || super::own(&[]);
        let (before, begun) = (ran(std::process::id()).unwrap(), ticks());
        while ticks() < begun + 0.05 {}
        let used = ran(std::process::id()).unwrap() - before;
        assert!((20_000..5_000_000).contains(&used), "{used}");
    }
}
