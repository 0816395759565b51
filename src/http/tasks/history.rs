//! What became of a task.

use actix_web::{get, web};
use renexus_wire::rest::Problem;
use renexus_wire::rest::page::Page;
use renexus_wire::rest::task_lines::HistoryView;
use utoipa_actix_web::service_config::ServiceConfig;

use super::super::page::{PageQuery, Paging};
use crate::access::Person;
use crate::error::ApiError;
use crate::http::query::Query;
use crate::planning::history;
use crate::state::AppState;

/// The addresses of histories.
pub(crate) fn routes(config: &mut ServiceConfig<'_>) {
    config.service(list);
}

/// Read what became of each field of a task, the oldest change first.
#[utoipa::path(tag = "tasks", operation_id = "task_history_list", security(("bearer" = [])),
    params(("workspace" = String, Path), ("task" = String, Path), PageQuery), responses(
    (status = 200, body = Page<HistoryView>),
    (status = 404, body = Problem),
))]
#[get("/api/v1/workspaces/{workspace}/tasks/{task}/history")]
pub(crate) async fn list(
    person: Person,
    state: web::Data<AppState>,
    path: web::Path<(String, String)>,
    query: Query<PageQuery>,
) -> Result<web::Json<Page<HistoryView>>, ApiError> {
    let (workspace, task) = path.into_inner();
    let paging = Paging::try_from(query.into_inner())?;
    let (after, most) = (paging.after(), paging.rows());
    let found =
        state.domain.read(&person, &workspace, move |look| history::list(look, &task, after, most));
    Ok(web::Json(paging.page(found.await?, |line| line.id.clone(), |line| line)))
}
