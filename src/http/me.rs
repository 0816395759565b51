//! What a person does with their own account.

pub(crate) mod keys;
pub(crate) mod sessions;
pub(crate) mod totp;

use actix_web::{HttpRequest, HttpResponse, get, patch, post, web};
use renexus_wire::rest::Problem;
use renexus_wire::rest::accounts::ProfileView;
use renexus_wire::rest::invitations::Shown;
use renexus_wire::rest::me::{Forgotten, PasswordChange, PasswordReset, ProfileChange};
use utoipa_actix_web::service_config::ServiceConfig;

use super::accounts::profile;
use super::body::Body;
use super::limiting;
use super::version::{Edit, tagged};
use crate::access::Person;
use crate::accounts::Device;
use crate::cache::PEOPLE;
use crate::error::ApiError;
use crate::rates::Class;
use crate::state::AppState;

/// The addresses of this resource.
pub(crate) fn routes(config: &mut ServiceConfig<'_>) {
    config
        .service(show)
        .service(update)
        .service(change_password)
        .service(forgot)
        .service(reset)
        .service(ask_to_verify)
        .service(verify)
        .configure(sessions::routes)
        .configure(totp::routes)
        .configure(keys::routes);
}

/// See one's own profile.
#[utoipa::path(tag = "me", operation_id = "me_show", security(("bearer" = [])),
    responses((status = 200, body = ProfileView)))]
#[get("/api/v1/me")]
pub(crate) async fn show(
    person: Person,
    state: web::Data<AppState>,
) -> Result<HttpResponse, ApiError> {
    let row = state.accounts.person(&person.id).await?;
    Ok(tagged(HttpResponse::Ok(), row.version, &profile(row)))
}

/// Change one's own profile. With `If-Match` only if nobody changed it meanwhile.
#[utoipa::path(tag = "me", operation_id = "me_update", security(("bearer" = [])),
    params(("If-Match" = Option<String>, Header, description = "An `ETag`, or `*`", pattern = r#"^("[0-9]{1,9}"|\*)$"#)), request_body = ProfileChange, responses(
    (status = 200, body = ProfileView),
    (status = 409, body = Problem, description = "The handle is taken"),
    (status = 412, body = Problem),
))]
#[patch("/api/v1/me")]
pub(crate) async fn update(
    person: Person,
    state: web::Data<AppState>,
    Edit(if_match, change): Edit<ProfileChange>,
) -> Result<HttpResponse, ApiError> {
    let seen = |row| serde_json::to_value(profile(row));
    let changed = state.accounts.change_profile(&person, change, if_match.optional(), seen);
    let row = changed.await?;
    state.keeper.advance(PEOPLE);
    Ok(tagged(HttpResponse::Ok(), row.version, &profile(row)))
}

/// Change the password. Every other login ends.
#[utoipa::path(tag = "me", operation_id = "me_change_password", security(("bearer" = [])),
    request_body = PasswordChange, responses((status = 204), (status = 401, body = Problem)))]
#[post("/api/v1/me/password")]
pub(crate) async fn change_password(
    person: Person,
    state: web::Data<AppState>,
    Body(change): Body<PasswordChange>,
) -> Result<HttpResponse, ApiError> {
    let ended = state.accounts.change_password(&person, change.current, change.new).await?;
    state.end_sessions(&ended).await?;
    Ok(HttpResponse::NoContent().finish())
}

/// Say that a password is forgotten. The answer is the same whether the address is known or not.
#[utoipa::path(tag = "accounts", operation_id = "accounts_forgot", request_body = Forgotten,
    responses((status = 202)))]
#[post("/api/v1/auth/forgot")]
pub(crate) async fn forgot(
    request: HttpRequest,
    _device: Device,
    state: web::Data<AppState>,
    Body(forgotten): Body<Forgotten>,
) -> Result<HttpResponse, ApiError> {
    let account = forgotten.email.to_lowercase();
    limiting::take(&state, &request, Class::Account, &account).await?;
    state.accounts.forgot(&forgotten.email).await?;
    Ok(HttpResponse::Accepted().finish())
}

/// Replace a forgotten password by the secret of the mail. Every login ends.
#[utoipa::path(tag = "accounts", operation_id = "accounts_reset", request_body = PasswordReset,
    responses((status = 204), (status = 404, body = Problem)))]
#[post("/api/v1/auth/reset")]
pub(crate) async fn reset(
    _device: Device,
    state: web::Data<AppState>,
    Body(reset): Body<PasswordReset>,
) -> Result<HttpResponse, ApiError> {
    let ended = state.accounts.reset(&reset.secret, reset.password).await?;
    state.end_sessions(&ended).await?;
    Ok(HttpResponse::NoContent().finish())
}

/// Ask for a mail that shows the address to be one's own.
#[utoipa::path(tag = "me", operation_id = "me_ask_to_verify", security(("bearer" = [])),
    responses((status = 202)))]
#[post("/api/v1/me/verify")]
pub(crate) async fn ask_to_verify(
    person: Person,
    state: web::Data<AppState>,
) -> Result<HttpResponse, ApiError> {
    state.accounts.ask_to_verify(&person).await?;
    Ok(HttpResponse::Accepted().finish())
}

/// Show that an address is one's own, by the secret of the mail.
#[utoipa::path(tag = "accounts", operation_id = "accounts_verify", request_body = Shown,
    responses((status = 204), (status = 404, body = Problem)))]
#[post("/api/v1/auth/verify")]
pub(crate) async fn verify(
    _device: Device,
    state: web::Data<AppState>,
    Body(shown): Body<Shown>,
) -> Result<HttpResponse, ApiError> {
    state.accounts.verify(&shown.secret).await?;
    Ok(HttpResponse::NoContent().finish())
}
