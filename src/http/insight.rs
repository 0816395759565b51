//! Forecasts, what became of them, and pictures of how work flows.

use actix_web::{HttpResponse, get, post, web};
use renexus_wire::rest::Problem;
use renexus_wire::rest::insight::{
    AgingView, BacktestView, BurnUpView, CycleTimesView, FlowView, ForecastView, NewForecast,
    RisksView, TrackRecordView,
};
use renexus_wire::rest::page::Page;
use serde::Deserialize;
use utoipa::IntoParams;
use utoipa_actix_web::service_config::ServiceConfig;

use super::body::Body;
use crate::access::Person;
use crate::error::ApiError;
use crate::http::query::Query;
use crate::outlook::past::Past;
use crate::outlook::{charts, forecasting, record, risks};
use crate::state::AppState;

/// Days of a picture when nobody says how many.
const DAYS: usize = 90;
/// Most days of a picture.
const MAX_DAYS: usize = 732;

/// The addresses of forecasts.
pub(crate) fn routes(config: &mut ServiceConfig<'_>) {
    config.service(ask).service(list).service(track).service(backtest);
    config.service(flow).service(burn_up).service(cycle_times).service(aging).service(late);
}

/// What is looked at.
#[derive(Debug, Default, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(crate) struct ScopeQuery {
    /// The project, by id or key; all that one may read when missing.
    #[param(max_length = 64)]
    project: Option<String>,
}

/// What is looked at, and how far back.
#[derive(Debug, Default, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(crate) struct DaysQuery {
    /// The project, by id or key; all that one may read when missing.
    #[param(max_length = 64)]
    project: Option<String>,
    /// How many days back, at most 732; 90 when missing.
    #[param(minimum = 1, maximum = 732)]
    days: Option<usize>,
}

impl DaysQuery {
    fn days(&self) -> Result<usize, ApiError> {
        days(self.days)
    }
}

/// How many days back a picture goes.
pub(crate) fn days(asked: Option<usize>) -> Result<usize, ApiError> {
    let days = asked.unwrap_or(DAYS);
    if days == 0 || days > MAX_DAYS {
        return Err(ApiError::invalid("days", format!("{days} is not from 1 to {MAX_DAYS}")));
    }
    Ok(days)
}

/// Reads the past as the person may see it.
pub(crate) async fn past(
    state: &AppState,
    person: &Person,
    workspace: &str,
    project: Option<String>,
) -> Result<Past, ApiError> {
    let most = state.settings.insight.history_tasks;
    let read = state
        .domain
        .survey(person, workspace, move |look| Past::read(look, project.as_deref(), most));
    Ok(read.await?)
}

/// Computes on a thread that nobody waits for.
pub(crate) async fn aside<R: Send + 'static>(
    job: impl FnOnce() -> R + Send + 'static,
) -> Result<R, ApiError> {
    web::block(job).await.map_err(|_| ApiError::Stopping)
}

/// Ask when so many tasks are done, or how many within so many days. The forecast is kept, and scored when its dates come.
#[utoipa::path(tag = "insight", operation_id = "forecasts_create", security(("bearer" = [])),
    params(("workspace" = String, Path)), request_body = NewForecast, responses(
    (status = 201, body = ForecastView),
    (status = 400, body = Problem),
    (status = 404, body = Problem),
))]
#[post("/api/v1/workspaces/{workspace}/insight/forecasts")]
pub(crate) async fn ask(
    person: Person,
    state: web::Data<AppState>,
    workspace: web::Path<String>,
    Body(asked): Body<NewForecast>,
) -> Result<HttpResponse, ApiError> {
    Ok(HttpResponse::Created().json(asked_for(&state, &person, &workspace, asked).await?))
}

/// Makes a forecast and keeps it.
pub(crate) async fn asked_for(
    state: &AppState,
    person: &Person,
    workspace: &str,
    asked: NewForecast,
) -> Result<ForecastView, ApiError> {
    let past = past(state, person, workspace, asked.project.clone()).await?;
    let (runs, project) = (state.settings.insight.runs, asked.project.clone());
    let made = aside(move || forecasting::answer(&past, &asked, runs)).await?;
    let kept = state
        .domain
        .change(person, workspace, move |tx| forecasting::keep(tx, project.as_deref(), made));
    Ok(kept.await?)
}

/// List the latest 100 forecasts that somebody asked for, and what became of them.
#[utoipa::path(tag = "insight", operation_id = "forecasts_list", security(("bearer" = [])),
    params(("workspace" = String, Path), ScopeQuery), responses(
    (status = 200, body = Page<ForecastView>),
    (status = 404, body = Problem),
))]
#[get("/api/v1/workspaces/{workspace}/insight/forecasts")]
pub(crate) async fn list(
    person: Person,
    state: web::Data<AppState>,
    workspace: web::Path<String>,
    query: Query<ScopeQuery>,
) -> Result<web::Json<Page<ForecastView>>, ApiError> {
    let project = query.into_inner().project;
    let found = state
        .domain
        .read(&person, &workspace, move |look| forecasting::list(look, project.as_deref()));
    Ok(web::Json(Page { items: found.await?, next: None }))
}

/// Tell how often the promises of forecasts were kept.
#[utoipa::path(tag = "insight", operation_id = "forecasts_track_record", security(("bearer" = [])),
    params(("workspace" = String, Path), ScopeQuery), responses(
    (status = 200, body = TrackRecordView),
    (status = 404, body = Problem),
))]
#[get("/api/v1/workspaces/{workspace}/insight/track-record")]
pub(crate) async fn track(
    person: Person,
    state: web::Data<AppState>,
    workspace: web::Path<String>,
    query: Query<ScopeQuery>,
) -> Result<web::Json<TrackRecordView>, ApiError> {
    let project = query.into_inner().project;
    let found = state
        .domain
        .survey(&person, &workspace, move |look| record::track(look, project.as_deref()));
    Ok(web::Json(found.await?))
}

