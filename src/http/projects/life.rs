//! What ends a project, and what undoes that.

use actix_web::{HttpResponse, delete, post, web};
use renexus_wire::rest::Problem;
use renexus_wire::rest::planning::ProjectView;
use utoipa_actix_web::service_config::ServiceConfig;

use super::super::version::{IfMatch, tagged};
use crate::access::Person;
use crate::error::ApiError;
use crate::planning::ending;
use crate::state::AppState;

/// The addresses of a project's life.
pub(crate) fn routes(config: &mut ServiceConfig<'_>) {
    config.service(remove).service(restore);
}

/// Delete a project. Until `delete_after` it can be restored, and is only read.
#[utoipa::path(tag = "projects", operation_id = "projects_delete", security(("bearer" = [])),
    params(("workspace" = String, Path), ("project" = String, Path), ("If-Match" = Option<String>, Header, description = "An `ETag`, or `*`", pattern = r#"^("[0-9]{1,9}"|\*)$"#)),
    responses(
    (status = 202, body = ProjectView),
    (status = 404, body = Problem),
    (status = 412, body = Problem, description = "It was changed meanwhile; `current` is what is there"),
))]
#[delete("/api/v1/workspaces/{workspace}/projects/{project}")]
pub(crate) async fn remove(
    person: Person,
    state: web::Data<AppState>,
    path: web::Path<(String, String)>,
    if_match: IfMatch,
) -> Result<HttpResponse, ApiError> {
    let ((workspace, project), expected) = (path.into_inner(), if_match.optional());
    let grace = state.settings.workspaces.grace();
    let deleted = state
        .domain
        .change(&person, &workspace, move |tx| ending::delete(tx, &project, expected, grace));
    let deleted = deleted.await?;
    Ok(tagged(HttpResponse::Accepted(), deleted.version, &deleted))
}

/// Undo the deletion of a project.
#[utoipa::path(tag = "projects", operation_id = "projects_restore", security(("bearer" = [])),
    params(("workspace" = String, Path), ("project" = String, Path)), responses(
    (status = 200, body = ProjectView),
    (status = 404, body = Problem),
))]
#[post("/api/v1/workspaces/{workspace}/projects/{project}/restore")]
pub(crate) async fn restore(
    person: Person,
    state: web::Data<AppState>,
    path: web::Path<(String, String)>,
) -> Result<HttpResponse, ApiError> {
    let (workspace, project) = path.into_inner();
    let back = state.domain.change(&person, &workspace, move |tx| ending::restore(tx, &project));
    let back = back.await?;
    Ok(tagged(HttpResponse::Ok(), back.version, &back))
}
