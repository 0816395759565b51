//! Pictures of people.

use actix_web::http::header::{CACHE_CONTROL, CONTENT_SECURITY_POLICY, LOCATION};
use actix_web::{HttpResponse, delete, get, put, web};
use renexus_wire::rest::Problem;
use serde::Serialize;
use utoipa::ToSchema;
use utoipa_actix_web::service_config::ServiceConfig;

use super::content::NO_SCRIPT;
use super::thumbnails::picture;
use crate::access::Person;
use crate::accounts::AccountError;
use crate::error::ApiError;
use crate::state::AppState;

/// A picture never changes: another one has another address.
const FOREVER: &str = "public, max-age=31536000, immutable";
/// Where a picture lies may change with the settings.
const A_DAY: &str = "public, max-age=86400";

/// The addresses of this resource.
pub(super) fn routes(config: &mut ServiceConfig<'_>) {
    config.service(bring).service(remove).service(read);
}

/// Where the picture of a person is.
#[derive(Serialize, ToSchema)]
pub(crate) struct AvatarView {
    /// Its address on the server.
    avatar: String,
}

/// Bring a picture of oneself, as the body. It is made small, and nothing but the picture is kept.
#[utoipa::path(tag = "accounts", operation_id = "avatar_bring", security(("bearer" = [])),
    request_body(content = Vec<u8>, content_type = "application/octet-stream"), responses(
    (status = 200, body = AvatarView), (status = 413, body = Problem),
    (status = 422, body = Problem, description = "It is no picture that can be used"),
))]
#[put("/api/v1/me/avatar")]
pub(crate) async fn bring(
    person: Person,
    state: web::Data<AppState>,
    body: web::Payload,
) -> Result<web::Json<AvatarView>, ApiError> {
    by_login(&person)?;
    Ok(web::Json(AvatarView { avatar: state.filing.portray(&person, body).await? }))
}

/// Take the picture of oneself away.
#[utoipa::path(tag = "accounts", operation_id = "avatar_remove", security(("bearer" = [])), responses((status = 204)))]
#[delete("/api/v1/me/avatar")]
pub(crate) async fn remove(
    person: Person,
    state: web::Data<AppState>,
) -> Result<HttpResponse, ApiError> {
    by_login(&person)?;
    state.filing.unportray(&person).await?;
    Ok(HttpResponse::NoContent().finish())
}

/// Read the picture of somebody. Whoever knows its address may.
#[utoipa::path(tag = "accounts", operation_id = "avatar_read", params(("picture" = String, Path)), responses(
    (status = 200, content_type = "image/jpeg", body = Vec<u8>),
    (status = 302, description = "It lies elsewhere"), (status = 404, body = Problem),
))]
#[get("/api/v1/avatars/{picture}")]
pub(crate) async fn read(
    state: web::Data<AppState>,
    id: web::Path<String>,
) -> Result<HttpResponse, ApiError> {
    if let Some(url) = state.filing.portrait_elsewhere(&id) {
        let mut response = HttpResponse::Found();
        let response =
            response.insert_header((LOCATION, url)).insert_header((CACHE_CONTROL, A_DAY));
        return Ok(response.finish());
    }
    let bytes = state.filing.portrait(&id).await?;
    let mut response = HttpResponse::Ok();
    response
        .insert_header((CACHE_CONTROL, FOREVER))
        .insert_header((CONTENT_SECURITY_POLICY, NO_SCRIPT));
    Ok(picture(response, bytes))
}

/// Keys of programs do not change a person's own account.
fn by_login(person: &Person) -> Result<(), ApiError> {
    person.login().map(|_| ()).ok_or_else(|| AccountError::LoginNeeded.into())
}
