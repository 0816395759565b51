//! How tasks stand to each other.

use actix_web::{HttpResponse, delete, get, post, web};
use renexus_wire::rest::Problem;
use renexus_wire::rest::page::Page;
use renexus_wire::rest::task_lines::{NewTaskLink, TaskLinkView};
use renexus_wire::task::LinkKind;
use utoipa_actix_web::service_config::ServiceConfig;

use super::super::body::Body;
use crate::access::Person;
use crate::error::ApiError;
use crate::planning::linking;
use crate::state::AppState;

/// The addresses of links.
pub(crate) fn routes(config: &mut ServiceConfig<'_>) {
    config.service(list).service(create).service(remove);
}

/// List the links from and to a task.
#[utoipa::path(tag = "tasks", operation_id = "task_links_list", security(("bearer" = [])),
    params(("workspace" = String, Path), ("task" = String, Path)), responses(
    (status = 200, body = Page<TaskLinkView>),
    (status = 404, body = Problem),
))]
#[get("/api/v1/workspaces/{workspace}/tasks/{task}/links")]
pub(crate) async fn list(
    person: Person,
    state: web::Data<AppState>,
    path: web::Path<(String, String)>,
) -> Result<web::Json<Page<TaskLinkView>>, ApiError> {
    let (workspace, task) = path.into_inner();
    let found = state.domain.read(&person, &workspace, move |look| linking::list(look, &task));
    Ok(web::Json(Page { items: found.await?, next: None }))
}

/// Say how a task stands to another. A link that is there already stays as it is.
#[utoipa::path(tag = "tasks", operation_id = "task_links_create", security(("bearer" = [])),
    params(("workspace" = String, Path), ("task" = String, Path)), request_body = NewTaskLink, responses(
    (status = 201, body = TaskLinkView),
    (status = 400, body = Problem, description = "There is no such task, or it would make a circle"),
    (status = 404, body = Problem),
))]
#[post("/api/v1/workspaces/{workspace}/tasks/{task}/links")]
pub(crate) async fn create(
    person: Person,
    state: web::Data<AppState>,
    path: web::Path<(String, String)>,
    Body(new): Body<NewTaskLink>,
) -> Result<HttpResponse, ApiError> {
    let (workspace, task) = path.into_inner();
    let made = state.domain.change(&person, &workspace, move |tx| linking::add(tx, &task, &new));
    Ok(HttpResponse::Created().json(made.await?))
}

/// Take a link away.
#[utoipa::path(tag = "tasks", operation_id = "task_links_remove", security(("bearer" = [])),
    params(("workspace" = String, Path), ("task" = String, Path), ("kind" = LinkKind, Path),
    ("other" = String, Path)), responses(
    (status = 204),
    (status = 404, body = Problem),
))]
#[delete("/api/v1/workspaces/{workspace}/tasks/{task}/links/{kind}/{other}")]
pub(crate) async fn remove(
    person: Person,
    state: web::Data<AppState>,
    path: web::Path<(String, String, LinkKind, String)>,
) -> Result<HttpResponse, ApiError> {
    let (workspace, task, kind, other) = path.into_inner();
    let removed = state
        .domain
        .change(&person, &workspace, move |tx| linking::remove(tx, &task, (kind, &other)));
    removed.await?;
    Ok(HttpResponse::NoContent().finish())
}
