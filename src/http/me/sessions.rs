//! The logins of a person.

use actix_web::{HttpResponse, delete, get, web};
use renexus_tables::rows::people::LoginRow;
use renexus_wire::rest::Problem;
use renexus_wire::rest::me::SessionView;
use renexus_wire::rest::page::Page;
use utoipa_actix_web::service_config::ServiceConfig;

use crate::access::Person;
use crate::accounts::AccountError;
use crate::error::ApiError;
use crate::state::AppState;

/// The addresses of this resource.
pub(crate) fn routes(config: &mut ServiceConfig<'_>) {
    config.service(list).service(end).service(end_all);
}

/// List one's own logins that run, the newest first; at most 100.
#[utoipa::path(tag = "me", operation_id = "sessions_list", security(("bearer" = [])),
    responses((status = 200, body = Page<SessionView>)))]
#[get("/api/v1/me/sessions")]
pub(crate) async fn list(
    person: Person,
    state: web::Data<AppState>,
) -> Result<web::Json<Page<SessionView>>, ApiError> {
    let rows = state.accounts.sessions(&person.id).await?;
    let current = person.login().map(|login| login.0.as_str());
    let items = rows.into_iter().map(|row| view(row, current)).collect();
    Ok(web::Json(Page { items, next: None }))
}

/// End one of one's own logins. Its access tokens end with it, and its open sockets.
#[utoipa::path(tag = "me", operation_id = "sessions_end", security(("bearer" = [])),
    params(("session" = String, Path)), responses((status = 204), (status = 404, body = Problem)))]
#[delete("/api/v1/me/sessions/{session}")]
pub(crate) async fn end(
    person: Person,
    state: web::Data<AppState>,
    session: web::Path<String>,
) -> Result<HttpResponse, ApiError> {
    person.login().ok_or(AccountError::LoginNeeded)?;
    let ended = state.accounts.end_sessions(&person.id, Some(session.into_inner())).await?;
    state.end_sessions(&ended).await?;
    Ok(HttpResponse::NoContent().finish())
}

/// Log out everywhere, here too.
#[utoipa::path(tag = "me", operation_id = "sessions_end_all", security(("bearer" = [])),
    responses((status = 204)))]
#[delete("/api/v1/me/sessions")]
pub(crate) async fn end_all(
    person: Person,
    state: web::Data<AppState>,
) -> Result<HttpResponse, ApiError> {
    person.login().ok_or(AccountError::LoginNeeded)?;
    let ended = state.accounts.end_sessions(&person.id, None).await?;
    state.end_sessions(&ended).await?;
    Ok(HttpResponse::NoContent().finish())
}

/// A login as its person, or an administrator, sees it.
pub(crate) fn view(row: LoginRow, current: Option<&str>) -> SessionView {
    SessionView {
        current: current == Some(row.id.as_str()),
        id: row.id,
        user_agent: row.user_agent,
        address: row.address,
        created_at: row.created_at.and_utc(),
        used_at: row.used_at.and_utc(),
        expires_at: row.expires_at.and_utc(),
    }
}
