//! Registering, logging in, and what a login continues.

pub(crate) mod cookie;

use actix_web::http::header::{CACHE_CONTROL, SET_COOKIE};
use actix_web::{HttpRequest, HttpResponse, HttpResponseBuilder, post, web};
use renexus_tables::rows::people::PersonRow;
use renexus_wire::rest::Problem;
use renexus_wire::rest::accounts::{AccessView, Credentials, ProfileView, Registration};
use utoipa_actix_web::service_config::ServiceConfig;

use self::cookie::RefreshCookie;
use super::body::Body;
use super::limiting;
use crate::accounts::{AccountError, Device, Entered};
use crate::error::ApiError;
use crate::rates::Class;
use crate::state::AppState;

/// The addresses of this resource.
pub(crate) fn routes(config: &mut ServiceConfig<'_>) {
    config.service(register).service(log_in).service(refresh).service(log_out);
}

/// Register, and log in. The refresh token comes in a cookie.
#[utoipa::path(tag = "accounts", operation_id = "accounts_register", request_body = Registration,
    responses(
    (status = 201, body = AccessView),
    (status = 403, body = Problem, description = "An invitation is needed"),
    (status = 409, body = Problem, description = "The address or the handle is taken"),
    (status = 404, body = Problem, description = "The invitation does not work"),
))]
#[post("/api/v1/auth/register")]
pub(crate) async fn register(
    device: Device,
    state: web::Data<AppState>,
    Body(registration): Body<Registration>,
) -> Result<HttpResponse, ApiError> {
    let entered = state.accounts.register(registration, device).await?;
    Ok(answer(HttpResponse::Created(), &state, entered))
}

/// Log in. The refresh token comes in a cookie.
#[utoipa::path(tag = "accounts", operation_id = "accounts_log_in", request_body = Credentials,
    responses((status = 200, body = AccessView), (status = 401, body = Problem)))]
#[post("/api/v1/auth/login")]
pub(crate) async fn log_in(
    request: HttpRequest,
    device: Device,
    state: web::Data<AppState>,
    Body(credentials): Body<Credentials>,
) -> Result<HttpResponse, ApiError> {
    let account = credentials.email.to_lowercase();
    limiting::take(&state, &request, Class::Account, &account).await?;
    let entered = state.accounts.log_in(credentials, device).await?;
    Ok(answer(HttpResponse::Ok(), &state, entered))
}

/// Continue a login by its cookie: a new access token, and the next cookie.
#[utoipa::path(tag = "accounts", operation_id = "accounts_refresh",
    responses((status = 200, body = AccessView), (status = 401, body = Problem)))]
#[post("/api/v1/auth/refresh")]
pub(crate) async fn refresh(
    cookie: RefreshCookie,
    device: Device,
    state: web::Data<AppState>,
) -> Result<HttpResponse, ApiError> {
    let token = cookie.0.ok_or(AccountError::Over)?;
    let entered = state.accounts.refresh(&token, device).await?;
    Ok(answer(HttpResponse::Ok(), &state, entered))
}

/// Log out: the login of the cookie ends, with its access tokens and open sockets.
#[utoipa::path(tag = "accounts", operation_id = "accounts_log_out", responses((status = 204)))]
#[post("/api/v1/auth/logout")]
pub(crate) async fn log_out(
    _device: Device,
    cookie: RefreshCookie,
    state: web::Data<AppState>,
) -> Result<HttpResponse, ApiError> {
    if let Some(token) = cookie.0
        && let Some(login) = state.accounts.log_out(&token).await?
    {
        state.end_sessions(&[login]).await?;
    }
    let gone = cookie::expired(state.is_secure());
    Ok(HttpResponse::NoContent().insert_header((SET_COOKIE, gone)).finish())
}

/// What a person gets who came in; it is kept nowhere.
pub(crate) fn answer(
    mut response: HttpResponseBuilder,
    state: &AppState,
    entered: Entered,
) -> HttpResponse {
    let left = entered.refresh_ends - state.clock.now();
    let cookie = cookie::set(&entered.refresh, left.num_seconds(), state.is_secure());
    response.insert_header((SET_COOKIE, cookie)).insert_header((CACHE_CONTROL, "no-store")).json(
        AccessView {
            access_token: entered.access,
            expires_at: entered.access_ends,
            person: profile(entered.person),
        },
    )
}

/// A person, as they see themselves.
pub(crate) fn profile(row: PersonRow) -> ProfileView {
    ProfileView {
        id: row.id,
        email: row.email,
        verified: row.verified_at.is_some(),
        name: row.name,
        handle: row.handle,
        avatar: row.avatar,
        administrator: row.is_admin,
        totp: row.totp_secret.is_some(),
        version: row.version,
        created_at: row.created_at.and_utc(),
    }
}
