use anyhow::{Result, bail};

use super::*;
use crate::figure::Figure;
use crate::launch::{Launch, Order};
use crate::result::{Distribution, Machine, PhaseResult, RunResult, Verdict};
use crate::search::SearchPlan;

/// Made-up servers: deliveries per CPU second are the target's own times a factor of the round.
struct Servers {
    launched: Vec<String>,
}

const ROUNDS: [f64; 3] = [1.0, 0.5, 1.1];

impl Launch for Servers {
    async fn launch(&mut self, order: &Order) -> Result<RunResult> {
        self.launched.push(format!("{} {}", order.target, order.seed));
        let (own, p99) = match order.target.as_str() {
            "renexus" => (150_000.0, 1_500),
            "y-sweet" => (100_000.0, 31_000),
            "hocuspocus" => (45_000.0, 6_800),
            "floor" => (160_000.0, 1_600),
            other => bail!("{other} did not start"),
        };
        let factor = ROUNDS[usize::try_from(order.seed % 3)?];
        let rate: f64 = order.set.first().map_or(10.0, |(_, rate)| rate.parse().unwrap());
        let held = rate <= own / 1_000.0;
        let phase = PhaseResult {
            seconds: 10.0,
            delivered: 99_000,
            server_cpu_seconds: Some(99_000.0 / (own * factor)),
            latency: Distribution { count: 99_000, p99, ..Distribution::default() },
            ..PhaseResult::default()
        };
        let limit = "<= 200".to_owned();
        let figure = "latency_p99_ms".to_owned();
        Ok(RunResult {
            scenario: "light-fan-out".into(),
            target: order.target.clone(),
            started_at: "2026-03-01T12:00:00Z".into(),
            machine: Machine { processor: "A processor".into(), cores: 2, ..Machine::default() },
            phases: vec![phase],
            verdicts: vec![Verdict { figure, limit, measured: Some(1.0), kept: held }],
            ..RunResult::default()
        })
    }
}

fn plan(targets: &[&str], requirements: &[&str]) -> ComparePlan {
    ComparePlan {
        scenario: "light-fan-out".into(),
        targets: targets.iter().map(|&target| target.to_owned()).collect(),
        rounds: 3,
        seed: 0,
        requirements: requirements.iter().map(|text| text.parse().unwrap()).collect(),
        search: None,
    }
}

async fn compared(targets: &[&str], requirements: &[&str]) -> Result<Comparison> {
    let mut servers = Servers { launched: Vec::new() };
    compare(&plan(targets, requirements), &mut servers, &mut |_| ()).await
}

#[tokio::test]
async fn targets_take_turns_and_a_round_has_one_seed() {
    let mut servers = Servers { launched: Vec::new() };
    compare(&plan(&["renexus", "floor"], &[]), &mut servers, &mut |_| ()).await.unwrap();
    let turns = ["renexus 0", "floor 0", "renexus 1", "floor 1", "renexus 2", "floor 2"];
    assert_eq!(servers.launched, turns);
}

#[tokio::test]
async fn ratios_are_taken_within_a_round() {
    let mut comparison = compared(&["renexus", "y-sweet"], &[]).await.unwrap();
    let figure = Figure::by_name("deliveries_per_cpu_second").unwrap();
    let own = median_by_target(&comparison, figure, "renexus").unwrap();
    let close = |one: f64, other: f64| (one / other - 1.0).abs() < 1e-9;
    assert!(close(own.median, 150_000.0) && close(own.least, 75_000.0), "{own:?}");
    // The slow second round slowed both, so the ratio has no spread.
    let ratio = paired_ratio(&comparison, figure, "y-sweet").unwrap();
    assert!(close(ratio.least, 1.5) && close(ratio.most, 1.5), "{ratio:?}");
    // A round that only one of them ended does not count.
    comparison.rounds.retain(|round| round.round != 1 || round.target == "renexus");
    comparison.rounds[1].result.phases[0].server_cpu_seconds = Some(99_000.0 / 100_000.0);
    let ratio = paired_ratio(&comparison, figure, "y-sweet").unwrap();
    assert!(close(ratio.least, 1.5) && close(ratio.most, 2.0), "{ratio:?}");
    assert!(close(ratio.median, 1.75), "{ratio:?}");
}

#[test]
fn a_median_is_the_middle_or_between_the_two_there() {
    assert_eq!(median(&[]), None);
    assert_eq!(median(&[3.0]), Some(3.0));
    assert_eq!(median(&[1.0, 2.0]), Some(1.5));
    assert_eq!(median(&[1.0, 2.0, 9.0]), Some(2.0));
}

#[tokio::test]
async fn requirements_hold_or_break_with_what_was_measured() {
    let requirements = [
        "deliveries_per_cpu_second >= 0.9 * floor",
        "deliveries_per_cpu_second >= 2 * best-peer",
        "latency_p99_ms <= best-peer",
        "latency_p99_ms <= 1",
        "presence_p95_ms <= 100",
    ];
    let targets = ["renexus", "y-sweet", "hocuspocus", "floor"];
    let comparison = compared(&targets, &requirements).await.unwrap();
    let kept: Vec<bool> = comparison.requirements.iter().map(|checked| checked.kept).collect();
    assert_eq!(kept, [true, false, true, false, false]);
    let measured: Vec<&str> =
        comparison.requirements.iter().map(|checked| checked.measured.as_str()).collect();
    // The best peer by deliveries is y-sweet, by latency Hocuspocus; the floor is no peer.
    assert_eq!(measured[1], "1.50× y-sweet, from 1.50× to 1.50×");
    assert_eq!(measured[2], "0.22× hocuspocus, from 0.22× to 0.22×");
    assert_eq!(measured[3..], ["1.50 ms", "not measured"]);
    assert!(!comparison.kept());
}

