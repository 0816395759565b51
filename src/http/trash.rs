//! Tasks that were deleted: the trash, and the ways in and out of it.

use actix_web::{HttpResponse, delete, get, post, web};
use renexus_wire::rest::Problem;
use renexus_wire::rest::page::Page;
use renexus_wire::rest::tasks::TaskView;
use renexus_wire::rest::trash::{TasksToDelete, TrashedTaskView};
use serde::Deserialize;
use utoipa::IntoParams;
use utoipa_actix_web::service_config::ServiceConfig;

use super::body::Body;
use super::page::Paging;
use super::version::{IfMatch, tagged};
use crate::access::{Action, Person};
use crate::error::ApiError;
use crate::http::query::Query;
use crate::planning::trash;
use crate::state::AppState;

/// The addresses of the trash.
pub(crate) fn routes(config: &mut ServiceConfig<'_>) {
    config.service(remove).service(remove_all).service(list).service(restore).service(give_up);
}

/// What of the trash is asked for.
#[derive(Debug, Default, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
struct TrashQuery {
    /// One project, by id or key.
    #[param(min_length = 1, max_length = 64)]
    project: Option<String>,
    /// The `next` of the page before.
    #[param(max_length = 1024, pattern = r"^[^\x00]*$")]
    after: Option<String>,
    /// How many, at most 200.
    #[param(minimum = 1, maximum = 200)]
    limit: Option<u16>,
}

/// Delete a task. Until `delete_after` it can be restored.
#[utoipa::path(tag = "trash", operation_id = "tasks_delete", security(("bearer" = [])),
    params(("workspace" = String, Path), ("task" = String, Path), ("If-Match" = Option<String>, Header, description = "An `ETag`, or `*`", pattern = r#"^("[0-9]{1,9}"|\*)$"#)),
    responses(
    (status = 202, body = TrashedTaskView),
    (status = 404, body = Problem),
    (status = 412, body = Problem, description = "It was changed meanwhile; `current` is what is there"),
))]
#[delete("/api/v1/workspaces/{workspace}/tasks/{task}")]
pub(crate) async fn remove(
    person: Person,
    state: web::Data<AppState>,
    path: web::Path<(String, String)>,
    if_match: IfMatch,
) -> Result<HttpResponse, ApiError> {
    let ((workspace, task), expected) = (path.into_inner(), if_match.optional());
    let grace = state.settings.tasks.trash();
    let deleted = state
        .domain
        .change(&person, &workspace, move |tx| trash::delete(tx, &task, expected, grace));
    Ok(HttpResponse::Accepted().json(deleted.await?))
}

/// Delete up to 200 tasks: all of them, or none. Until `delete_after` they can be restored.
#[utoipa::path(tag = "trash", operation_id = "tasks_delete_all", security(("bearer" = [])),
    params(("workspace" = String, Path)), request_body = TasksToDelete, responses(
    (status = 202, body = Page<TrashedTaskView>),
    (status = 400, body = Problem),
    (status = 404, body = Problem, description = "One of the tasks is not there; nothing was deleted"),
))]
#[post("/api/v1/workspaces/{workspace}/tasks/delete")]
pub(crate) async fn remove_all(
    person: Person,
    state: web::Data<AppState>,
    workspace: web::Path<String>,
    Body(wanted): Body<TasksToDelete>,
) -> Result<HttpResponse, ApiError> {
    let grace = state.settings.tasks.trash();
    let deleted = state
        .domain
        .change(&person, &workspace, move |tx| trash::delete_all(tx, &wanted.tasks, grace));
    Ok(HttpResponse::Accepted().json(Page { items: deleted.await?, next: None }))
}

/// List the deleted tasks that can be restored, in the order of their ids.
#[utoipa::path(tag = "trash", operation_id = "trash_list", security(("bearer" = [])),
    params(("workspace" = String, Path), TrashQuery), responses(
    (status = 200, body = Page<TrashedTaskView>),
    (status = 404, body = Problem),
))]
#[get("/api/v1/workspaces/{workspace}/trash")]
pub(crate) async fn list(
    person: Person,
    state: web::Data<AppState>,
    workspace: web::Path<String>,
    query: Query<TrashQuery>,
) -> Result<web::Json<Page<TrashedTaskView>>, ApiError> {
    let TrashQuery { project, after, limit } = query.into_inner();
    let paging = Paging::new(after, limit)?;
    let (after, rows) = (paging.after(), paging.rows());
    let found = state.domain.read(&person, &workspace, move |look| {
        look.require(Action::WorkspaceRead)?;
        trash::list(look, project.as_deref(), after.as_deref(), rows)
    });
    Ok(web::Json(paging.page(found.await?, |row| row.id.clone(), |row| row)))
}

/// Restore a deleted task, by its id.
#[utoipa::path(tag = "trash", operation_id = "trash_restore", security(("bearer" = [])),
    params(("workspace" = String, Path), ("task" = String, Path)), responses(
    (status = 200, body = TaskView),
    (status = 404, body = Problem),
))]
#[post("/api/v1/workspaces/{workspace}/trash/{task}/restore")]
pub(crate) async fn restore(
    person: Person,
    state: web::Data<AppState>,
    path: web::Path<(String, String)>,
) -> Result<HttpResponse, ApiError> {
    let (workspace, task) = path.into_inner();
    let back = state.domain.change(&person, &workspace, move |tx| trash::restore(tx, &task));
    let back = back.await?;
    Ok(tagged(HttpResponse::Ok(), back.version, &back))
}

/// Remove a deleted task for good, before its time. Needs manage in its project.
#[utoipa::path(tag = "trash", operation_id = "trash_remove", security(("bearer" = [])),
    params(("workspace" = String, Path), ("task" = String, Path)), responses(
    (status = 202, description = "It is removed within a minute"),
    (status = 404, body = Problem),
))]
#[delete("/api/v1/workspaces/{workspace}/trash/{task}")]
pub(crate) async fn give_up(
    person: Person,
    state: web::Data<AppState>,
    path: web::Path<(String, String)>,
) -> Result<HttpResponse, ApiError> {
    let (workspace, task) = path.into_inner();
    state.domain.change(&person, &workspace, move |tx| trash::give_up(tx, &task)).await?;
    Ok(HttpResponse::Accepted().finish())
}
