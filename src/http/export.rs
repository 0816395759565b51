//! Everything of a workspace, to take along.

use actix_web::http::header::{CONTENT_DISPOSITION, ContentType};
use actix_web::{HttpResponse, get, web};
use renexus_wire::rest::Problem;
use tokio_util::io::ReaderStream;
use utoipa_actix_web::service_config::ServiceConfig;

use crate::access::Person;
use crate::error::ApiError;
use crate::state::AppState;

/// The media type of the archive.
const ZIP: &str = "application/zip";

/// The addresses of exports.
pub(crate) fn routes(config: &mut ServiceConfig<'_>) {
    config.service(show);
}

/// Export a workspace as one zip file: JSON, and the updates of its documents.
#[utoipa::path(tag = "workspaces", operation_id = "exports_show", security(("bearer" = [])),
    params(("workspace" = String, Path)), responses(
    (status = 200, content_type = "application/zip"),
    (status = 403, body = Problem),
    (status = 404, body = Problem),
))]
#[get("/api/v1/workspaces/{workspace}/export")]
pub(crate) async fn show(
    person: Person,
    state: web::Data<AppState>,
    workspace: web::Path<String>,
) -> Result<HttpResponse, ApiError> {
    let file = state.exporter.export(&person, &workspace).await?;
    let length = file.metadata().map_err(crate::exporting::ExportError::from)?.len();
    let stream = ReaderStream::new(tokio::fs::File::from_std(file));
    let media = ZIP.parse().unwrap_or(actix_web::mime::APPLICATION_OCTET_STREAM);
    Ok(HttpResponse::Ok()
        .insert_header(ContentType(media))
        .insert_header((CONTENT_DISPOSITION, "attachment; filename=\"workspace.zip\""))
        .body(actix_web::body::SizedStream::new(length, stream)))
}
