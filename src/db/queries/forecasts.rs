//! Forecasts, and what became of them.

use chrono::NaiveDateTime;
use diesel::prelude::*;
use renexus_tables::rows::insight::{ForecastLevelRow, ForecastRow};
use renexus_tables::schema::insight::{forecast_levels, forecasts};

use crate::db::{Conn, DatabaseError};

/// A forecast with its levels, ascending.
pub type Whole = (ForecastRow, Vec<ForecastLevelRow>);

/// Writes a forecast and its levels.
pub fn insert(connection: &mut Conn, (row, levels): &Whole) -> Result<(), DatabaseError> {
    diesel::insert_into(forecasts::table).values(row).execute(connection)?;
    diesel::insert_into(forecast_levels::table).values(levels).execute(connection)?;
    Ok(())
}

/// The forecast that answered the same question about the same projects since an instant.
pub fn same_since(
    connection: &mut Conn,
    row: &ForecastRow,
    since: NaiveDateTime,
) -> Result<Option<ForecastRow>, DatabaseError> {
    let mut same = forecasts::table
        .filter(forecasts::workspace.eq(&row.workspace).and(forecasts::made_at.ge(since)))
        .filter(forecasts::question.eq(&row.question).and(forecasts::size.eq(row.size)))
        .filter(forecasts::projects.eq(&row.projects))
        .select(ForecastRow::as_select())
        .into_boxed();
    same = match &row.project {
        Some(project) => same.filter(forecasts::project.eq(project)),
        None => same.filter(forecasts::project.is_null()),
    };
    Ok(same.first(connection).optional()?)
}

/// The latest forecasts about one project, or of a workspace about several; up to `most`.
pub fn latest(
    connection: &mut Conn,
    (workspace, project): (&str, Option<&str>),
    most: i64,
) -> Result<Vec<Whole>, DatabaseError> {
    let mut query = forecasts::table
        .filter(forecasts::workspace.eq(workspace))
        .order((forecasts::made_at.desc(), forecasts::id.desc()))
        .limit(most)
        .select(ForecastRow::as_select())
        .into_boxed();
    query = match project {
        Some(project) => query.filter(forecasts::project.eq(project)),
        None => query.filter(forecasts::project.is_null()),
    };
    let rows: Vec<ForecastRow> = query.load(connection)?;
    let mut whole = Vec::with_capacity(rows.len());
    for row in rows {
        let levels = levels(connection, &row.id)?;
        whole.push((row, levels));
    }
    Ok(whole)
}

/// The levels of a forecast, ascending.
pub fn levels(
    connection: &mut Conn,
    forecast: &str,
) -> Result<Vec<ForecastLevelRow>, DatabaseError> {
    Ok(forecast_levels::table
        .filter(forecast_levels::forecast.eq(forecast))
        .order(forecast_levels::level)
        .select(ForecastLevelRow::as_select())
        .load(connection)?)
}

/// Up to `most` promises whose date has come, with their forecasts.
pub fn due(
    connection: &mut Conn,
    now: NaiveDateTime,
    most: i64,
) -> Result<Vec<(ForecastRow, ForecastLevelRow)>, DatabaseError> {
    Ok(forecast_levels::table
        .inner_join(forecasts::table.on(forecasts::id.eq(forecast_levels::forecast)))
        .filter(forecast_levels::kept.is_null().and(forecast_levels::due_at.le(now)))
        .order((forecast_levels::due_at, forecast_levels::forecast, forecast_levels::level))
        .limit(most)
        .select((ForecastRow::as_select(), ForecastLevelRow::as_select()))
        .load(connection)?)
}

/// Writes what became of a promise; false when somebody else decided it before.
pub fn decide(connection: &mut Conn, row: &ForecastLevelRow) -> Result<bool, DatabaseError> {
    let place = forecast_levels::table.find((&row.forecast, row.level));
    let open = place.filter(forecast_levels::kept.is_null());
    Ok(diesel::update(open).set(row).execute(connection)? > 0)
}

/// Forgets forecasts that were made before an instant.
pub fn forget(connection: &mut Conn, before: NaiveDateTime) -> Result<usize, DatabaseError> {
    Ok(diesel::delete(forecasts::table.filter(forecasts::made_at.lt(before)))
        .execute(connection)?)
}
