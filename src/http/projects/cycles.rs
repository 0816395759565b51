//! Cycles of a project.

use actix_web::{HttpResponse, delete, get, patch, post, web};
use renexus_wire::rest::Problem;
use renexus_wire::rest::page::Page;
use renexus_wire::rest::planning::{CycleChange, CycleView, NewCycle};
use utoipa_actix_web::service_config::ServiceConfig;

use super::super::body::Body;
use super::super::version::{IfMatch, tagged};
use crate::access::Person;
use crate::error::ApiError;
use crate::planning::cycles;
use crate::state::AppState;

/// The addresses of this resource.
pub(crate) fn routes(config: &mut ServiceConfig<'_>) {
    config.service(list).service(create).service(update).service(remove);
}

/// List the cycles.
#[utoipa::path(tag = "cycles", operation_id = "cycles_list", security(("bearer" = [])),
    params(("workspace" = String, Path), ("project" = String, Path)), responses(
    (status = 200, body = Page<CycleView>),
    (status = 404, body = Problem),
))]
#[get("/api/v1/workspaces/{workspace}/projects/{project}/cycles")]
pub(crate) async fn list(
    person: Person,
    state: web::Data<AppState>,
    path: web::Path<(String, String)>,
) -> Result<web::Json<Page<CycleView>>, ApiError> {
    let (workspace, project) = path.into_inner();
    let found = state.domain.read(&person, &workspace, move |look| cycles::list(look, &project));
    Ok(web::Json(Page { items: found.await?, next: None }))
}

/// Add a cycle.
#[utoipa::path(tag = "cycles", operation_id = "cycles_create", security(("bearer" = [])),
    params(("workspace" = String, Path), ("project" = String, Path)), request_body = NewCycle, responses(
    (status = 201, body = CycleView),
    (status = 400, body = Problem),
    (status = 409, body = Problem, description = "The name is taken, or there are as many as there may be"),
))]
#[post("/api/v1/workspaces/{workspace}/projects/{project}/cycles")]
pub(crate) async fn create(
    person: Person,
    state: web::Data<AppState>,
    path: web::Path<(String, String)>,
    Body(new): Body<NewCycle>,
) -> Result<HttpResponse, ApiError> {
    let (workspace, project) = path.into_inner();
    let made = state.domain.change(&person, &workspace, move |tx| cycles::add(tx, &project, new));
    let made = made.await?;
    Ok(tagged(HttpResponse::Created(), made.version, &made))
}

/// Change a cycle.
#[utoipa::path(tag = "cycles", operation_id = "cycles_update", security(("bearer" = [])),
    params(("workspace" = String, Path), ("project" = String, Path), ("cycle" = String, Path), ("If-Match" = Option<String>, Header, description = "An `ETag`, or `*`", pattern = r#"^("[0-9]{1,9}"|\*)$"#)),
    request_body = CycleChange, responses(
    (status = 200, body = CycleView),
    (status = 404, body = Problem),
    (status = 412, body = Problem, description = "It was changed meanwhile; `current` is what is there"),
))]
#[patch("/api/v1/workspaces/{workspace}/projects/{project}/cycles/{cycle}")]
pub(crate) async fn update(
    person: Person,
    state: web::Data<AppState>,
    path: web::Path<(String, String, String)>,
    if_match: IfMatch,
    Body(wanted): Body<CycleChange>,
) -> Result<HttpResponse, ApiError> {
    let (workspace, project, cycle) = path.into_inner();
    let expected = if_match.optional();
    let changed = state.domain.change(&person, &workspace, move |tx| {
        cycles::change(tx, (&project, &cycle), expected, wanted)
    });
    let changed = changed.await?;
    Ok(tagged(HttpResponse::Ok(), changed.version, &changed))
}

/// Take a cycle away; its tasks are in none then.
#[utoipa::path(tag = "cycles", operation_id = "cycles_remove", security(("bearer" = [])),
    params(("workspace" = String, Path), ("project" = String, Path), ("cycle" = String, Path)), responses(
    (status = 204),
    (status = 404, body = Problem),
))]
#[delete("/api/v1/workspaces/{workspace}/projects/{project}/cycles/{cycle}")]
pub(crate) async fn remove(
    person: Person,
    state: web::Data<AppState>,
    path: web::Path<(String, String, String)>,
) -> Result<HttpResponse, ApiError> {
    let (workspace, project, cycle) = path.into_inner();
    let removed =
        state.domain.change(&person, &workspace, move |tx| cycles::remove(tx, (&project, &cycle)));
    removed.await?;
    Ok(HttpResponse::NoContent().finish())
}
