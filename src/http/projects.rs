//! Projects; what belongs to them stands in the files beside.

pub(crate) mod board;
mod cycles;
mod import;
mod life;
mod milestones;
mod statuses;

use actix_web::{HttpResponse, get, patch, post, web};
use renexus_wire::rest::Problem;
use renexus_wire::rest::page::Page;
use renexus_wire::rest::planning::{NewProject, ProjectChange, ProjectView};
use utoipa_actix_web::service_config::ServiceConfig;

use super::body::Body;
use super::page::{PageQuery, Paging};
use super::version::{IfMatch, tagged};
use crate::access::{Action, Person};
use crate::domain::{DomainError, View};
use crate::error::ApiError;
use crate::http::query::Query;
use crate::planning::projects;
use crate::state::AppState;

/// The addresses of projects.
pub(crate) fn routes(config: &mut ServiceConfig<'_>) {
    config.service(list).service(create).service(show).service(update);
    config.configure(statuses::routes).configure(cycles::routes).configure(milestones::routes);
    config.configure(board::routes).configure(import::routes).configure(life::routes);
}

/// List the projects that one may read, in the order of their ids.
#[utoipa::path(tag = "projects", operation_id = "projects_list", security(("bearer" = [])),
    params(("workspace" = String, Path), PageQuery), responses(
    (status = 200, body = Page<ProjectView>),
    (status = 404, body = Problem),
))]
#[get("/api/v1/workspaces/{workspace}/projects")]
pub(crate) async fn list(
    person: Person,
    state: web::Data<AppState>,
    workspace: web::Path<String>,
    query: Query<PageQuery>,
) -> Result<web::Json<Page<ProjectView>>, ApiError> {
    let paging = Paging::try_from(query.into_inner())?;
    let after = paging.after();
    let found = state.domain.read(&person, &workspace, move |look| listed(look, after.as_deref()));
    Ok(web::Json(paging.page(found.await?, |project| project.id.clone(), |project| project)))
}

/// The projects that one may read, behind the id `after`; there are few.
pub(crate) fn listed(
    look: &mut View<'_>,
    after: Option<&str>,
) -> Result<Vec<ProjectView>, DomainError> {
    look.require(Action::WorkspaceRead)?;
    let rows = projects::readable(look)?.into_iter().map(|(row, _)| row);
    let behind = rows.filter(|row| after.is_none_or(|after| row.id.as_str() > after));
    Ok(behind.map(projects::view).collect())
}

/// Start a project.
#[utoipa::path(tag = "projects", operation_id = "projects_create", security(("bearer" = [])),
    params(("workspace" = String, Path)), request_body = NewProject, responses(
    (status = 201, body = ProjectView),
    (status = 400, body = Problem),
    (status = 409, body = Problem, description = "The key is taken, or there are as many as there may be"),
))]
#[post("/api/v1/workspaces/{workspace}/projects")]
pub(crate) async fn create(
    person: Person,
    state: web::Data<AppState>,
    workspace: web::Path<String>,
    Body(new): Body<NewProject>,
) -> Result<HttpResponse, ApiError> {
    let made = state.domain.change(&person, &workspace, move |tx| projects::create(tx, new));
    let made = made.await?;
    Ok(tagged(HttpResponse::Created(), made.version, &made))
}

/// Look a project up, by id or key.
#[utoipa::path(tag = "projects", operation_id = "projects_show", security(("bearer" = [])),
    params(("workspace" = String, Path), ("project" = String, Path)), responses(
    (status = 200, body = ProjectView),
    (status = 404, body = Problem),
))]
#[get("/api/v1/workspaces/{workspace}/projects/{project}")]
pub(crate) async fn show(
    person: Person,
    state: web::Data<AppState>,
    path: web::Path<(String, String)>,
) -> Result<HttpResponse, ApiError> {
    let (workspace, project) = path.into_inner();
    let found = state.domain.read(&person, &workspace, move |look| {
        Ok(projects::view(projects::to_read(look, &project)?))
    });
    let found = found.await?;
    Ok(tagged(HttpResponse::Ok(), found.version, &found))
}

/// Change a project, put it away, or take it back.
#[utoipa::path(tag = "projects", operation_id = "projects_update", security(("bearer" = [])),
    params(("workspace" = String, Path), ("project" = String, Path), ("If-Match" = Option<String>, Header, description = "An `ETag`, or `*`", pattern = r#"^("[0-9]{1,9}"|\*)$"#)),
    request_body = ProjectChange, responses(
    (status = 200, body = ProjectView),
    (status = 404, body = Problem),
    (status = 412, body = Problem, description = "It was changed meanwhile; `current` is what is there"),
))]
#[patch("/api/v1/workspaces/{workspace}/projects/{project}")]
pub(crate) async fn update(
    person: Person,
    state: web::Data<AppState>,
    path: web::Path<(String, String)>,
    if_match: IfMatch,
    Body(wanted): Body<ProjectChange>,
) -> Result<HttpResponse, ApiError> {
    let (workspace, project) = path.into_inner();
    let expected = if_match.optional();
    let changed = state
        .domain
        .change(&person, &workspace, move |tx| projects::change(tx, &project, expected, wanted));
    let changed = changed.await?;
    Ok(tagged(HttpResponse::Ok(), changed.version, &changed))
}
