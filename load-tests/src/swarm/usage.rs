//! What processes cost, from `/proc`: the server with its children, and the generator itself.

use std::fs;

use rustix::param::clock_ticks_per_second;

use super::clock::float;

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

fn cpu_seconds(pid: u32) -> Option<f64> {
    let stat = fs::read_to_string(format!("/proc/{pid}/stat")).ok()?;
    // The second field is the name in brackets; utime and stime are fields 14 and 15.
    let (_, fields) = stat.rsplit_once(')')?;
    let ticks =
        fields.split_whitespace().skip(11).take(2).map_while(|tick| tick.parse::<u64>().ok());
    Some(float(ticks.sum()) / float(clock_ticks_per_second()))
}

fn field(pid: u32, file: &str, name: &str) -> Option<u64> {
    let text = fs::read_to_string(format!("/proc/{pid}/{file}")).ok()?;
    let rest = text.lines().find_map(|line| line.strip_prefix(name))?;
    rest.split_whitespace().next()?.parse().ok()
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
    }
}
