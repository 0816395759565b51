//! Milestones of a project.

use actix_web::{HttpResponse, delete, get, patch, post, web};
use renexus_wire::rest::Problem;
use renexus_wire::rest::page::Page;
use renexus_wire::rest::planning::{MilestoneChange, MilestoneView, NewMilestone};
use utoipa_actix_web::service_config::ServiceConfig;

use super::super::body::Body;
use super::super::version::{IfMatch, tagged};
use crate::access::Person;
use crate::error::ApiError;
use crate::planning::milestones;
use crate::state::AppState;

/// The addresses of this resource.
pub(crate) fn routes(config: &mut ServiceConfig<'_>) {
    config.service(list).service(create).service(update).service(remove);
}

/// List the milestones.
#[utoipa::path(tag = "milestones", operation_id = "milestones_list", security(("bearer" = [])),
    params(("workspace" = String, Path), ("project" = String, Path)), responses(
    (status = 200, body = Page<MilestoneView>),
    (status = 404, body = Problem),
))]
#[get("/api/v1/workspaces/{workspace}/projects/{project}/milestones")]
pub(crate) async fn list(
    person: Person,
    state: web::Data<AppState>,
    path: web::Path<(String, String)>,
) -> Result<web::Json<Page<MilestoneView>>, ApiError> {
    let (workspace, project) = path.into_inner();
    let found =
        state.domain.read(&person, &workspace, move |look| milestones::list(look, &project));
    Ok(web::Json(Page { items: found.await?, next: None }))
}

/// Add a milestone.
#[utoipa::path(tag = "milestones", operation_id = "milestones_create", security(("bearer" = [])),
    params(("workspace" = String, Path), ("project" = String, Path)), request_body = NewMilestone, responses(
    (status = 201, body = MilestoneView),
    (status = 400, body = Problem),
    (status = 409, body = Problem, description = "The name is taken, or there are as many as there may be"),
))]
#[post("/api/v1/workspaces/{workspace}/projects/{project}/milestones")]
pub(crate) async fn create(
    person: Person,
    state: web::Data<AppState>,
    path: web::Path<(String, String)>,
    Body(new): Body<NewMilestone>,
) -> Result<HttpResponse, ApiError> {
    let (workspace, project) = path.into_inner();
    let made =
        state.domain.change(&person, &workspace, move |tx| milestones::add(tx, &project, new));
    let made = made.await?;
    Ok(tagged(HttpResponse::Created(), made.version, &made))
}

/// Change a milestone.
#[utoipa::path(tag = "milestones", operation_id = "milestones_update", security(("bearer" = [])),
    params(("workspace" = String, Path), ("project" = String, Path), ("milestone" = String, Path), ("If-Match" = Option<String>, Header, description = "An `ETag`, or `*`", pattern = r#"^("[0-9]{1,9}"|\*)$"#)),
    request_body = MilestoneChange, responses(
    (status = 200, body = MilestoneView),
    (status = 404, body = Problem),
    (status = 412, body = Problem, description = "It was changed meanwhile; `current` is what is there"),
))]
#[patch("/api/v1/workspaces/{workspace}/projects/{project}/milestones/{milestone}")]
pub(crate) async fn update(
    person: Person,
    state: web::Data<AppState>,
    path: web::Path<(String, String, String)>,
    if_match: IfMatch,
    Body(wanted): Body<MilestoneChange>,
) -> Result<HttpResponse, ApiError> {
    let (workspace, project, milestone) = path.into_inner();
    let expected = if_match.optional();
    let changed = state.domain.change(&person, &workspace, move |tx| {
        milestones::change(tx, (&project, &milestone), expected, wanted)
    });
    let changed = changed.await?;
    Ok(tagged(HttpResponse::Ok(), changed.version, &changed))
}

/// Take a milestone away; its tasks belong to none then.
#[utoipa::path(tag = "milestones", operation_id = "milestones_remove", security(("bearer" = [])),
    params(("workspace" = String, Path), ("project" = String, Path), ("milestone" = String, Path)), responses(
    (status = 204),
    (status = 404, body = Problem),
))]
#[delete("/api/v1/workspaces/{workspace}/projects/{project}/milestones/{milestone}")]
pub(crate) async fn remove(
    person: Person,
    state: web::Data<AppState>,
    path: web::Path<(String, String, String)>,
) -> Result<HttpResponse, ApiError> {
    let (workspace, project, milestone) = path.into_inner();
    let removed = state
        .domain
        .change(&person, &workspace, move |tx| milestones::remove(tx, (&project, &milestone)));
    removed.await?;
    Ok(HttpResponse::NoContent().finish())
}
