//! Watching: whether a person hears of what happens at a place.

use actix_web::{HttpResponse, delete, get, put, web};
use renexus_wire::notice::PlaceKind;
use renexus_wire::rest::Problem;
use renexus_wire::rest::notices::WatchView;
use utoipa_actix_web::service_config::ServiceConfig;

use crate::access::Person;
use crate::comments::watching;
use crate::domain::DomainError;
use crate::error::ApiError;
use crate::state::AppState;

/// The addresses of this resource.
pub(crate) fn routes(config: &mut ServiceConfig<'_>) {
    config.service(show).service(watch).service(mute);
}

fn parse_kind(word: &str) -> Result<PlaceKind, ApiError> {
    let kind = PlaceKind::from_word(word).filter(|kind| *kind != PlaceKind::Workspace);
    kind.ok_or_else(|| DomainError::NotFound("kind").into())
}

/// See whether one watches a task, a document or a project.
#[utoipa::path(tag = "watches", operation_id = "watches_show", security(("bearer" = [])),
    params(("workspace" = String, Path), ("kind" = String, Path), ("place" = String, Path)),
    responses((status = 200, body = WatchView), (status = 404, body = Problem)))]
#[get("/api/v1/workspaces/{workspace}/watches/{kind}/{place}")]
pub(crate) async fn show(
    person: Person,
    state: web::Data<AppState>,
    path: web::Path<(String, String, String)>,
) -> Result<web::Json<WatchView>, ApiError> {
    let (workspace, kind, place) = path.into_inner();
    let kind = parse_kind(&kind)?;
    let found =
        state.domain.read(&person, &workspace, move |look| watching::show(look, kind, &place));
    Ok(web::Json(found.await?))
}

/// Watch a task, a document or a project: hear of every comment there.
#[utoipa::path(tag = "watches", operation_id = "watches_put", security(("bearer" = [])),
    params(("workspace" = String, Path), ("kind" = String, Path), ("place" = String, Path)),
    responses((status = 200, body = WatchView), (status = 404, body = Problem)))]
#[put("/api/v1/workspaces/{workspace}/watches/{kind}/{place}")]
pub(crate) async fn watch(
    person: Person,
    state: web::Data<AppState>,
    path: web::Path<(String, String, String)>,
) -> Result<web::Json<WatchView>, ApiError> {
    let (workspace, kind, place) = path.into_inner();
    let kind = parse_kind(&kind)?;
    let decided = state.domain.change(&person, &workspace, move |tx| {
        watching::decide(tx, (kind, &place), WatchView { watching: true })
    });
    Ok(web::Json(decided.await?))
}

/// Unwatch it: hear of no comment there, even where one talks oneself, unless one is mentioned.
#[utoipa::path(tag = "watches", operation_id = "watches_delete", security(("bearer" = [])),
    params(("workspace" = String, Path), ("kind" = String, Path), ("place" = String, Path)),
    responses((status = 204), (status = 404, body = Problem)))]
#[delete("/api/v1/workspaces/{workspace}/watches/{kind}/{place}")]
pub(crate) async fn mute(
    person: Person,
    state: web::Data<AppState>,
    path: web::Path<(String, String, String)>,
) -> Result<HttpResponse, ApiError> {
    let (workspace, kind, place) = path.into_inner();
    let kind = parse_kind(&kind)?;
    let decided = state.domain.change(&person, &workspace, move |tx| {
        watching::decide(tx, (kind, &place), WatchView { watching: false })
    });
    decided.await?;
    Ok(HttpResponse::NoContent().finish())
}
