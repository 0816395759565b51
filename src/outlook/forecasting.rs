//! Forecasts: made from the past, and kept until their date comes.

use chrono::{DateTime, NaiveDateTime, NaiveTime, TimeDelta};
use renexus_tables::rows::insight::{ForecastLevelRow, ForecastRow};
use renexus_wire::id::fresh;
use renexus_wire::rest::insight::{
    ForecastQuestion, ForecastView, HistoryLength, LevelView, NewForecast,
};

use super::past::{Past, Scope, length, told};
use crate::db::queries::forecasts;
use crate::domain::{Change, DomainError, View};
use crate::insight::chance::Chance;
use crate::insight::daily::DAY;
use crate::insight::number::{seconds, signed};

/// The levels in percent.
pub const LEVELS: [i64; 4] = [50, 70, 85, 95];
/// Most forecasts of a list.
const MOST: i64 = 100;

/// A forecast that is not kept yet.
#[derive(Clone, Debug)]
pub struct Made {
    question: ForecastQuestion,
    size: i64,
    made_at: NaiveDateTime,
    /// Seconds since 1970 or items, a level each; empty when there is too little history.
    promised: Vec<Option<i64>>,
    history: HistoryLength,
}

/// Where chance begins: the same question about the same projects on the same day is answered alike.
pub fn seed(past: &Past, word: &str, size: i64) -> u64 {
    let day = past.today();
    let ids = past.scope.ids().join(" ");
    u64::from(crc32fast::hash(format!("{ids} {word} {size} {day}").as_bytes()))
}

/// Answers a question. It takes some milliseconds: not for a thread that others wait for.
pub fn answer(past: &Past, asked: &NewForecast, runs: usize) -> Made {
    let daily = past.daily();
    let mut chance = Chance::new(seed(past, asked.question.word(), asked.size));
    let size = usize::try_from(asked.size).unwrap_or(1);
    let promised = past.forecaster(&daily, runs).map(|made| match asked.question {
        ForecastQuestion::When => {
            made.when(size, &mut chance).map(|days| instant(past.seconds(), days)).to_vec()
        }
        ForecastQuestion::HowMany => {
            made.how_many(size, &mut chance).map(|items| Some(told(items))).to_vec()
        }
    });
    Made {
        question: asked.question,
        size: asked.size,
        made_at: past.now,
        promised: promised.unwrap_or_default(),
        history: length(&daily),
    }
}

/// So many days behind an instant, in seconds; nothing when that is never.
pub fn instant(from: i64, days: f64) -> Option<i64> {
    days.is_finite().then(|| seconds(signed(from) + days * signed(DAY)))
}

/// Keeps a forecast, unless the same question was asked before on that day: then what was said stands.
pub fn keep(
    tx: &mut Change<'_>,
    key: Option<&str>,
    made: Made,
) -> Result<ForecastView, DomainError> {
    let scope = Scope::of(tx, key)?;
    let row = ForecastRow {
        id: fresh(),
        workspace: tx.workspace.id.clone(),
        project: scope.project.clone(),
        projects: serde_json::to_string(&scope.ids())?,
        asked_by: tx.person.id.clone(),
        question: made.question.word().to_owned(),
        size: made.size,
        made_at: made.made_at,
    };
    if made.promised.is_empty() {
        let told = view((row, Vec::new()), Some(made.history));
        return Ok(ForecastView { id: None, ..told });
    }
    let midnight = made.made_at.date().and_time(NaiveTime::MIN);
    if let Some(before) = forecasts::same_since(tx.connection, &row, midnight)? {
        let levels = forecasts::levels(tx.connection, &before.id)?;
        return Ok(view((before, levels), Some(made.history)));
    }
    let due = |promised: Option<i64>| match made.question {
        ForecastQuestion::When => promised.and_then(|at| DateTime::from_timestamp(at, 0)),
        ForecastQuestion::HowMany => {
            made.made_at.and_utc().checked_add_signed(TimeDelta::days(made.size))
        }
    };
    let level = |(level, promised): (i64, &Option<i64>)| ForecastLevelRow {
        forecast: row.id.clone(),
        level,
        promised: *promised,
        due_at: due(*promised).map(|at| at.naive_utc()),
        outcome: None,
        kept: None,
    };
    let levels: Vec<_> = LEVELS.into_iter().zip(&made.promised).map(level).collect();
    let whole = (row, levels);
    forecasts::insert(tx.connection, &whole)?;
    Ok(view(whole, Some(made.history)))
}

/// The latest forecasts, the latest first. Of those about several projects, the ones about projects that the person
/// may read, all of them.
pub fn list(look: &mut View<'_>, key: Option<&str>) -> Result<Vec<ForecastView>, DomainError> {
    Ok(latest(look, key, MOST)?.into_iter().map(|whole| view(whole, None)).collect())
}

/// The rows of the latest forecasts that the person may read.
pub fn latest(
    look: &mut View<'_>,
    key: Option<&str>,
    most: i64,
) -> Result<Vec<forecasts::Whole>, DomainError> {
    let scope = Scope::of(look, key)?;
    let ids = scope.ids();
    let workspace = look.workspace.id.clone();
    let place = (workspace.as_str(), scope.project.as_deref());
    let mut found = forecasts::latest(look.connection, place, most)?;
    let readable = |row: &ForecastRow| {
        let about: Vec<String> = serde_json::from_str(&row.projects).unwrap_or_default();
        !about.is_empty() && about.iter().all(|project| ids.contains(project))
    };
    found.retain(|(row, _)| readable(row));
    Ok(found)
}

/// A forecast as it is told.
fn view((row, levels): forecasts::Whole, history: Option<HistoryLength>) -> ForecastView {
    let question = match row.question.as_str() {
        "when" => ForecastQuestion::When,
        _ => ForecastQuestion::HowMany,
    };
    let level = |level: ForecastLevelRow| match question {
        ForecastQuestion::When => LevelView {
            level: level.level,
            at: level.promised.and_then(|at| DateTime::from_timestamp(at, 0)),
            items: None,
            kept: level.kept,
            outcome: level.outcome,
        },
        ForecastQuestion::HowMany => LevelView {
            level: level.level,
            at: None,
            items: level.promised,
            kept: level.kept,
            outcome: level.outcome,
        },
    };
    ForecastView {
        id: Some(row.id),
        project: row.project,
        question,
        size: row.size,
        made_at: row.made_at.and_utc(),
        levels: levels.into_iter().map(level).collect(),
        history,
    }
}
