//! Small pictures of files.

use actix_web::http::header::{
    CACHE_CONTROL, CONTENT_SECURITY_POLICY, CONTENT_TYPE, ETAG, IF_NONE_MATCH,
};
use actix_web::{HttpRequest, HttpResponse, get, web};
use bytes::Bytes;
use renexus_wire::rest::Problem;
use serde::Deserialize;
use utoipa::IntoParams;
use utoipa_actix_web::service_config::ServiceConfig;

use super::content::{ASK_AGAIN, NO_SCRIPT};
use crate::access::Person;
use crate::error::ApiError;
use crate::files::conditional::{Conditions, Current, Verdict};
use crate::filing::{Kept, PictureSize};
use crate::http::query::Query;
use crate::state::AppState;

/// How pictures that were made here begin when they are PNG; the others are JPEG.
const PNG: &[u8] = b"\x89PNG";

/// The addresses of this resource.
pub(super) fn routes(config: &mut ServiceConfig<'_>) {
    config.service(read);
}

/// How large a picture is wanted.
#[derive(Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(crate) struct Size {
    /// `small` fits into 96 pixels, `medium` into 256, `large` into 1024.
    #[serde(default)]
    #[param(inline)]
    size: PictureSize,
}

/// Read a small picture of a file.
#[utoipa::path(tag = "files", operation_id = "files_thumbnail", security(("bearer" = [])),
    params(("workspace" = String, Path), ("file" = String, Path), Size), responses(
    (status = 200, content_type = "image/jpeg", body = Vec<u8>), (status = 304),
    (status = 404, body = Problem, description = "There is no such file, or no picture of it"),
))]
#[get("/api/v1/workspaces/{workspace}/files/{file}/thumbnail")]
pub(crate) async fn read(
    person: Person,
    state: web::Data<AppState>,
    path: web::Path<(String, String)>,
    (request, query): (HttpRequest, Query<Size>),
) -> Result<HttpResponse, ApiError> {
    let (workspace, file) = path.into_inner();
    let size = query.size;
    let (Kept(row), bytes) = state.filing.thumbnail((&person, &workspace), file, size).await?;
    let tag = format!("{}-{}", row.sha256, size.word());
    let current = Current { tag: &tag, modified: row.created_at.and_utc() };
    let known = request.headers().get(IF_NONE_MATCH).and_then(|value| value.to_str().ok());
    let conditions = Conditions { if_none_match: known, ..Conditions::default() };
    let known = conditions.judge(current) == Verdict::NotModified;
    let mut response = if known { HttpResponse::NotModified() } else { HttpResponse::Ok() };
    response
        .insert_header((ETAG, format!("\"{tag}\"")))
        .insert_header((CACHE_CONTROL, ASK_AGAIN))
        .insert_header((CONTENT_SECURITY_POLICY, NO_SCRIPT));
    Ok(if known { response.finish() } else { picture(response, bytes) })
}

/// An answer that is a picture made here.
pub(super) fn picture(mut response: actix_web::HttpResponseBuilder, bytes: Bytes) -> HttpResponse {
    let media_type = if bytes.starts_with(PNG) { "image/png" } else { "image/jpeg" };
    response.insert_header((CONTENT_TYPE, media_type)).body(bytes)
}
