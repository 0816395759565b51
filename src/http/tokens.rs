//! Tokens: make and take back.

use std::time::Duration;

use actix_web::{HttpResponse, delete, post, web};
use chrono::SubsecRound;
use renexus_actors::session::Revoke;
use renexus_tables::rows::RevocationRow;
use renexus_wire::id::TokenId;
use renexus_wire::rest::{NewToken, Problem, TokenView};

use super::access::Caller;
use super::body::Json;
use crate::adapters::clock::REVOCATION_MEMORY;
use crate::auth::NewClaims;
use crate::db::queries::revocations;
use crate::error::ApiError;
use crate::state::AppState;

/// Longest life of a token: what is revoked must be remembered as long.
pub(super) const MAX_TTL: Duration = REVOCATION_MEMORY;

/// Make a token. Needs manage on `*`.
#[utoipa::path(operation_id = "tokens_mint", request_body = NewToken, tag = "tokens", security(("bearer" = [])),
    responses((status = 201, body = TokenView), (status = 403, body = Problem)))]
#[post("/api/tokens")]
pub(crate) async fn mint(
    caller: Caller,
    state: web::Data<AppState>,
    Json(new): Json<NewToken>,
) -> Result<HttpResponse, ApiError> {
    caller.needs_manage_everywhere()?;
    if new.subject.is_empty() {
        return Err(ApiError::invalid("subject", "it is empty"));
    }
    let ttl = Duration::from_secs(new.ttl_seconds.unwrap_or(state.settings.auth.token_seconds));
    if ttl.is_zero() || ttl > MAX_TTL {
        let reason = format!("{} is not from 1 to {}", ttl.as_secs(), MAX_TTL.as_secs());
        return Err(ApiError::invalid("ttl_seconds", reason));
    }
    let expires = state.clock.now().trunc_subsecs(6) + ttl;
    let minted = state.authority.mint(NewClaims {
        subject: new.subject,
        name: new.name,
        documents: new.documents,
        workspace: new.workspace,
        via: Vec::new(),
        login: None,
        expires,
    })?;
    Ok(HttpResponse::Created().json(TokenView {
        token: minted.token,
        id: minted.id.0,
        expires_at: expires,
    }))
}

/// Take a token back. Its connections are closed at once.
#[utoipa::path(operation_id = "tokens_revoke", tag = "tokens", security(("bearer" = [])), params(("id" = String, Path, description = "The `jti` of the token")),
    responses((status = 204), (status = 403, body = Problem)))]
#[delete("/api/tokens/{id}")]
pub(crate) async fn revoke(
    caller: Caller,
    state: web::Data<AppState>,
    id: web::Path<String>,
) -> Result<HttpResponse, ApiError> {
    caller.needs_manage_everywhere()?;
    let token = TokenId(id.into_inner());
    let until = state.clock.now() + REVOCATION_MEMORY;
    let row = RevocationRow {
        token: token.0.clone(),
        expires_at: until.naive_utc(),
        revoked_at: state.domain.now(),
    };
    // On disk first: a revocation must survive a crash, too.
    state.database.write(move |connection| revocations::insert(connection, &row)).await?;
    state.authority.revoke(token.clone(), until);
    state.sessions.send(Revoke { token }).await?;
    Ok(HttpResponse::NoContent().finish())
}
