use super::*;
use crate::result::{PhaseResult, ServerUsage, SlowReaders};

fn phase() -> PhaseResult {
    PhaseResult {
        seconds: 10.0,
        connections: 100,
        delivered: 99_000,
        acknowledged: 1_000,
        bytes_sent: 50_000,
        server_cpu_seconds: Some(0.5),
        server_bytes_written: Some(75_000),
        latency: Distribution { count: 99_000, p50: 900, p99: 4_100, ..Distribution::default() },
        ..PhaseResult::default()
    }
}

fn value(name: &str, run: &RunResult) -> Option<f64> {
    Figure::by_name(name).unwrap().of(run)
}

#[test]
fn counts_are_sums_over_phases_and_times_are_the_longest() {
    let mut slow = phase();
    slow.latency.p99 = 9_000;
    let run = RunResult { phases: vec![phase(), slow], ..RunResult::default() };
    assert_eq!(value("deliveries_per_second", &run), Some(9_900.0));
    assert_eq!(value("deliveries_per_cpu_second", &run), Some(198_000.0));
    assert_eq!(value("acknowledged_per_cpu_second", &run), Some(2_000.0));
    assert_eq!(value("latency_p99_ms", &run), Some(9.0));
    assert_eq!(value("written_per_received", &run), Some(1.5));
    assert_eq!(value("cpu_us_per_connection_second", &run), Some(500.0));
}

#[test]
fn what_was_not_measured_has_no_figure() {
    let run = RunResult {
        phases: vec![PhaseResult { seconds: 1.0, ..PhaseResult::default() }],
        ..RunResult::default()
    };
    for name in ["deliveries_per_second", "deliveries_per_cpu_second", "latency_p99_ms"] {
        assert_eq!(value(name, &run), None, "{name}");
    }
    assert_eq!(value("memory_per_connection", &run), None);
    assert_eq!(value("lost", &run), Some(0.0));
}

#[test]
fn memory_above_idle_is_the_peak_without_what_was_there_before() {
    let server = ServerUsage { memory_before: 10, memory_peak: 25, ..ServerUsage::default() };
    let run = RunResult { server: Some(server), ..RunResult::default() };
    assert_eq!(value("memory_above_idle", &run), Some(15.0));
}

#[test]
fn a_slow_reader_is_felt_by_the_others_or_not() {
    let mut beside = phase();
    (beside.slow_readers, beside.latency.p99) = (1, 8_200);
    let run = RunResult { phases: vec![phase(), beside, phase()], ..RunResult::default() };
    assert_eq!(value("p99_beside_slow_reader", &run), Some(2.0));
    assert_eq!(value("p99_beside_slow_reader", &RunResult::default()), None);
}

#[test]
fn a_cut_counts_only_when_everybody_watched_was_cut() {
    let slow = |stopped, watched, cut, resynced| {
        let slow_readers = SlowReaders { stopped, watched, cut, slowest_cut: 4_000_000, resynced };
        let run = RunResult { slow_readers, ..RunResult::default() };
        (value("cut_ms", &run), value("resynced", &run))
    };
    assert_eq!(slow(2, 2, 2, 1), (Some(4_000.0), Some(1.0)));
    assert_eq!(slow(2, 2, 1, 2), (None, Some(2.0)));
    assert_eq!(slow(0, 0, 0, 0), (None, None));
}

#[test]
fn names_are_unique() {
    for figure in ALL {
        assert_eq!(ALL.iter().filter(|other| other.name == figure.name).count(), 1);
    }
}

#[test]
fn numbers_have_three_digits_and_a_unit() {
    assert_eq!(Unit::PerSecond.show(1_534_000.0), "1.53 M/s");
    assert_eq!(Unit::PerCpuSecond.show(163_400.0), "163 k/CPU s");
    assert_eq!(Unit::Millis.show(12.41), "12.4 ms");
    assert_eq!(Unit::Millis.show(0.84), "840 µs");
    assert_eq!(Unit::Millis.show(1_500.0), "1.50 s");
    assert_eq!(Unit::Bytes.show(8_100.0), "8.10 KB");
    assert_eq!(Unit::Bytes.show(999_999.0), "1.00 MB");
    assert_eq!(Unit::Micros.show(0.61), "610 ns");
    assert_eq!(Unit::Count.show(0.0), "0");
    assert_eq!(Unit::Count.show(12.0), "12");
    assert_eq!(factor(12.04), "12.0×");
}

#[test]
fn a_range_names_its_unit_once() {
    assert_eq!(range(Unit::Times, 1.6, 1.72).as_deref(), Some("1.60-1.72×"));
    assert_eq!(range(Unit::Millis, 0.54, 0.78).as_deref(), Some("540-780 µs"));
    assert_eq!(range(Unit::Millis, 0.54, 1.2).as_deref(), Some("540 µs-1.20 ms"));
    assert_eq!(range(Unit::PerCpuSecond, 1e5, 1.6e5).as_deref(), Some("100-160 k/CPU s"));
    assert_eq!(range(Unit::Times, 1.0, 1.001), None);
}

#[test]
fn axes_show_no_idle_zeros() {
    assert_eq!(axis_number(Unit::PerSecond, 1_500_000.0), "1.5 M");
    assert_eq!(axis_number(Unit::Millis, 10.0), "10 ms");
    assert_eq!(axis_number(Unit::Millis, 100.0), "100 ms");
    assert_eq!(axis_number(Unit::Bytes, 0.0), "0");
    assert_eq!(axis_number(Unit::Cores, 0.5), "0.5");
    assert_eq!(axis_number(Unit::Seconds, 10.0), "10");
}

#[test]
fn the_readme_explains_every_figure() {
    let readme = include_str!("../../README.md");
    for figure in ALL {
        assert!(readme.contains(&format!("`{}`", figure.name)), "{} is not there", figure.name);
    }
}
