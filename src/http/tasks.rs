//! Tasks: lists, single ones, and changes; links and history stand in the files beside.

mod history;
mod links;
mod lists;

use actix_web::{HttpResponse, get, patch, post, web};
use renexus_wire::rest::Problem;
use renexus_wire::rest::page::Page;
use renexus_wire::rest::tasks::{BulkChange, Move, NewTask, TaskChange, TaskView};
use utoipa_actix_web::service_config::ServiceConfig;

pub(crate) use self::lists::narrowed;
use super::body::Body;
use super::version::{IfMatch, tagged};
use crate::access::Person;
use crate::error::ApiError;
use crate::planning::{editing, moving, tasks};
use crate::state::AppState;

/// The addresses of tasks.
pub(crate) fn routes(config: &mut ServiceConfig<'_>) {
    config.configure(lists::routes);
    config.service(create).service(bulk).service(show).service(update).service(place);
    config.configure(links::routes).configure(history::routes);
}

/// Make a task, at the end of its column.
#[utoipa::path(tag = "tasks", operation_id = "tasks_create", security(("bearer" = [])),
    params(("workspace" = String, Path)), request_body = NewTask, responses(
    (status = 201, body = TaskView),
    (status = 400, body = Problem),
    (status = 404, body = Problem, description = "There is no such project"),
))]
#[post("/api/v1/workspaces/{workspace}/tasks")]
pub(crate) async fn create(
    person: Person,
    state: web::Data<AppState>,
    workspace: web::Path<String>,
    Body(new): Body<NewTask>,
) -> Result<HttpResponse, ApiError> {
    let made = state.domain.change(&person, &workspace, move |tx| tasks::create(tx, new));
    let made = made.await?;
    Ok(tagged(HttpResponse::Created(), made.version, &made))
}

/// Change up to 200 tasks in the same way: all of them, or none.
#[utoipa::path(tag = "tasks", operation_id = "tasks_bulk", security(("bearer" = [])),
    params(("workspace" = String, Path)), request_body = BulkChange, responses(
    (status = 200, body = Page<TaskView>),
    (status = 400, body = Problem),
    (status = 404, body = Problem, description = "One of the tasks is not there; nothing was changed"),
))]
#[post("/api/v1/workspaces/{workspace}/tasks/bulk")]
pub(crate) async fn bulk(
    person: Person,
    state: web::Data<AppState>,
    workspace: web::Path<String>,
    Body(wanted): Body<BulkChange>,
) -> Result<web::Json<Page<TaskView>>, ApiError> {
    let changed = state.domain.change(&person, &workspace, move |tx| editing::bulk(tx, wanted));
    Ok(web::Json(Page { items: changed.await?, next: None }))
}

/// Look a task up, by id or by a key such as `REN-42`.
#[utoipa::path(tag = "tasks", operation_id = "tasks_show", security(("bearer" = [])),
    params(("workspace" = String, Path), ("task" = String, Path)), responses(
    (status = 200, body = TaskView),
    (status = 404, body = Problem),
))]
#[get("/api/v1/workspaces/{workspace}/tasks/{task}")]
pub(crate) async fn show(
    person: Person,
    state: web::Data<AppState>,
    path: web::Path<(String, String)>,
) -> Result<HttpResponse, ApiError> {
    let (workspace, task) = path.into_inner();
    let found = state.domain.read(&person, &workspace, move |look| tasks::show(look, &task));
    let found = found.await?;
    Ok(tagged(HttpResponse::Ok(), found.version, &found))
}

/// Change a task. Without `If-Match` the last writer of each field wins.
#[utoipa::path(tag = "tasks", operation_id = "tasks_update", security(("bearer" = [])),
    params(("workspace" = String, Path), ("task" = String, Path), ("If-Match" = Option<String>, Header, description = "An `ETag`, or `*`", pattern = r#"^("[0-9]{1,9}"|\*)$"#)),
    request_body = TaskChange, responses(
    (status = 200, body = TaskView),
    (status = 400, body = Problem),
    (status = 404, body = Problem),
    (status = 412, body = Problem, description = "It was changed meanwhile; `current` is what is there"),
))]
#[patch("/api/v1/workspaces/{workspace}/tasks/{task}")]
pub(crate) async fn update(
    person: Person,
    state: web::Data<AppState>,
    path: web::Path<(String, String)>,
    if_match: IfMatch,
    Body(wanted): Body<TaskChange>,
) -> Result<HttpResponse, ApiError> {
    let (workspace, task) = path.into_inner();
    let expected = if_match.optional();
    let changed = state
        .domain
        .change(&person, &workspace, move |tx| editing::change(tx, &task, expected, wanted));
    let changed = changed.await?;
    Ok(tagged(HttpResponse::Ok(), changed.version, &changed))
}

/// Drop a task somewhere on a board. The server chooses its rank.
#[utoipa::path(tag = "tasks", operation_id = "tasks_move", security(("bearer" = [])),
    params(("workspace" = String, Path), ("task" = String, Path)), request_body = Move, responses(
    (status = 200, body = TaskView),
    (status = 400, body = Problem),
    (status = 404, body = Problem),
))]
#[post("/api/v1/workspaces/{workspace}/tasks/{task}/move")]
pub(crate) async fn place(
    person: Person,
    state: web::Data<AppState>,
    path: web::Path<(String, String)>,
    Body(to): Body<Move>,
) -> Result<HttpResponse, ApiError> {
    let (workspace, task) = path.into_inner();
    let moved = state.domain.change(&person, &workspace, move |tx| moving::moved(tx, &task, to));
    let moved = moved.await?;
    Ok(tagged(HttpResponse::Ok(), moved.version, &moved))
}
