//! Promises whose date has come.

use chrono::NaiveDateTime;
use renexus_tables::rows::insight::{ForecastLevelRow, ForecastRow};
use renexus_wire::rest::insight::ForecastQuestion;
use serde_json::{Value, json};

use crate::db::queries::{flow, forecasts};
use crate::db::{Conn, DatabaseError};
use crate::domain::{Domain, DomainError};

/// Promises that are decided in one round; the next round goes on.
const ROUND: i64 = 200;

/// Decides what is due, and tells the workspaces.
pub(crate) async fn score(domain: &Domain) -> Result<(), DomainError> {
    let now = domain.now();
    let due = domain.database().read(move |connection| forecasts::due(connection, now, ROUND));
    let due: Vec<(ForecastRow, ForecastLevelRow)> = due.await?;
    for (row, level) in due {
        let workspace = row.workspace.clone();
        let scored = domain.tend(&workspace, move |connection, _| {
            let decided = decide(connection, &row, level)?;
            let told = decided.map(|level| ("forecast.scored", told(&row, &level)));
            Ok(((), told.into_iter().collect()))
        });
        scored.await?;
    }
    Ok(())
}

/// What became of a promise; none when another node was faster.
fn decide(
    connection: &mut Conn,
    row: &ForecastRow,
    mut level: ForecastLevelRow,
) -> Result<Option<ForecastLevelRow>, DatabaseError> {
    let projects: Vec<String> = serde_json::from_str(&row.projects)
        .map_err(|error| DatabaseError::Damaged(format!("forecast {}: {error}", row.id)))?;
    let until: NaiveDateTime = level.due_at.unwrap_or(row.made_at);
    let done = flow::done_between(connection, &projects, (row.made_at, until))?;
    let wanted = if row.question == ForecastQuestion::When.word() {
        row.size
    } else {
        level.promised.unwrap_or_default()
    };
    level.outcome = Some(done);
    level.kept = Some(done >= wanted);
    let decided = forecasts::decide(connection, &level)?;
    Ok(decided.then_some(level))
}

/// What the workspace hears. Of forecasts over several projects no particulars: not everybody may read all of them.
fn told(row: &ForecastRow, level: &ForecastLevelRow) -> Value {
    match &row.project {
        Some(project) => json!({
            "project": project, "forecast": row.id, "question": row.question, "size": row.size,
            "level": level.level, "kept": level.kept, "outcome": level.outcome,
        }),
        None => json!({ "forecast": row.id, "level": level.level }),
    }
}
