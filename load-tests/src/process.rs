//! What a process has used so far, from `/proc`.

use std::fs;

use rustix::param::clock_ticks_per_second;

use crate::report::number;

/// Seconds of processor time of all threads, in user and kernel; none when the process is gone.
pub fn cpu_seconds(pid: u32) -> Option<f64> {
    let stat = fs::read_to_string(format!("/proc/{pid}/stat")).ok()?;
    // The second field is the name in brackets; utime and stime are fields 14 and 15.
    let (_, fields) = stat.rsplit_once(')')?;
    let mut ticks = fields.split_whitespace().skip(11).map_while(|tick| tick.parse::<u64>().ok());
    Some(number(ticks.next()? + ticks.next()?) / number(clock_ticks_per_second()))
}

/// Microseconds that its threads have run, finer than [`cpu_seconds`]; threads that have ended are
/// not counted. None when the process is gone, or the system does not tell.
pub fn cpu_micros(pid: u32) -> Option<u64> {
    let threads = fs::read_dir(format!("/proc/{pid}/task")).ok()?.flatten();
    let ran = threads.map(|thread| {
        let told = fs::read_to_string(thread.path().join("schedstat")).ok()?;
        told.split_whitespace().next()?.parse::<u64>().ok()
    });
    // A thread may end between the list and the look; a process always has one that is there.
    ran.flatten().reduce(|all, one| all + one).map(|nanos| nanos / 1_000)
}

/// A number by its name in one of the process's files, such as `VmRSS:` in `status`.
pub fn field(pid: u32, file: &str, name: &str) -> Option<u64> {
    let text = fs::read_to_string(format!("/proc/{pid}/{file}")).ok()?;
    let rest = text.lines().find_map(|line| line.strip_prefix(name))?;
    rest.split_whitespace().next()?.parse().ok()
}
