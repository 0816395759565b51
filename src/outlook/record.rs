//! How often promises were kept: of forecasts that somebody asked for, and of those that a back-test makes.

use renexus_wire::rest::insight::{
    BacktestRow, BacktestView, ForecastQuestion, KeptView, TrackRecordView,
};

use super::forecasting::{LEVELS, latest};
use super::past::{Past, length, told};
use crate::domain::{DomainError, View};
use crate::insight::backtest::{Plan, Tally, play};
use crate::insight::level::Question;

/// The latest forecasts that a track record looks at.
const MOST: i64 = 500;
/// Runs of each forecast of a back-test: a tenth of a per cent matters to nobody there.
const RUNS: usize = 400;

/// How often the promises of the latest forecasts were kept.
pub fn track(look: &mut View<'_>, key: Option<&str>) -> Result<TrackRecordView, DomainError> {
    let found = latest(look, key, MOST)?;
    let mut tallies = [Tally::default(); LEVELS.len()];
    for (_, levels) in &found {
        for (tally, level) in tallies.iter_mut().zip(levels) {
            tally.decided += usize::from(level.kept.is_some());
            tally.kept += usize::from(level.kept == Some(true));
        }
    }
    Ok(TrackRecordView { levels: kept(tallies), forecasts: told(found.len()) })
}

/// Plays the whole history through. It takes some time: not for a thread that others wait for.
pub fn backtest(past: &Past) -> BacktestView {
    let plan = Plan { runs: RUNS, seed: 1, origins: usize::MAX, learns: true };
    let played = play(&past.done(), past.seconds(), plan);
    let rows = Question::ALL.into_iter().flat_map(|question| {
        let sizes = question.rungs().into_iter().zip(played.tallies(question));
        sizes.map(move |(size, tallies)| BacktestRow {
            question: match question {
                Question::When => ForecastQuestion::When,
                Question::HowMany => ForecastQuestion::HowMany,
            },
            size: told(size),
            levels: kept(*tallies),
        })
    });
    BacktestView {
        forecasts: told(played.forecasts),
        levels: kept(played.total(&Question::ALL)),
        rows: rows.collect(),
        history: length(&past.daily()),
    }
}

fn kept(tallies: [Tally; LEVELS.len()]) -> Vec<KeptView> {
    let line = |(level, tally): (i64, Tally)| KeptView {
        level,
        decided: told(tally.decided),
        kept: told(tally.kept),
        share: tally.share(),
        words: match tally.share() {
            Some(share) => format!(
                "Of the past {} P{level} forecasts, {:.0} % held.",
                tally.decided,
                share * 100.0
            ),
            None => format!("No P{level} forecast is decided yet."),
        },
    };
    LEVELS.into_iter().zip(tallies).map(line).collect()
}
