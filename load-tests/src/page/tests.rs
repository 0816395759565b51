use std::fs;
use std::path::Path;
use std::time::Duration;

use super::*;
use crate::compare::{Checked, Comparison, Failure, Round};
use crate::growth::{Growth, Point};
use crate::result::{Distribution, Machine, PhaseResult, RunResult, ServerUsage, Tick, Verdict};

/// A curve like that of a real server: steep at its end.
fn distribution(count: u32, p50: u32) -> Distribution {
    let at = |share: f64| {
        let nines = -(1.0 - share).max(1.0 / f64::from(count)).log10();
        Duration::from_secs_f64(f64::from(p50) * 1e-6 * 10_f64.powf((nines - 0.3) * 0.45))
            .as_micros()
    };
    let at = |share| u64::try_from(at(share)).unwrap();
    let shares = (0..1_000).map(|n| 1.0 - 10_f64.powf(-f64::from(n) / 200.0));
    Distribution {
        count: u64::from(count),
        p50: at(0.5),
        p90: at(0.9),
        p95: at(0.95),
        p99: at(0.99),
        p999: at(0.999),
        max: at(1.0),
        curve: shares.map(|share| (share, at(share))).chain([(1.0, at(1.0))]).collect(),
    }
}

fn phase(name: &str, p50: u32, cpu: f64) -> PhaseResult {
    PhaseResult {
        name: name.into(),
        seconds: 10.0,
        connections: 100,
        sent: 1_000,
        acknowledged: 1_000,
        delivered: 99_000,
        bytes_sent: 30_000,
        bytes_received: 3_000_000,
        latency: distribution(99_000, p50),
        acknowledgement: distribution(1_000, p50 * 3),
        server_cpu_seconds: Some(cpu),
        server_bytes_written: Some(52_000),
        generator_cpu_seconds: 2.0,
        ..PhaseResult::default()
    }
}

fn tick(second: u32, p50: u32, cpu: f64) -> Tick {
    let wave = 1.0 + 0.1 * f64::from(second).sin();
    let scaled = |value: f64| Duration::from_secs_f64(value * wave).as_secs();
    Tick {
        at: f64::from(second),
        sent: 100,
        delivered: scaled(9_900.0),
        acknowledged: scaled(100.0),
        latency_p99: scaled(f64::from(p50) * 4.0),
        server_cores: Some(cpu / 10.0 * wave),
        server_memory: Some(scaled(40e6 + 0.2e6 * f64::from(second))),
        generator_cores: 0.2 * wave,
    }
}

fn run(target: &str, p50: u32, cpu: f64) -> RunResult {
    let verdict = |figure: &str, limit: &str, measured, kept| Verdict {
        figure: figure.into(),
        limit: limit.into(),
        measured: Some(measured),
        kept,
    };
    RunResult {
        scenario: "light-fan-out".into(),
        target: target.into(),
        protocol: "y-websocket".into(),
        seed: 42,
        started_at: "2026-03-01T12:30:05.123Z".into(),
        command: format!("renexus-load run light-fan-out --target {target}"),
        machine: Machine {
            processor: "Example processor at 3.0 GHz".into(),
            cores: 8,
            memory: 16_000_000_000,
            system: "Linux 6.12".into(),
        },
        phases: vec![phase("typing", p50, cpu)],
        synced: distribution(100, p50 * 5),
        server: Some(ServerUsage {
            memory_before: 20_000_000,
            memory_connected: 21_000_000,
            memory_peak: 44_000_000,
            memory_per_connection: 8_100.0,
            memory_per_document: 1_000_000.0,
        }),
        timeline: (0..12).map(|second| tick(second, p50, cpu)).collect(),
        verdicts: vec![
            verdict("latency_p99_ms", "at most 50", f64::from(p50) / 200.0, p50 < 10_000),
            verdict("lost", "at most 0", 0.0, true),
        ],
        ..RunResult::default()
    }
}

const TARGETS: [(&str, u32, f64); 5] = [
    ("renexus", 600, 0.65),
    ("y-sweet", 14_000, 1.04),
    ("hocuspocus", 2_100, 2.2),
    ("y-websocket", 2_300, 2.48),
    ("floor", 500, 0.61),
];

