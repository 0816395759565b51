//! What uses files.

use actix_web::{HttpResponse, delete, put, web};
use renexus_wire::rest::Problem;
use renexus_wire::rest::files::{FileView, MAX_TARGET};
use utoipa_actix_web::service_config::ServiceConfig;

use super::super::version::tagged;
use crate::access::Person;
use crate::error::ApiError;
use crate::filing::Reference;
use crate::state::AppState;

/// The addresses of this resource.
pub(super) fn routes(config: &mut ServiceConfig<'_>) {
    config.service(attach).service(detach);
}

/// Write down that a task, a document or a comment uses a file. What nothing uses is removed after a while.
#[utoipa::path(tag = "files", operation_id = "files_attach", security(("bearer" = [])), params(
    ("workspace" = String, Path), ("file" = String, Path),
    ("kind" = String, Path, description = "task, document or comment", pattern = "^(task|document|comment)$"), ("target" = String, Path, description = "Its id", max_length = 64, pattern = r"^[^\x00-\x1f\x7f-\x9f]*$"),
), responses((status = 200, body = FileView), (status = 404, body = Problem), (status = 409, body = Problem)))]
#[put("/api/v1/workspaces/{workspace}/files/{file}/references/{kind}/{target}")]
pub(crate) async fn attach(
    person: Person,
    state: web::Data<AppState>,
    path: web::Path<(String, String, String, String)>,
) -> Result<HttpResponse, ApiError> {
    let (workspace, reference) = parts(path.into_inner())?;
    let file = state.filing.attach((&person, &workspace), reference).await?;
    Ok(tagged(HttpResponse::Ok(), file.version, &file))
}

/// Strike out that a task, a document or a comment uses a file.
#[utoipa::path(tag = "files", operation_id = "files_detach", security(("bearer" = [])), params(
    ("workspace" = String, Path), ("file" = String, Path),
    ("kind" = String, Path, description = "task, document or comment", pattern = "^(task|document|comment)$"), ("target" = String, Path, description = "Its id", max_length = 64, pattern = r"^[^\x00-\x1f\x7f-\x9f]*$"),
), responses((status = 204), (status = 404, body = Problem)))]
#[delete("/api/v1/workspaces/{workspace}/files/{file}/references/{kind}/{target}")]
pub(crate) async fn detach(
    person: Person,
    state: web::Data<AppState>,
    path: web::Path<(String, String, String, String)>,
) -> Result<HttpResponse, ApiError> {
    let (workspace, reference) = parts(path.into_inner())?;
    state.filing.detach((&person, &workspace), reference).await?;
    Ok(HttpResponse::NoContent().finish())
}

fn parts(
    (workspace, file, kind, target): (String, String, String, String),
) -> Result<(String, Reference), ApiError> {
    let kind = kind.parse().map_err(|error| ApiError::invalid("kind", error))?;
    if target.chars().count() > MAX_TARGET || target.chars().any(char::is_control) {
        return Err(ApiError::invalid("target", "it is not an id"));
    }
    Ok((workspace, Reference { file, kind, target }))
}
