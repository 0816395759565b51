//! A result in plain words.

use crate::result::{Distribution, PhaseResult, RunResult};

use super::clock::float;

/// What a person reads at the end of a run, a line each.
pub fn lines(run: &RunResult) -> Vec<String> {
    let mut lines = vec![format!(
        "{} on {}, spoken in {}, seed {}",
        run.scenario, run.target, run.protocol, run.seed
    )];
    for phase in &run.phases {
        lines.extend(about(phase));
    }
    if run.synced.count > 0 {
        lines.push(format!("time to synced: {}", times(&run.synced)));
    }
    if run.resumed.count > 0 {
        lines.push(format!("from cut to synced again: {}", times(&run.resumed)));
    }
    let slow = &run.slow_readers;
    if slow.stopped > 0 {
        let after = float(slow.slowest_cut) / 1e6;
        let after = if slow.cut > 0 { format!(" within {after:.1} s") } else { String::new() };
        lines.push(format!(
            "slow readers: {} stopped, {} of {} watched cut{after}, {} complete at the end",
            slow.stopped, slow.cut, slow.watched, slow.resynced
        ));
    }
    if let Some(cold) = &run.cold {
        lines.push(format!("opened from the disk: {}", times(&cold.opened)));
        if cold.server_cpu.count > 0 {
            lines.push(format!("server CPU to open it: {}", times(&cold.server_cpu)));
        }
    }
    if let Some(server) = &run.server {
        lines.push(format!(
            "server memory: {} before, {} connected, {} at most; {:.1} KB per connection",
            megabytes(server.memory_before),
            megabytes(server.memory_connected),
            megabytes(server.memory_peak),
            server.memory_per_connection / 1e3
        ));
    }
    let seen = &run.convergence;
    lines.push(match (seen.documents, seen.different) {
        (0, _) => "documents: not compared, the target keeps none".to_owned(),
        (all, 0) => {
            format!("documents: {all} compared by two newcomers each, all complete and equal")
        }
        (all, different) => format!("documents: {different} of {all} differ"),
    });
    lines.extend(seen.faults.iter().map(|fault| format!("  {fault}")));
    for verdict in &run.verdicts {
        let word = if verdict.kept { "kept" } else { "BROKEN" };
        let (figure, limit) = (&verdict.figure, &verdict.limit);
        let measured = match verdict.measured {
            Some(value) => format!("measured {value:.1}"),
            None => "not measured".to_owned(),
        };
        lines.push(format!("{word}: {figure} {limit}, {measured}"));
    }
    lines
}

fn about(phase: &PhaseResult) -> Vec<String> {
    let per_second = |count: u64| float(count) / phase.seconds.max(1e-9);
    let mut lines = vec![
        format!(
            "\n{}: {:.1} s, {} connections, {} reconnects",
            phase.name, phase.seconds, phase.connections, phase.reconnects
        ),
        format!(
            "  sent {} ({:.0}/s), delivered {} ({:.0}/s), lost {}, duplicated {}",
            phase.sent,
            per_second(phase.sent),
            phase.delivered,
            per_second(phase.delivered),
            phase.lost,
            phase.duplicated
        ),
    ];
    for (name, one) in [
        ("latency", &phase.latency),
        ("acknowledged", &phase.acknowledgement),
        ("presence", &phase.presence),
    ] {
        if one.count > 0 {
            lines.push(format!("  {name}: {}", times(one)));
        }
    }
    if phase.presence_lost > 0 {
        lines.push(format!("  {} last presence states did not arrive", phase.presence_lost));
    }
    if let Some(cpu) = phase.server_cpu_seconds {
        let each = phase.deliveries_per_cpu_second().unwrap_or_default();
        let disk = phase
            .server_bytes_written
            .map_or_else(String::new, |bytes| format!(", {} written to disk", megabytes(bytes)));
        lines.push(format!("  server: {cpu:.2} CPU s, {each:.0} deliveries per CPU s{disk}"));
    }
    let load = phase.generator_cpu_seconds / phase.seconds.max(1e-9);
    lines.push(format!("  generator: {load:.2} cores"));
    if phase.generator_saturated {
        lines.push(
            "  THE GENERATOR FELL BEHIND: these figures measure it; use --threads or --processes"
                .to_owned(),
        );
    }
    lines
}

fn times(one: &Distribution) -> String {
    let ms = |micros| float(micros) / 1000.0;
    format!(
        "p50 {:.2} ms, p95 {:.2}, p99 {:.2}, max {:.2} ({} measured)",
        ms(one.p50),
        ms(one.p95),
        ms(one.p99),
        ms(one.max),
        one.count
    )
}

fn megabytes(bytes: u64) -> String {
    format!("{:.1} MB", float(bytes) / 1e6)
}