#[test]
fn what_is_wrong_with_a_requirement_is_said() {
    let wrong = |text: &str| text.parse::<Requirement>().unwrap_err().to_string();
    assert!(wrong("lost = 0").contains("\"lost = 0\" has neither >= nor <="));
    let unknown = wrong("speed >= 5");
    assert!(unknown.contains("no figure \"speed\"") && unknown.contains("latency_p99_ms"));
    assert!(wrong("lost <=").contains("nothing stands after <="));
    assert!(wrong("lost <= x * floor").contains("\"x\" before * is not a positive number"));
    assert!(wrong("lost <= -1 * floor").contains("\"-1\" before *"));
    assert!(wrong("latency_p99_ms <= 50ms").contains("\"50ms\" is neither"));
    assert!(wrong("latency_p99_ms <= 2 * ").contains("\"\" is neither"));
}

#[tokio::test]
async fn a_requirement_on_a_target_that_is_not_compared_fails_before_any_run() {
    let mut servers = Servers { launched: Vec::new() };
    let plan = plan(&["renexus", "floor"], &["latency_p99_ms <= 2 * y-sweet"]);
    let error = compare(&plan, &mut servers, &mut |_| ()).await.unwrap_err().to_string();
    assert!(error.contains("\"y-sweet\", which is not compared: renexus, floor"), "{error}");
    assert!(servers.launched.is_empty());
    // Beside the floor there is no peer.
    assert!(compared(&["renexus", "floor"], &["lost <= best-peer"]).await.is_err());
}

#[tokio::test]
async fn a_target_that_does_not_start_is_noted_and_the_others_are_compared() {
    let comparison = compared(&["renexus", "absent"], &[]).await.unwrap();
    assert_eq!((comparison.rounds.len(), comparison.failures.len()), (3, 3));
    assert!(!comparison.kept());
    let text = lines(&comparison).join("\n");
    assert!(text.contains("absent, round 1 failed: absent did not start"), "{text}");
    assert!(compared(&["absent"], &[]).await.is_err());
    assert!(compared(&["floor", "floor"], &[]).await.is_err());
}

#[tokio::test]
async fn a_tired_generator_is_told() {
    let mut comparison = compared(&["renexus", "floor"], &[]).await.unwrap();
    comparison.rounds[1].result.phases[0].generator_saturated = true;
    let notes = notes(&comparison);
    assert_eq!(notes, ["floor, round 1: the generator fell behind"]);
}

#[tokio::test]
async fn a_search_in_each_turn_compares_the_runs_at_the_rates_that_were_found() {
    let mut servers = Servers { launched: Vec::new() };
    let mut plan = plan(&["renexus", "y-sweet"], &[]);
    plan.rounds = 1;
    plan.search = Some(SearchPlan { key: "rate".into(), from: 10.0, to: 1e5, probes: 40 });
    let mut said = Vec::new();
    let comparison = compare(&plan, &mut servers, &mut |line| said.push(line)).await.unwrap();
    let rates: Vec<f64> = comparison
        .rounds
        .iter()
        .map(|round| round.search.as_ref().unwrap().rate.unwrap())
        .collect();
    assert!((143.0..=150.0).contains(&rates[0]) && (95.0..=100.0).contains(&rates[1]), "{rates:?}");
    let broke = "  rate 160: 9.90 k/s delivered, p99 1.50 ms, broke: latency_p99_ms <= 200 (was 1)";
    assert!(said.iter().any(|line| line == broke), "{said:#?}");
    let text = lines(&comparison).join("\n");
    assert!(text.contains("highest rate of a writer"), "{text}");
}

#[tokio::test]
async fn the_markdown_table_has_a_row_for_each_required_figure_and_its_origin() {
    let requirements = ["deliveries_per_cpu_second >= 0.9 * floor"];
    let mut comparison = compared(&["renexus", "floor"], &requirements).await.unwrap();
    comparison.command = "renexus-load compare light-fan-out".into();
    let table = markdown(&[comparison], &[]);
    assert_eq!(
        table[..3],
        [
            "| Scenario | Figure | renexus | floor |",
            "|---|---|---:|---:|",
            "| light-fan-out | deliveries, by server CPU | **150 k/CPU s** | 160 k/CPU s (0.94×) |",
        ]
    );
    let origin = table.last().unwrap();
    assert!(origin.starts_with("light-fan-out: A processor, 2 logical processors"), "{origin}");
    assert!(origin.contains("2026-03-01; `renexus-load compare light-fan-out`"), "{origin}");
}

#[tokio::test]
async fn a_comparison_is_read_as_it_was_written() {
    let comparison = compared(&["renexus", "floor"], &["lost <= 0"]).await.unwrap();
    let json = serde_json::to_string(&comparison).unwrap();
    assert_eq!(serde_json::from_str::<Comparison>(&json).unwrap(), comparison);
}