fn comparison() -> Comparison {
    let mut rounds = Vec::new();
    for (round, factor) in [(1, 1.0), (2, 1.3), (3, 0.9)] {
        for (target, p50, cpu) in TARGETS {
            let slow = Duration::from_secs_f64(f64::from(p50) * factor);
            let result =
                run(target, u32::try_from(slow.as_secs()).unwrap(), cpu * (1.0 + factor) / 2.0);
            rounds.push(Round { round, target: target.into(), result, search: None });
        }
    }
    rounds[1].result.phases[0].lost = 12;
    rounds[1].result.phases[0].generator_saturated = true;
    let checked = |requirement: &str, measured: &str, kept| Checked {
        requirement: requirement.into(),
        measured: measured.into(),
        kept,
    };
    Comparison {
        command: "renexus-load compare light-fan-out --targets renexus,y-sweet,hocuspocus,y-websocket,floor".into(),
        scenario: "light-fan-out".into(),
        targets: TARGETS.map(|(target, ..)| target.to_owned()).to_vec(),
        seed: 42,
        rounds,
        requirements: vec![
            checked("deliveries_per_cpu_second >= 0.9 * floor", "0.94× floor, from 0.93× to 0.96×", true),
            checked("latency_p99_ms <= floor", "1.20× floor, from 1.20× to 1.20×", false),
        ],
        ..Comparison::default()
    }
}

fn growth() -> Growth {
    let mut points = Vec::new();
    for clients in [10_u32, 100, 1_000, 5_000] {
        for (target, bend) in [("renexus", 1.0), ("floor", 0.7)] {
            let mut result = run(target, 600, 0.65);
            let each = bend * (5.0 + f64::from(clients) / 1_500.0) * 1e-6;
            result.phases[0].delivered = u64::from(clients) * 1_000;
            result.phases[0].server_cpu_seconds = Some(each * f64::from(clients) * 1_000.0);
            points.push(Point { value: f64::from(clients), target: target.into(), result });
        }
    }
    Growth {
        command:
            "renexus-load growth audience --target renexus,floor --over clients=10,100,1000,5000"
                .into(),
        scenario: "audience".into(),
        key: "clients".into(),
        seed: 42,
        targets: vec!["renexus".into(), "floor".into()],
        points,
        ..Growth::default()
    }
}

/// Whether every tag is closed by its own, in order.
fn assert_well_formed(page: &str) {
    let mut open: Vec<&str> = Vec::new();
    let (_, mut rest) = page.split_once("<!DOCTYPE html>").unwrap();
    while let Some((_, after)) = rest.split_once('<') {
        let (tag, after) = after.split_once('>').expect("a tag ends");
        assert!(!tag.contains('<'), "a stray sign in <{tag}>");
        assert_eq!(tag.matches('"').count() % 2, 0, "quotes in <{tag}>");
        let name = tag.trim_start_matches('/').split([' ', '/']).next().unwrap();
        if tag.starts_with('/') {
            assert_eq!(open.pop(), Some(name), "before: {:.80}", rest);
        } else if !tag.ends_with('/') {
            open.push(name);
        }
        rest = after;
    }
    assert!(open.is_empty(), "{open:?}");
}

#[test]
fn a_page_of_everything_is_whole_and_needs_nothing_else() {
    let page = page(vec![Source::Comparison(comparison()), Source::Growth(growth())]);
    // A page to look at: RENEXUS_LOAD_PAGE=/a/file cargo test -p renexus-load a_page_of
    if let Some(file) = std::env::var_os("RENEXUS_LOAD_PAGE") {
        crate::file::write(Path::new(&file), &page).unwrap();
    }
    assert_well_formed(&page);
    for foreign in
        ["<script", "<link", "<img", "href", "src=", "url(", "http:", "https:", "@import"]
    {
        assert!(!page.contains(foreign), "{foreign}");
    }
    assert!(!page.contains("NaN") && !page.contains("inf,"));
    assert!(page.len() < 600_000, "{} bytes", page.len());
}

