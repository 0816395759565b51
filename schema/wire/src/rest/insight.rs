//! Forecasts, what became of them, and pictures of how work flows.

use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::planning::MAX_ID;
use crate::limits::{Limited, Limits};

/// Most items of a question.
pub const MAX_ITEMS: i64 = 1_000;
/// Most days of a question: a year.
pub const MAX_DAYS: i64 = 366;

/// What is asked.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "graphql", derive(async_graphql::Enum))]
pub enum ForecastQuestion {
    /// When will so many items be done?
    When,
    /// How many items are done within so many days?
    HowMany,
}

impl ForecastQuestion {
    /// The stable word.
    pub fn word(self) -> &'static str {
        match self {
            Self::When => "when",
            Self::HowMany => "how_many",
        }
    }
}

/// Asks for a forecast.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewForecast {
    /// The project, by id or key; all that one may read when missing.
    #[schema(
        min_length = 1,
        max_length = 64,
        pattern = r"^[^\x00-\x1f\x7f-\x9f]*[^\s\x00-\x1f\x7f-\x9f][^\x00-\x1f\x7f-\x9f]*$"
    )]
    pub project: Option<String>,
    /// What is asked.
    pub question: ForecastQuestion,
    /// Items (at most 1000), or days (at most 366).
    #[serde(deserialize_with = "crate::number::needed")]
    #[schema(minimum = 1, maximum = 1000)]
    pub size: i64,
}

impl Limited for NewForecast {
    fn limits(&self, found: &mut Limits) {
        found.optional_line("project", self.project.as_deref(), MAX_ID);
        let most = match self.question {
            ForecastQuestion::When => MAX_ITEMS,
            ForecastQuestion::HowMany => MAX_DAYS,
        };
        found.number("size", self.size, (1, most));
    }
}

/// What a forecast rests on.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[cfg_attr(feature = "graphql", derive(async_graphql::SimpleObject))]
pub struct HistoryLength {
    /// Whole weeks since the first task was done, at most three years.
    pub weeks: i64,
    /// Tasks that were done in them.
    pub items: i64,
    /// Whether that is enough: `no`, `barely` or `yes`.
    pub enough: String,
    /// What to know about it, in words.
    pub note: String,
}

/// What is promised at one level, and what became of it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[cfg_attr(
    feature = "graphql",
    derive(async_graphql::SimpleObject),
    graphql(name = "ForecastLevel")
)]
pub struct LevelView {
    /// How often such a promise is kept, in percent.
    pub level: i64,
    /// Done by then; nothing when ten years are not enough.
    pub at: Option<DateTime<Utc>>,
    /// At least so many are done.
    pub items: Option<i64>,
    /// Whether it was kept, once its date has come.
    pub kept: Option<bool>,
    /// Items that were done by its date.
    pub outcome: Option<i64>,
}

/// A forecast.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[cfg_attr(feature = "graphql", derive(async_graphql::SimpleObject), graphql(name = "Forecast"))]
pub struct ForecastView {
    /// Its id; nothing when there was too little history to say something.
    pub id: Option<String>,
    /// The id of the project, when it is about one.
    #[cfg_attr(feature = "graphql", graphql(name = "projectId"))]
    pub project: Option<String>,
    /// What was asked.
    pub question: ForecastQuestion,
    /// Items, or days.
    pub size: i64,
    /// When it was made.
    pub made_at: DateTime<Utc>,
    /// What it says at 50, 70, 85 and 95 percent; empty when there is too little history.
    pub levels: Vec<LevelView>,
    /// What it rests on; missing in lists.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub history: Option<HistoryLength>,
}

/// How often the promises of a level were kept.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, ToSchema)]
#[cfg_attr(feature = "graphql", derive(async_graphql::SimpleObject), graphql(name = "LevelRecord"))]
pub struct KeptView {
    /// The level in percent.
    pub level: i64,
    /// Promises whose date has come.
    pub decided: i64,
    /// Those that were kept.
    pub kept: i64,
    /// The share that was kept.
    pub share: Option<f64>,
    /// The same in words.
    pub words: String,
}

/// How good the forecasts were that somebody asked for.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, ToSchema)]
#[cfg_attr(feature = "graphql", derive(async_graphql::SimpleObject), graphql(name = "TrackRecord"))]
pub struct TrackRecordView {
    /// A line a level.
    pub levels: Vec<KeptView>,
    /// The latest forecasts that it is about.
    pub forecasts: i64,
}

/// How often promises were kept for one question at one size.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, ToSchema)]
#[cfg_attr(feature = "graphql", derive(async_graphql::SimpleObject))]
pub struct BacktestRow {
    /// What was asked.
    pub question: ForecastQuestion,
    /// Items, or days.
    pub size: i64,
    /// A line a level.
    pub levels: Vec<KeptView>,
}

/// A whole history, played through.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, ToSchema)]
#[cfg_attr(feature = "graphql", derive(async_graphql::SimpleObject), graphql(name = "Backtest"))]
pub struct BacktestView {
    /// Forecasts that were made.
    pub forecasts: i64,
    /// Over all questions and sizes.
    pub levels: Vec<KeptView>,
    /// By question and size.
    pub rows: Vec<BacktestRow>,
    /// What it rests on.
    pub history: HistoryLength,
}

