//! Uploads that go on where they were cut: tus 1.0, with creation, expiration and termination.
//!
//! `POST` announces a file and names its address, `PATCH` adds bytes, `HEAD` tells how many are
//! here, `DELETE` calls the upload off. `direct` is for bytes that go to the store itself. The file gets the id of the upload.

mod direct;
mod headers;

use actix_web::{HttpRequest, HttpResponse, delete, head, patch, post, web};
use renexus_wire::rest::Problem;
use renexus_wire::rest::files::UploadView;
use utoipa_actix_web::service_config::ServiceConfig;

use self::headers::{Offset, answer};
use super::Said;
use crate::access::Person;
use crate::error::ApiError;
use crate::filing::Upload;
use crate::http::query::Query;
use crate::state::AppState;

/// The addresses of this resource.
pub(super) fn routes(config: &mut ServiceConfig<'_>) {
    config.service(announce).service(progress).service(append).service(call_off);
    config.configure(direct::routes);
}

/// Announce a file: its length in `Upload-Length`, its name in `Upload-Metadata` (`filename`) or in the query.
#[utoipa::path(tag = "files", operation_id = "uploads_create", security(("bearer" = [])), params(
    ("workspace" = String, Path), Said,
    ("Upload-Length" = u64, Header, description = "Bytes of the file"),
    ("Upload-Metadata" = Option<String>, Header, description = "`filename BASE64,description BASE64`"),
), responses(
    (status = 201, body = UploadView, description = "`Location` is where the bytes go, `target` how they go at once"), (status = 400, body = Problem),
    (status = 409, body = Problem, description = "Too many uploads, or no room"), (status = 413, body = Problem),
))]
#[post("/api/v1/workspaces/{workspace}/uploads")]
pub(crate) async fn announce(
    person: Person,
    state: web::Data<AppState>,
    workspace: web::Path<String>,
    (request, said): (HttpRequest, Query<Said>),
) -> Result<HttpResponse, ApiError> {
    headers::version(&request)?;
    let size = headers::length(&request)?;
    let announced = headers::announced(&request, said.into_inner())?;
    let begun = state.filing.announce((&person, &workspace), announced, size).await?;
    let target = state.filing.target(&person, &begun).await?;
    Ok(answer(HttpResponse::Created(), &begun).json(direct::view(&begun, target)))
}

/// Ask how many bytes of an upload are here.
#[utoipa::path(tag = "files", operation_id = "uploads_progress", security(("bearer" = [])),
    params(("workspace" = String, Path), ("upload" = String, Path)),
    responses((status = 200, description = "`Upload-Offset` is where to go on"), (status = 404)))]
#[head("/api/v1/workspaces/{workspace}/uploads/{upload}")]
pub(crate) async fn progress(
    person: Person,
    state: web::Data<AppState>,
    path: web::Path<(String, String)>,
    request: HttpRequest,
) -> Result<HttpResponse, ApiError> {
    headers::version(&request)?;
    let (workspace, id) = path.into_inner();
    let reached = state.filing.progress(&Upload { person, workspace, id }).await?;
    Ok(answer(HttpResponse::Ok(), &reached).finish())
}

/// Add bytes at `Upload-Offset`. Those that came before a cut are kept.
#[utoipa::path(tag = "files", operation_id = "uploads_append", security(("bearer" = [])), params(
    ("workspace" = String, Path), ("upload" = String, Path),
    ("Upload-Offset" = u64, Header, description = "Where the bytes belong"),
), request_body(content = Vec<u8>, content_type = "application/offset+octet-stream"), responses(
    (status = 204, description = "`Upload-Offset` is where to go on"), (status = 404, body = Problem),
    (status = 409, body = Problem, description = "The upload goes on elsewhere"), (status = 413, body = Problem),
    (status = 415, body = Problem),
))]
#[patch("/api/v1/workspaces/{workspace}/uploads/{upload}")]
pub(crate) async fn append(
    person: Person,
    state: web::Data<AppState>,
    path: web::Path<(String, String)>,
    place: (Offset, web::Payload),
) -> Result<HttpResponse, ApiError> {
    let (workspace, id) = path.into_inner();
    let (upload, (Offset(offset), body)) = (Upload { person, workspace, id }, place);
    // A task of its own: it keeps what came when the client is gone.
    let added =
        actix_web::rt::spawn(async move { state.filing.append(&upload, offset, body).await });
    let reached = added.await.map_err(|_| ApiError::Stopping)??;
    Ok(answer(HttpResponse::NoContent(), &reached).finish())
}

/// Call an upload off; its bytes go.
#[utoipa::path(tag = "files", operation_id = "uploads_call_off", security(("bearer" = [])),
    params(("workspace" = String, Path), ("upload" = String, Path)),
    responses((status = 204), (status = 404, body = Problem)))]
#[delete("/api/v1/workspaces/{workspace}/uploads/{upload}")]
pub(crate) async fn call_off(
    person: Person,
    state: web::Data<AppState>,
    path: web::Path<(String, String)>,
    request: HttpRequest,
) -> Result<HttpResponse, ApiError> {
    headers::version(&request)?;
    let (workspace, id) = path.into_inner();
    state.filing.call_off(&Upload { person, workspace, id }).await?;
    Ok(HttpResponse::NoContent().insert_header(headers::VERSION).finish())
}
