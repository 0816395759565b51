//! The columns of a board.

use actix_web::{HttpResponse, delete, get, patch, post, web};
use renexus_wire::rest::Problem;
use renexus_wire::rest::page::Page;
use renexus_wire::rest::planning::{NewStatus, StatusChange, StatusView};
use utoipa_actix_web::service_config::ServiceConfig;

use super::super::body::Body;
use super::super::version::{IfMatch, tagged};
use crate::access::Person;
use crate::error::ApiError;
use crate::planning::statuses;
use crate::state::AppState;

/// The addresses of this resource.
pub(crate) fn routes(config: &mut ServiceConfig<'_>) {
    config.service(list).service(create).service(update).service(remove);
}

/// List the statuses.
#[utoipa::path(tag = "statuses", operation_id = "statuses_list", security(("bearer" = [])),
    params(("workspace" = String, Path), ("project" = String, Path)), responses(
    (status = 200, body = Page<StatusView>),
    (status = 404, body = Problem),
))]
#[get("/api/v1/workspaces/{workspace}/projects/{project}/statuses")]
pub(crate) async fn list(
    person: Person,
    state: web::Data<AppState>,
    path: web::Path<(String, String)>,
) -> Result<web::Json<Page<StatusView>>, ApiError> {
    let (workspace, project) = path.into_inner();
    let found = state.domain.read(&person, &workspace, move |look| statuses::list(look, &project));
    Ok(web::Json(Page { items: found.await?, next: None }))
}

/// Add a status.
#[utoipa::path(tag = "statuses", operation_id = "statuses_create", security(("bearer" = [])),
    params(("workspace" = String, Path), ("project" = String, Path)), request_body = NewStatus, responses(
    (status = 201, body = StatusView),
    (status = 400, body = Problem),
    (status = 409, body = Problem, description = "The name is taken, or there are as many as there may be"),
))]
#[post("/api/v1/workspaces/{workspace}/projects/{project}/statuses")]
pub(crate) async fn create(
    person: Person,
    state: web::Data<AppState>,
    path: web::Path<(String, String)>,
    Body(new): Body<NewStatus>,
) -> Result<HttpResponse, ApiError> {
    let (workspace, project) = path.into_inner();
    let made = state.domain.change(&person, &workspace, move |tx| statuses::add(tx, &project, new));
    let made = made.await?;
    Ok(tagged(HttpResponse::Created(), made.version, &made))
}

/// Change a status.
#[utoipa::path(tag = "statuses", operation_id = "statuses_update", security(("bearer" = [])),
    params(("workspace" = String, Path), ("project" = String, Path), ("status" = String, Path), ("If-Match" = Option<String>, Header, description = "An `ETag`, or `*`", pattern = r#"^("[0-9]{1,9}"|\*)$"#)),
    request_body = StatusChange, responses(
    (status = 200, body = StatusView),
    (status = 404, body = Problem),
    (status = 412, body = Problem, description = "It was changed meanwhile; `current` is what is there"),
))]
#[patch("/api/v1/workspaces/{workspace}/projects/{project}/statuses/{status}")]
pub(crate) async fn update(
    person: Person,
    state: web::Data<AppState>,
    path: web::Path<(String, String, String)>,
    if_match: IfMatch,
    Body(wanted): Body<StatusChange>,
) -> Result<HttpResponse, ApiError> {
    let (workspace, project, status) = path.into_inner();
    let expected = if_match.optional();
    let changed = state.domain.change(&person, &workspace, move |tx| {
        statuses::change(tx, (&project, &status), expected, wanted)
    });
    let changed = changed.await?;
    Ok(tagged(HttpResponse::Ok(), changed.version, &changed))
}

/// Take a column away that has no tasks.
#[utoipa::path(tag = "statuses", operation_id = "statuses_remove", security(("bearer" = [])),
    params(("workspace" = String, Path), ("project" = String, Path), ("status" = String, Path)), responses(
    (status = 204),
    (status = 404, body = Problem),
    (status = 409, body = Problem, description = "It has tasks, or is the last one"),
))]
#[delete("/api/v1/workspaces/{workspace}/projects/{project}/statuses/{status}")]
pub(crate) async fn remove(
    person: Person,
    state: web::Data<AppState>,
    path: web::Path<(String, String, String)>,
) -> Result<HttpResponse, ApiError> {
    let (workspace, project, status) = path.into_inner();
    let removed = state
        .domain
        .change(&person, &workspace, move |tx| statuses::remove(tx, (&project, &status)));
    removed.await?;
    Ok(HttpResponse::NoContent().finish())
}