/// How many tasks had come so far at the end of a day.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[cfg_attr(feature = "graphql", derive(async_graphql::SimpleObject))]
pub struct FlowDay {
    /// The day, UTC.
    pub day: NaiveDate,
    /// Made so far.
    pub created: i64,
    /// Begun so far.
    pub started: i64,
    /// Done so far.
    pub done: i64,
    /// Done on this day.
    pub throughput: i64,
}

/// The cumulative flow of the last days.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[cfg_attr(feature = "graphql", derive(async_graphql::SimpleObject), graphql(name = "Flow"))]
pub struct FlowView {
    /// A line a day, the oldest first.
    pub days: Vec<FlowDay>,
}

/// Where the line of done tasks may be on a day to come.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[cfg_attr(feature = "graphql", derive(async_graphql::SimpleObject))]
pub struct ConeDay {
    /// The day, UTC.
    pub day: NaiveDate,
    /// Done by then, at least, with 50, 70, 85 and 95 percent.
    pub done: Vec<i64>,
}

/// What was done, what there is, and when the one reaches the other.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[cfg_attr(feature = "graphql", derive(async_graphql::SimpleObject), graphql(name = "BurnUp"))]
pub struct BurnUpView {
    /// A line a day, the oldest first.
    pub days: Vec<FlowDay>,
    /// Tasks that are open.
    pub remaining: i64,
    /// The weeks to come.
    pub cone: Vec<ConeDay>,
    /// When everything that is open now is done.
    pub finish: Vec<LevelView>,
    /// What it rests on.
    pub history: HistoryLength,
}

/// How long a finished task took.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, ToSchema)]
#[cfg_attr(feature = "graphql", derive(async_graphql::SimpleObject), graphql(name = "CycleTime"))]
pub struct CycleTimeView {
    /// Its key.
    pub task: String,
    /// What it is called.
    pub title: String,
    /// When it was done.
    pub done_at: DateTime<Utc>,
    /// Days from the beginning of work.
    pub days: f64,
}

/// Within how many days a share of the work was done.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, ToSchema)]
#[cfg_attr(feature = "graphql", derive(async_graphql::SimpleObject), graphql(name = "Percentile"))]
pub struct PercentileView {
    /// The share in percent.
    pub level: i64,
    /// The days.
    pub days: f64,
}

/// How long finished tasks took.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, ToSchema)]
#[cfg_attr(feature = "graphql", derive(async_graphql::SimpleObject), graphql(name = "CycleTimes"))]
pub struct CycleTimesView {
    /// The latest ones, the latest first.
    pub tasks: Vec<CycleTimeView>,
    /// Within how many days 50, 70, 85 and 95 percent were done.
    pub percentiles: Vec<PercentileView>,
    /// Tasks that began and ended in one instant: they are not among the others.
    pub instant: i64,
}

/// How old work under way is.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, ToSchema)]
#[cfg_attr(feature = "graphql", derive(async_graphql::SimpleObject))]
pub struct AgingTask {
    /// Its key.
    pub task: String,
    /// What it is called.
    pub title: String,
    /// When work began.
    pub started_at: DateTime<Utc>,
    /// Days since then.
    pub days: f64,
    /// The share of finished work that took at most so long.
    pub share: Option<f64>,
    /// The same in words.
    pub words: String,
}

/// Work under way beside finished work.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, ToSchema)]
#[cfg_attr(feature = "graphql", derive(async_graphql::SimpleObject), graphql(name = "Aging"))]
pub struct AgingView {
    /// The oldest first.
    pub tasks: Vec<AgingTask>,
    /// The bands: within how many days 50, 70, 85 and 95 percent were done.
    pub percentiles: Vec<PercentileView>,
}

/// How probable it is that a task is late.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, ToSchema)]
#[cfg_attr(feature = "graphql", derive(async_graphql::SimpleObject))]
pub struct TaskRisk {
    /// Its key.
    pub task: String,
    /// What it is called.
    pub title: String,
    /// When it is due.
    pub due: NaiveDate,
    /// From 0 to 1.
    pub probability: f64,
    /// Why.
    pub reason: String,
}

/// How probable it is that a cycle ends with open tasks.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, ToSchema)]
#[cfg_attr(feature = "graphql", derive(async_graphql::SimpleObject))]
pub struct CycleRisk {
    /// Its id.
    #[cfg_attr(feature = "graphql", graphql(name = "cycleId"))]
    pub cycle: String,
    /// Its name.
    pub name: String,
    /// Its last day.
    pub end: NaiveDate,
    /// Tasks of it that are open.
    pub open: i64,
    /// From 0 to 1.
    pub probability: f64,
    /// Why.
    pub reason: String,
}

/// What may be late.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, ToSchema)]
#[cfg_attr(feature = "graphql", derive(async_graphql::SimpleObject), graphql(name = "Risks"))]
pub struct RisksView {
    /// Open tasks with a date, the most probable first.
    pub tasks: Vec<TaskRisk>,
    /// Cycles that are not over, the most probable first.
    pub cycles: Vec<CycleRisk>,
    /// What it rests on.
    pub history: HistoryLength,
}
