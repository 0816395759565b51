//! `renexus insight backtest`: how often forecasts held, history by history.

use std::process::ExitCode;

use anyhow::Result;
use clap::Args;
use serde_json::{Value, json};

use super::Histories;
use crate::insight::backtest::{Plan, Played, Tally, deviation, play};
use crate::insight::history::{Oddities, done};
use crate::insight::level::{LEVELS, NAMES, Question, SHARES};

/// Forecast from each week of a history what came after it, and count how often that held.
#[derive(Debug, Args)]
pub(in crate::cli) struct Backtest {
    #[command(flatten)]
    histories: Histories,
    /// Runs of each forecast.
    #[arg(long, default_value_t = 1_000, value_parser = clap::value_parser!(u32).range(100..=100_000))]
    runs: u32,
    /// Where chance begins; the same seed gives the same table.
    #[arg(long, default_value_t = 1)]
    seed: u64,
}

/// One history, played by our method and by a plain bootstrap.
struct Measured {
    items: usize,
    oddities: Oddities,
    ours: Played,
    plain: Played,
}

impl Backtest {
    pub(super) fn run(self) -> Result<ExitCode> {
        let runs = usize::try_from(self.runs)?;
        let plan = Plan { runs, seed: self.seed, origins: usize::MAX, learns: true };
        let results = self.histories.each(|items, oddities| {
            let done = done(&items);
            let until = done.last().copied().unwrap_or_default();
            Measured {
                items: done.len(),
                oddities,
                ours: play(&done, until, plan),
                plain: play(&done, until, Plan { learns: false, ..plan }),
            }
        })?;
        if self.histories.json {
            println!("{:#}", as_json(&self, &results));
        } else {
            self.table(&results);
        }
        Ok(ExitCode::SUCCESS)
    }

    fn table(&self, results: &[(String, Measured)]) {
        println!(
            "Outcomes within each level, in percent. seed {}, {} runs a forecast.",
            self.seed, self.runs
        );
        println!(
            "when: 5, 10, 20, 50 items. how many: 7, 14, 28, 56 days. A forecast of each, every week.\n"
        );
        let titles = [("when", &[Question::When][..]), ("how many", &[Question::HowMany])];
        for (title, questions) in titles.into_iter().chain([("both", &Question::ALL[..])]) {
            println!(
                "{title:<18} {:>9}  {}  mean distance",
                "forecasts",
                NAMES.map(|name| format!("{name:>6}")).join("")
            );
            for (name, result) in results {
                let total = result.ours.total(questions);
                let forecasts = result.ours.forecasts * questions.len() / Question::ALL.len();
                let apart = mean(deviation(total));
                println!(
                    "{name:<18} {forecasts:>9}  {}  {apart:>13}",
                    total.map(|tally| percent(tally.share())).join(""),
                    apart = percent(apart)
                );
            }
            let ours = average(results.iter().map(|(_, result)| result.ours.total(questions)));
            let plain = average(results.iter().map(|(_, result)| result.plain.total(questions)));
            println!("{:<18} {:>9}  {}", "mean distance", "", ours.map(percent).join(""));
            println!("{:<18} {:>9}  {}\n", "  plain bootstrap", "", plain.map(percent).join(""));
        }
        for (name, Measured { items, oddities, .. }) in results {
            let Oddities { bots, instant, in_bursts } = oddities;
            println!(
                "{name}: {items} items; {bots} by programs left out, {in_bursts} came in bursts, {instant} began and ended in one instant"
            );
        }
    }
}

/// The mean distance from what was promised over some histories, a level each.
fn average(totals: impl Iterator<Item = [Tally; LEVELS]>) -> [Option<f64>; LEVELS] {
    let distances: Vec<_> = totals.map(deviation).collect();
    let mut level = 0..LEVELS;
    [(); LEVELS].map(|()| {
        let at = level.next().unwrap_or_default();
        mean(distances.iter().map(|row| row.get(at).copied().flatten()))
    })
}

fn mean(values: impl IntoIterator<Item = Option<f64>>) -> Option<f64> {
    let (mut sum, mut many) = (0.0, 0.0);
    for value in values.into_iter().flatten() {
        sum += value;
        many += 1.0;
    }
    (many > 0.0).then(|| sum / many)
}

fn percent(share: Option<f64>) -> String {
    share.map_or_else(|| format!("{:>6}", "–"), |share| format!("{:>6.1}", share * 100.0))
}

fn as_json(asked: &Backtest, results: &[(String, Measured)]) -> Value {
    let of = |played: &Played| {
        let rows = |question: Question| {
            let rows = question.rungs().into_iter().zip(played.tallies(question));
            rows.map(|(size, levels)| json!({ "size": size, "levels": levels })).collect::<Vec<_>>()
        };
        let shares = |questions: &[Question]| played.total(questions).map(Tally::share);
        json!({
            "forecasts": played.forecasts,
            "shares": { "when": shares(&[Question::When]), "how_many": shares(&[Question::HowMany]), "both": shares(&Question::ALL) },
            "when": rows(Question::When),
            "how_many": rows(Question::HowMany),
        })
    };
    let projects = results.iter().map(|(name, result)| {
        json!({ "name": name, "items": result.items, "oddities": result.oddities, "ours": of(&result.ours), "plain": of(&result.plain) })
    });
    let distance = |questions: &[Question]| {
        average(results.iter().map(|(_, result)| result.ours.total(questions)))
    };
    json!({
        "seed": asked.seed,
        "runs": asked.runs,
        "levels": SHARES,
        "projects": projects.collect::<Vec<_>>(),
        "mean_distance": {
            "when": distance(&[Question::When]),
            "how_many": distance(&[Question::HowMany]),
            "both": distance(&Question::ALL),
        },
    })
}
