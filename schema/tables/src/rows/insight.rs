//! Forecasts and what became of them, and what people did with suggestions.

use chrono::NaiveDateTime;
use diesel::{AsChangeset, Identifiable, Insertable, Queryable, Selectable};

use crate::schema::insight::{forecast_levels, forecasts, suggestion_answers};

/// A forecast that somebody asked for.
#[derive(Clone, Debug, PartialEq, Eq, Queryable, Selectable, Insertable, Identifiable)]
#[diesel(table_name = forecasts)]
pub struct ForecastRow {
    /// Its id.
    pub id: String,
    /// The workspace.
    pub workspace: String,
    /// The project, when it is about one.
    pub project: Option<String>,
    /// The ids of all projects that it is about, a JSON list.
    pub projects: String,
    /// Who asked.
    pub asked_by: String,
    /// when or how_many.
    pub question: String,
    /// Items, or days.
    pub size: i64,
    /// When it was made.
    pub made_at: NaiveDateTime,
}

/// What a forecast promised at one level.
#[derive(
    Clone, Debug, PartialEq, Eq, Queryable, Selectable, Insertable, Identifiable, AsChangeset,
)]
#[diesel(table_name = forecast_levels, primary_key(forecast, level), treat_none_as_null = true)]
pub struct ForecastLevelRow {
    /// The forecast.
    pub forecast: String,
    /// The level in percent.
    pub level: i64,
    /// Seconds since 1970, or items at least; nothing when it promised nothing.
    pub promised: Option<i64>,
    /// When it is decided.
    pub due_at: Option<NaiveDateTime>,
    /// What happened: items that were done.
    pub outcome: Option<i64>,
    /// Whether the promise was kept, once it is decided.
    pub kept: Option<bool>,
}

/// What somebody did with suggestions of one kind.
#[derive(Clone, Debug, PartialEq, Eq, Queryable, Selectable, Insertable, Identifiable)]
#[diesel(table_name = suggestion_answers)]
pub struct SuggestionAnswerRow {
    /// Its id.
    pub id: String,
    /// The workspace.
    pub workspace: String,
    /// The project.
    pub project: String,
    /// Who answered.
    pub person: String,
    /// What was suggested.
    pub kind: String,
    /// The place of the one that was taken, from 1; nothing when none was.
    pub place: Option<i64>,
    /// How sure the first one was, in percent.
    pub confidence: i64,
    /// When.
    pub answered_at: NaiveDateTime,
}
