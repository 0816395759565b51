//! The second factor.

use actix_web::http::header::CACHE_CONTROL;
use actix_web::{HttpResponse, delete, post, put, web};
use renexus_wire::rest::Problem;
use renexus_wire::rest::me::{Confirmation, RecoveryCodes, TotpOffer, TotpStart};
use utoipa_actix_web::service_config::ServiceConfig;

use super::super::body::Body;
use crate::access::Person;
use crate::error::ApiError;
use crate::state::AppState;

/// The addresses of this resource.
pub(crate) fn routes(config: &mut ServiceConfig<'_>) {
    config.service(offer).service(enable).service(disable);
}

/// Get a secret for an authenticator. Nothing is on before a code of it was shown.
#[utoipa::path(tag = "me", operation_id = "totp_offer", security(("bearer" = [])),
    responses((status = 200, body = TotpOffer)))]
#[post("/api/v1/me/totp")]
pub(crate) async fn offer(
    person: Person,
    state: web::Data<AppState>,
) -> Result<HttpResponse, ApiError> {
    let offer = state.accounts.offer_totp(&person).await?;
    let body = TotpOffer { secret: offer.secret, url: offer.url };
    Ok(HttpResponse::Ok().insert_header((CACHE_CONTROL, "no-store")).json(body))
}

/// Turn the second factor on. The recovery codes are shown once.
#[utoipa::path(tag = "me", operation_id = "totp_enable", security(("bearer" = [])),
    request_body = TotpStart,
    responses((status = 200, body = RecoveryCodes), (status = 401, body = Problem)))]
#[put("/api/v1/me/totp")]
pub(crate) async fn enable(
    person: Person,
    state: web::Data<AppState>,
    Body(start): Body<TotpStart>,
) -> Result<HttpResponse, ApiError> {
    let TotpStart { secret, code, password } = start;
    let codes = state.accounts.enable_totp(&person, (secret, code), password).await?;
    let body = RecoveryCodes { codes };
    Ok(HttpResponse::Ok().insert_header((CACHE_CONTROL, "no-store")).json(body))
}

/// Turn the second factor off.
#[utoipa::path(tag = "me", operation_id = "totp_disable", security(("bearer" = [])),
    request_body = Confirmation, responses((status = 204), (status = 401, body = Problem)))]
#[delete("/api/v1/me/totp")]
pub(crate) async fn disable(
    person: Person,
    state: web::Data<AppState>,
    Body(confirmation): Body<Confirmation>,
) -> Result<HttpResponse, ApiError> {
    state.accounts.disable_totp(&person, confirmation.password).await?;
    Ok(HttpResponse::NoContent().finish())
}
