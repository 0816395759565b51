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

/// A number by its name in one of the process's files, such as `VmRSS:` in `status`.
pub fn field(pid: u32, file: &str, name: &str) -> Option<u64> {
    let text = fs::read_to_string(format!("/proc/{pid}/{file}")).ok()?;
    let rest = text.lines().find_map(|line| line.strip_prefix(name))?;
    rest.split_whitespace().next()?.parse().ok()
}
