//! The content of a document in its forms.

use std::num::NonZeroUsize;

use actix_web::http::header::{CONTENT_TYPE, ContentType};
use actix_web::{HttpResponse, get, web};
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use bytes::Bytes;
use renexus_actors::document::{Export, Exported, Format, ReadProse};
use renexus_wire::access::Level;
use renexus_wire::rest::Problem;
use renexus_wire::rich::Prose;
use serde::Deserialize;
use utoipa::IntoParams;

use super::access::Caller;
use super::insight::aside;
use crate::error::ApiError;
use crate::http::query::Query;
use crate::rich::{html_of, markdown_of};
use crate::state::AppState;

#[derive(Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
struct Beginning {
    /// Most blocks of each rich text, at least 1; all when missing.
    #[param(value_type = Option<u64>, minimum = 1)]
    blocks: Option<NonZeroUsize>,
}

/// Read a document as JSON, by root type; a rich text as ProseMirror has it.
#[utoipa::path(operation_id = "content_json", tag = "content", security(("bearer" = [])), params(("id" = String, Path), Beginning),
    responses((status = 200, content_type = "application/json"), (status = 400, body = Problem), (status = 404, body = Problem)))]
#[get("/api/documents/{id}/json")]
pub(crate) async fn json(
    caller: Caller,
    state: web::Data<AppState>,
    id: web::Path<String>,
    query: Query<Beginning>,
) -> Result<HttpResponse, ApiError> {
    let blocks = query.blocks.map_or(usize::MAX, NonZeroUsize::get);
    answer(&caller, &state, &id, Format::Json { blocks }).await
}

/// Read a document as HTML that can stand in a page.
#[utoipa::path(operation_id = "content_html", tag = "content", security(("bearer" = [])), params(("id" = String, Path)),
    responses((status = 200, content_type = "text/html"), (status = 404, body = Problem)))]
#[get("/api/documents/{id}/html")]
pub(crate) async fn html(
    caller: Caller,
    state: web::Data<AppState>,
    id: web::Path<String>,
) -> Result<HttpResponse, ApiError> {
    written(&caller, &state, &id, "text/html; charset=utf-8", html_of).await
}

/// Read a document as Markdown.
#[utoipa::path(operation_id = "content_markdown", tag = "content", security(("bearer" = [])), params(("id" = String, Path)),
    responses((status = 200, content_type = "text/markdown"), (status = 404, body = Problem)))]
#[get("/api/documents/{id}/markdown")]
pub(crate) async fn markdown(
    caller: Caller,
    state: web::Data<AppState>,
    id: web::Path<String>,
) -> Result<HttpResponse, ApiError> {
    written(&caller, &state, &id, "text/markdown; charset=utf-8", markdown_of).await
}

/// Read the text of a document.
#[utoipa::path(operation_id = "content_text", tag = "content", security(("bearer" = [])), params(("id" = String, Path)),
    responses((status = 200, content_type = "text/plain"), (status = 404, body = Problem)))]
#[get("/api/documents/{id}/text")]
pub(crate) async fn text(
    caller: Caller,
    state: web::Data<AppState>,
    id: web::Path<String>,
) -> Result<HttpResponse, ApiError> {
    answer(&caller, &state, &id, Format::Text).await
}

/// Read the state vector of a document.
#[utoipa::path(operation_id = "content_state_vector", tag = "content", security(("bearer" = [])), params(("id" = String, Path)),
    responses((status = 200, content_type = "application/octet-stream"), (status = 404, body = Problem)))]
#[get("/api/documents/{id}/state-vector")]
pub(crate) async fn state_vector(
    caller: Caller,
    state: web::Data<AppState>,
    id: web::Path<String>,
) -> Result<HttpResponse, ApiError> {
    answer(&caller, &state, &id, Format::StateVector).await
}

#[derive(Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
struct Since {
    /// A state vector in base64url; only what it lacks is sent.
    since: Option<String>,
}

/// Read a document as one Yjs update (v1).
#[utoipa::path(operation_id = "content_update", tag = "content", security(("bearer" = [])), params(("id" = String, Path), Since),
    responses((status = 200, content_type = "application/octet-stream"), (status = 404, body = Problem)))]
#[get("/api/documents/{id}/update")]
pub(crate) async fn update(
    caller: Caller,
    state: web::Data<AppState>,
    id: web::Path<String>,
    query: Query<Since>,
) -> Result<HttpResponse, ApiError> {
    let since = match &query.since {
        None => Bytes::new(),
        Some(encoded) => URL_SAFE_NO_PAD
            .decode(encoded.trim_end_matches('='))
            .map_err(|error| ApiError::invalid("since", error))?
            .into(),
    };
    answer(&caller, &state, &id, Format::Update { since }).await
}

/// Opens, reads and answers with the media type of the form.
pub(crate) async fn answer(
    caller: &Caller,
    state: &AppState,
    id: &str,
    format: Format,
) -> Result<HttpResponse, ApiError> {
    let handle = caller.open(state, id, Level::Read).await?;
    let exported = handle.address.send(Export { format }).await??;
    Ok(match exported {
        Exported::Binary(bytes) => {
            HttpResponse::Ok().insert_header(ContentType::octet_stream()).body(bytes)
        }
        Exported::Json(value) => HttpResponse::Ok().json(value),
        Exported::Text(words) => {
            HttpResponse::Ok().insert_header(ContentType::plaintext()).body(words)
        }
    })
}

/// Answers with what people read, written in a form of theirs.
async fn written(
    caller: &Caller,
    state: &AppState,
    id: &str,
    media_type: &'static str,
    write: fn(&Prose) -> String,
) -> Result<HttpResponse, ApiError> {
    let handle = caller.open(state, id, Level::Read).await?;
    let prose = handle.address.send(ReadProse).await??;
    let body = aside(move || write(&prose)).await?;
    Ok(HttpResponse::Ok().insert_header((CONTENT_TYPE, media_type)).body(body))
}

/// Reads the body of a request that brings an update.
pub(super) async fn read_update(body: web::Payload, state: &AppState) -> Result<Bytes, ApiError> {
    let most = state.settings.document.update_bytes;
    match body.to_bytes_limited(most).await {
        Ok(Ok(bytes)) => Ok(bytes),
        Ok(Err(error)) => Err(ApiError::invalid("body", error)),
        Err(_) => Err(ApiError::TooLarge(most)),
    }
}
