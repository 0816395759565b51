//! The board of a project.

use actix_web::{HttpResponse, get, web};
use renexus_wire::rest::Problem;
use renexus_wire::rest::boards::BoardView;
use serde::Deserialize;
use utoipa::IntoParams;
use utoipa_actix_web::service_config::ServiceConfig;

use super::super::kept::{allowed, kept};
use super::super::page::cursor;
use super::super::tasks::narrowed;
use crate::access::{Action, Person};
use crate::cache::{self, Kept, PEOPLE, WORKSPACES};
use crate::error::ApiError;
use crate::http::query::Query;
use crate::planning::listing;
use crate::state::AppState;

/// Cards of a column when nobody says how many.
const CARDS: u16 = 50;
/// Most cards of a column; a board has at most 2,000 altogether.
const MAX_CARDS: u16 = 200;

/// The addresses of boards.
pub(crate) fn routes(config: &mut ServiceConfig<'_>) {
    config.service(show);
}

/// What a board is asked for.
#[derive(Debug, Default, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(crate) struct BoardQuery {
    /// What it is narrowed down to, in the filter language.
    #[param(max_length = 1000)]
    pub(crate) filter: Option<String>,
    /// The day that `today` means in the filter; the server's day in UTC when missing.
    pub(crate) today: Option<chrono::NaiveDate>,
    /// Cards of each column, at most 200.
    #[param(minimum = 1, maximum = 200)]
    pub(crate) limit: Option<u16>,
}

/// Read a board: its columns with their first cards, and how many there are.
#[utoipa::path(tag = "projects", operation_id = "boards_show", security(("bearer" = [])),
    params(("workspace" = String, Path), ("project" = String, Path), BoardQuery), responses(
    (status = 200, body = BoardView),
    (status = 400, body = Problem, description = "The filter cannot be read; the error says where"),
    (status = 404, body = Problem),
))]
#[get("/api/v1/workspaces/{workspace}/projects/{project}/board")]
pub(crate) async fn show(
    person: Person,
    state: web::Data<AppState>,
    path: web::Path<(String, String)>,
    query: Query<BoardQuery>,
) -> Result<HttpResponse, ApiError> {
    let (workspace, project) = path.into_inner();
    Ok(kept(board(&state, (&person, &workspace), project, query.into_inner()).await?))
}

/// The JSON of a board, kept or read just now.
pub(crate) async fn board(
    state: &AppState,
    (person, workspace): (&Person, &str),
    project: String,
    query: BoardQuery,
) -> Result<Kept, ApiError> {
    let limit = query.limit.unwrap_or(CARDS);
    if limit == 0 || limit > MAX_CARDS {
        return Err(ApiError::invalid("limit", format!("{limit} is not from 1 to {MAX_CARDS}")));
    }
    let wanted = narrowed(query.filter.as_deref(), query.today)?;
    let place = allowed(state, person, workspace, Action::WorkspaceRead).await?;
    let name = format!("board {project} {query:?} for {:?}", &person.id);
    let found = state.domain.read(person, workspace, move |look| {
        listing::board(look, &project, wanted, (limit.into(), |behind| cursor(behind)))
    });
    if person.link.is_some() {
        return Ok(state.keeper.fresh(found).await?);
    }
    let tags = [&*cache::workspace(&place.workspace), WORKSPACES, PEOPLE];
    Ok(state.keeper.json(&name, &tags, found).await?)
}