#[test]
fn a_comparison_has_its_plots_tables_and_colours() {
    let page = page(vec![Source::Comparison(comparison())]);
    // Delivery, acknowledgement and synced; then six things over time. No presence was measured.
    assert_eq!(page.matches("<svg").count(), 9);
    assert!(!page.contains("Presence: from"));
    let said = [
        "light-fan-out</h1>",
        "Example processor at 3.0 GHz, 8 logical processors, 16.0 GB memory, Linux 6.12",
        "2026-03-01 12:30:05 UTC",
        "<code>renexus-load compare light-fan-out --targets",
        "deliveries, by server CPU",
        ">99.9</text>",
        "share of all, %",
        "seconds since the run began",
        "✗ broken",
        "y-sweet, round 1: latency_p99_ms at most 50",
        "12 deliveries lost; the generator fell behind",
        "prefers-color-scheme: dark",
    ];
    for words in said {
        assert!(page.contains(words), "{words}");
    }
    for colour in 0..TARGETS.len() {
        assert!(page.contains(&format!("<g class=\"k{colour}\">")), "{colour}");
    }
}

#[test]
fn plain_runs_of_a_scenario_stand_side_by_side() {
    let mut other = run("floor", 500, 0.6);
    let sources = |other: RunResult| {
        let runs = [run("renexus", 600, 0.65), run("renexus", 700, 0.7), other];
        runs.map(|run| Source::Run(Box::new(run))).to_vec()
    };
    let together = page(sources(other.clone()));
    assert_eq!(together.matches("<section>").count(), 1);
    assert!(together.contains("renexus-load run light-fan-out --target renexus</code>"));
    assert!(together.contains("renexus-load run light-fan-out --target floor</code>"));
    assert!(together.contains("<title>renexus, round 2</title>"));
    other.scenario = "audience".into();
    let apart = page(sources(other));
    assert_eq!(apart.matches("<section>").count(), 2);
    assert_well_formed(&apart);
}

#[test]
fn phases_have_a_table_when_there_are_several() {
    let mut result = run("renexus", 600, 0.65);
    assert!(!page(vec![Source::Run(Box::new(result.clone()))]).contains("<h2>Phases"));
    result.phases.push(phase("pasting", 900, 0.8));
    let page = page(vec![Source::Run(Box::new(result))]);
    assert!(page.contains("<h2>Phases") && page.contains("pasting"), "no phases");
    assert!(page.contains("(slowest phase)"));
}

#[test]
fn a_run_that_measured_nothing_still_has_a_page() {
    let page = page(vec![Source::Run(Box::default())]);
    assert_well_formed(&page);
    assert_eq!(page.matches("<svg").count(), 0);
}

#[test]
fn text_from_files_stays_text() {
    let mut result = run("<script>alert(1)</script>", 600, 0.65);
    result.scenario = "a \"quoted\" & <b>bold</b> name".into();
    result.verdicts[0].limit = "'<= 5'\u{0}".into();
    result.convergence.faults = vec!["<i>fault</i>".into()];
    let mut sources = vec![Source::Run(Box::new(result))];
    let mut compared = comparison();
    compared.failures = vec![Failure { round: 1, target: "<x>".into(), error: "<y>".into() }];
    compared.requirements[0].requirement = "<z>".into();
    sources.push(Source::Comparison(compared));
    let page = page(sources);
    for tag in ["<script", "<b>bold", "<i>fault", "<x>", "<y>", "<z>"] {
        assert!(!page.contains(tag), "{tag}");
    }
    assert_well_formed(&page);
}

#[test]
fn a_growth_is_drawn_with_its_linear_line() {
    let page = page(vec![Source::Growth(growth())]);
    assert_well_formed(&page);
    assert!(page.contains("audience over clients</h1>"));
    assert!(page.contains("line dashed"));
    assert!(page.contains("<title>renexus: 5.07 µs at 100</title>"), "no point");
    assert!(page.contains("8.33 µs<small>1.66×</small>"), "no value");
}

#[test]
fn a_file_tells_what_it_holds() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("some.json");
    let read = |json: String| {
        fs::write(&file, json).unwrap();
        Source::read(&file)
    };
    let json = serde_json::to_string(&comparison()).unwrap();
    assert!(matches!(read(json), Ok(Source::Comparison(_))));
    let json = serde_json::to_string(&growth()).unwrap();
    assert!(matches!(read(json), Ok(Source::Growth(_))));
    let json = serde_json::to_string(&run("floor", 1, 1.0)).unwrap();
    assert!(matches!(read(json), Ok(Source::Run(_))));
    let error = read("{\"kind\":\"song\"}".into()).unwrap_err().to_string();
    assert!(error.contains("unknown kind \"song\""), "{error}");
    let error = read("{}".into()).unwrap_err().to_string();
    assert!(error.contains("some.json holds no result: missing field"), "{error}");
}