/// Play the whole history through: how often would forecasts of each week have held?
#[utoipa::path(tag = "insight", operation_id = "forecasts_backtest", security(("bearer" = [])),
    params(("workspace" = String, Path), ScopeQuery), responses(
    (status = 200, body = BacktestView),
    (status = 404, body = Problem),
))]
#[get("/api/v1/workspaces/{workspace}/insight/backtest")]
pub(crate) async fn backtest(
    person: Person,
    state: web::Data<AppState>,
    workspace: web::Path<String>,
    query: Query<ScopeQuery>,
) -> Result<web::Json<BacktestView>, ApiError> {
    let past = past(&state, &person, &workspace, query.into_inner().project).await?;
    Ok(web::Json(aside(move || record::backtest(&past)).await?))
}

/// Draw the cumulative flow and the throughput of the last days.
#[utoipa::path(tag = "insight", operation_id = "insight_flow", security(("bearer" = [])),
    params(("workspace" = String, Path), DaysQuery), responses(
    (status = 200, body = FlowView),
    (status = 400, body = Problem),
    (status = 404, body = Problem),
))]
#[get("/api/v1/workspaces/{workspace}/insight/flow")]
pub(crate) async fn flow(
    person: Person,
    state: web::Data<AppState>,
    workspace: web::Path<String>,
    query: Query<DaysQuery>,
) -> Result<web::Json<FlowView>, ApiError> {
    let days = query.days()?;
    let past = past(&state, &person, &workspace, query.into_inner().project).await?;
    Ok(web::Json(aside(move || charts::flow(&past, days)).await?))
}

/// Draw what was done and what there is, with the cone of what may come.
#[utoipa::path(tag = "insight", operation_id = "insight_burn_up", security(("bearer" = [])),
    params(("workspace" = String, Path), DaysQuery), responses(
    (status = 200, body = BurnUpView),
    (status = 400, body = Problem),
    (status = 404, body = Problem),
))]
#[get("/api/v1/workspaces/{workspace}/insight/burn-up")]
pub(crate) async fn burn_up(
    person: Person,
    state: web::Data<AppState>,
    workspace: web::Path<String>,
    query: Query<DaysQuery>,
) -> Result<web::Json<BurnUpView>, ApiError> {
    let (days, runs) = (query.days()?, state.settings.insight.runs);
    let past = past(&state, &person, &workspace, query.into_inner().project).await?;
    Ok(web::Json(aside(move || charts::burn_up(&past, days, runs)).await?))
}

/// Draw how long finished tasks took.
#[utoipa::path(tag = "insight", operation_id = "insight_cycle_times", security(("bearer" = [])),
    params(("workspace" = String, Path), ScopeQuery), responses(
    (status = 200, body = CycleTimesView),
    (status = 404, body = Problem),
))]
#[get("/api/v1/workspaces/{workspace}/insight/cycle-times")]
pub(crate) async fn cycle_times(
    person: Person,
    state: web::Data<AppState>,
    workspace: web::Path<String>,
    query: Query<ScopeQuery>,
) -> Result<web::Json<CycleTimesView>, ApiError> {
    let past = past(&state, &person, &workspace, query.into_inner().project).await?;
    Ok(web::Json(aside(move || charts::cycle_times(&past)).await?))
}

/// Show how old work under way is, beside how long finished work took.
#[utoipa::path(tag = "insight", operation_id = "insight_aging", security(("bearer" = [])),
    params(("workspace" = String, Path), ScopeQuery), responses(
    (status = 200, body = AgingView),
    (status = 404, body = Problem),
))]
#[get("/api/v1/workspaces/{workspace}/insight/aging")]
pub(crate) async fn aging(
    person: Person,
    state: web::Data<AppState>,
    workspace: web::Path<String>,
    query: Query<ScopeQuery>,
) -> Result<web::Json<AgingView>, ApiError> {
    let past = past(&state, &person, &workspace, query.into_inner().project).await?;
    Ok(web::Json(aside(move || charts::aging(&past)).await?))
}

/// Tell which tasks and cycles may be late, how probable that is, and why.
#[utoipa::path(tag = "insight", operation_id = "insight_risks", security(("bearer" = [])),
    params(("workspace" = String, Path), ScopeQuery), responses(
    (status = 200, body = RisksView),
    (status = 404, body = Problem),
))]
#[get("/api/v1/workspaces/{workspace}/insight/risks")]
pub(crate) async fn late(
    person: Person,
    state: web::Data<AppState>,
    workspace: web::Path<String>,
    query: Query<ScopeQuery>,
) -> Result<web::Json<RisksView>, ApiError> {
    let project = query.into_inner().project;
    Ok(web::Json(at_risk(&state, &person, &workspace, project).await?))
}

/// What may be late, as the person may see it.
pub(crate) async fn at_risk(
    state: &AppState,
    person: &Person,
    workspace: &str,
    project: Option<String>,
) -> Result<RisksView, ApiError> {
    let (most, runs) = (state.settings.insight.history_tasks, state.settings.insight.runs);
    let read = state.domain.survey(person, workspace, move |look| {
        let past = Past::read(look, project.as_deref(), most)?;
        let cycles = risks::cycles_of(look, &past)?;
        Ok((past, cycles))
    });
    let (past, cycles) = read.await?;
    aside(move || risks::risks(&past, cycles, runs)).await
}
