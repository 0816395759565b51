//! From an HTTP request to the word that a session may have its connection.

use actix_http::ws::handshake;
use actix_web::{HttpRequest, HttpResponse, web};
use renexus_actors::ports::{Authority, Place};
use renexus_actors::registry::Open;
use renexus_actors::session::Protocol;
use renexus_wire::access::{Grant, Level};
use renexus_wire::id::DocumentId;

use super::address;
use super::origin;
use super::takeover::Accepted;
use crate::error::ApiError;
use crate::state::AppState;

/// `GET /yjs/{document}`: y-websocket. Refusals are told inside the socket, where pages can read them.
pub(crate) async fn yjs(
    request: HttpRequest,
    state: web::Data<AppState>,
    path: web::Path<String>,
) -> Result<HttpResponse, actix_web::Error> {
    let token = address::socket_token(&request);
    upgrade(&request, &state, Protocol::Bare { document: path.into_inner(), token })
}

/// `GET /collab`: Hocuspocus, many documents on one socket.
pub(crate) async fn collab(
    request: HttpRequest,
    state: web::Data<AppState>,
) -> Result<HttpResponse, actix_web::Error> {
    upgrade(&request, &state, Protocol::Named)
}

/// `GET /d/{document}/ws/{document}`: y-sweet. Its client looks at nothing but success, and storms
/// back after an upgrade that succeeded, so refusals come before it.
pub(crate) async fn y_sweet(
    request: HttpRequest,
    state: web::Data<AppState>,
    path: web::Path<(String, String)>,
) -> Result<HttpResponse, actix_web::Error> {
    let (document, again) = path.into_inner();
    if document != again {
        return Err(ApiError::invalid("document", "the address names two documents").into());
    }
    let token = address::socket_token(&request);
    admit(&state, &document, &token).await?;
    upgrade(&request, &state, Protocol::Bare { document, token })
}

/// Checks token, rights and existence the way a session will.
async fn admit(state: &AppState, document: &str, token: &str) -> Result<(), ApiError> {
    let grant: Grant = state.authority.verify(token)?;
    let document = DocumentId::parse(document)?;
    if let Some(person) = grant.login.as_ref().and(grant.subject.clone()) {
        // What a person may is always asked; what they may not know of is not even looked up.
        let level = state.rights.level(person, Place::Document(document.clone())).await?;
        if level == Level::None {
            return Err(ApiError::Forbidden("you may not read this document"));
        }
        state.registry.send(Open { document, create: false }).await??;
        return Ok(());
    }
    let create = state.settings.auth.create_on_open && grant.may_create();
    if grant.level(&document, None) == Level::None && grant.workspace.is_none() {
        return Err(ApiError::Forbidden("the token does not reach this document"));
    }
    let handle = state.registry.send(Open { document: document.clone(), create }).await??;
    match grant.level(&document, handle.info.workspace.as_deref()) {
        Level::None => Err(ApiError::Forbidden("the token does not reach this document")),
        _ => Ok(()),
    }
}

/// Says 101 and leaves word of the session that is to take the connection.
fn upgrade(
    request: &HttpRequest,
    state: &AppState,
    protocol: Protocol,
) -> Result<HttpResponse, actix_web::Error> {
    origin::is_allowed(request, &state.settings.server.allowed_origins)
        .map_err(ApiError::Origin)?;
    if state.is_draining() {
        return Err(ApiError::Stopping.into());
    }
    let response = handshake(request.head()).map_err(ApiError::from)?.finish();
    let mut response = HttpResponse::from(response.drop_body().map_into_boxed_body());
    response.extensions_mut().insert(Accepted { protocol });
    Ok(response)
}
