//! The content of a document in its forms.

use actix_web::http::header::ContentType;
use actix_web::{HttpResponse, get, web};
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use bytes::Bytes;
use renexus_actors::document::{Export, Exported, Format};
use renexus_wire::access::Level;
use renexus_wire::rest::Problem;
use serde::Deserialize;
use utoipa::IntoParams;

use super::access::Caller;
use crate::error::ApiError;
use crate::state::AppState;

/// Read a document as JSON, by root type.
#[utoipa::path(operation_id = "content_json", tag = "content", security(("bearer" = [])), params(("id" = String, Path)),
    responses((status = 200, content_type = "application/json"), (status = 404, body = Problem)))]
#[get("/api/documents/{id}/json")]
pub(crate) async fn json(
    caller: Caller,
    state: web::Data<AppState>,
    id: web::Path<String>,
) -> Result<HttpResponse, ApiError> {
    answer(&caller, &state, &id, Format::Json).await
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
    query: web::Query<Since>,
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

/// Reads the body of a request that brings an update.
pub(super) async fn read_update(body: web::Payload, state: &AppState) -> Result<Bytes, ApiError> {
    let most = state.settings.document.update_bytes;
    match body.to_bytes_limited(most).await {
        Ok(Ok(bytes)) => Ok(bytes),
        Ok(Err(error)) => Err(ApiError::invalid("body", error)),
        Err(_) => Err(ApiError::TooLarge(most)),
    }
}
