//! What a search found, and every probe on the way.

use serde::{Deserialize, Serialize};

use super::Outcome;
use crate::figure::{Figure, Unit};
use crate::result::RunResult;

/// What a search found.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Found {
    /// Name of the target.
    pub target: String,
    /// The highest rate that held, as the scenario counts it; none when no rate held.
    pub rate: Option<f64>,
    /// Whether a rate was met that broke; else the search ended at its ceiling or its number of probes.
    pub limited: bool,
    /// Whether what broke at the limit was the generator and not the server.
    pub generator_limited: bool,
    /// Every probe, in order.
    pub probes: Vec<Probe>,
    /// The last run at the rate that was found.
    pub result: Option<RunResult>,
}

/// One probe of a search.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Probe {
    /// The rate that was tried.
    pub rate: f64,
    /// Why the rate does not count as held; empty when it does.
    pub broken: Vec<String>,
    /// Whether the generator fell behind.
    pub generator_saturated: bool,
    /// Deliveries per second.
    pub deliveries_per_second: Option<f64>,
    /// 99 of 100 deliveries took at most this.
    pub latency_p99_ms: Option<f64>,
}

impl Found {
    /// The answer on a line.
    pub fn line(&self) -> String {
        let target = &self.target;
        let Some(rate) = self.rate else { return format!("{target}: no rate held") };
        let value = |name| {
            let figure = Figure::by_name(name)?;
            Some(figure.show(figure.of(self.result.as_ref()?)?))
        };
        let deliveries = value("deliveries_per_second").unwrap_or_else(|| "nothing".to_owned());
        let end = match (self.limited, self.generator_limited) {
            (false, _) => "; the search ended before it met a limit",
            (true, true) => "; the generator was the limit, not the server; try --processes",
            (true, false) => "",
        };
        format!("{target}: holds at rate {}, {deliveries} delivered{end}", Unit::Count.show(rate))
    }
}

impl Probe {
    /// Judges a run at a rate.
    pub fn of(rate: f64, run: &RunResult) -> Self {
        let value = |name| Figure::by_name(name).and_then(|figure| figure.of(run));
        Self {
            rate,
            broken: broken(run),
            generator_saturated: run.phases.iter().any(|phase| phase.generator_saturated),
            deliveries_per_second: value("deliveries_per_second"),
            latency_p99_ms: value("latency_p99_ms"),
        }
    }

    /// A run that could not be made: the server did not bear it.
    pub fn failed(rate: f64, error: &anyhow::Error) -> Self {
        Self { rate, broken: vec![format!("{error:#}")], ..Self::default() }
    }

    /// Whether the rate held.
    pub fn outcome(&self) -> Outcome {
        if self.broken.is_empty() { Outcome::Held } else { Outcome::Broke }
    }

    /// The probe on a line.
    pub fn line(&self) -> String {
        let deliveries = self
            .deliveries_per_second
            .map_or("none".to_owned(), |deliveries| Unit::PerSecond.show(deliveries));
        let p99 = self.latency_p99_ms.map_or("-".to_owned(), |p99| Unit::Millis.show(p99));
        let verdict = match self.broken.as_slice() {
            [] => "held".to_owned(),
            reasons => format!("broke: {}", reasons.join("; ")),
        };
        let rate = Unit::Count.show(self.rate);
        format!("  rate {rate}: {deliveries} delivered, p99 {p99}, {verdict}")
    }
}

/// What broke in a run, in words.
pub fn broken(run: &RunResult) -> Vec<String> {
    let mut broken: Vec<String> = run
        .verdicts
        .iter()
        .filter(|verdict| !verdict.kept)
        .map(|verdict| {
            let (figure, limit) = (&verdict.figure, &verdict.limit);
            match verdict.measured {
                Some(value) => format!("{figure} {limit} (was {})", round(value)),
                None => format!("{figure} {limit} (not measured)"),
            }
        })
        .collect();
    let told = |figure| run.verdicts.iter().any(|one| one.figure == figure && !one.kept);
    for (figure, what) in [("lost", "deliveries"), ("presence_lost", "presence states")] {
        let lost = Figure::by_name(figure).and_then(|figure| figure.of(run)).unwrap_or_default();
        if lost > 0.0 && !told(figure) {
            broken.push(format!("{lost} {what} lost"));
        }
    }
    if run.convergence.different > 0 {
        broken.push(format!("{} documents differ", run.convergence.different));
    }
    if run.phases.iter().any(|phase| phase.generator_saturated) {
        broken.push("the generator fell behind".to_owned());
    }
    broken
}

fn round(value: f64) -> f64 {
    (value * 100.0).round() / 100.0
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::result::{PhaseResult, Verdict};

    #[test]
    fn an_answer_says_what_it_is_worth() {
        let found = |rate, limited, generator_limited| {
            let target = "floor".to_owned();
            Found { target, rate, limited, generator_limited, ..Found::default() }.line()
        };
        assert_eq!(found(None, true, false), "floor: no rate held");
        assert_eq!(found(Some(40.0), true, false), "floor: holds at rate 40, nothing delivered");
        assert!(found(Some(40.0), true, true).contains("the generator was the limit"));
        assert!(found(Some(40.0), false, false).contains("before it met a limit"));
    }

    #[test]
    fn a_rate_breaks_on_a_threshold_a_loss_or_a_tired_generator() {
        let mut run = RunResult { phases: vec![PhaseResult::default()], ..RunResult::default() };
        assert_eq!(Probe::of(1.0, &run).outcome(), Outcome::Held);
        run.phases[0].lost = 3;
        run.phases[0].presence_lost = 2;
        run.phases[0].generator_saturated = true;
        run.verdicts.push(Verdict {
            figure: "latency_p99_ms".into(),
            limit: "<= 200".into(),
            measured: Some(250.123),
            kept: false,
        });
        let probe = Probe::of(1.0, &run);
        assert_eq!(
            probe.broken,
            [
                "latency_p99_ms <= 200 (was 250.12)",
                "3 deliveries lost",
                "2 presence states lost",
                "the generator fell behind"
            ]
        );
    }
}
