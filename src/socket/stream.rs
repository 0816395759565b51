//! `/collab/sse`: the named socket for those whom no websocket reaches.

use std::sync::Arc;

use actix::Actor;
use actix_web::http::header::{CACHE_CONTROL, CONTENT_TYPE};
use actix_web::{HttpRequest, HttpResponse, web};
use bytes::{Bytes, BytesMut};
use futures_util::StreamExt;
use renexus_actors::outlet::Outlet;
use renexus_actors::session::{Protocol, SessionActor};

use super::origin;
use super::takeover::FRAME_OVERHEAD;
use crate::domain::DomainError;
use crate::error::ApiError;
use crate::state::AppState;
use crate::streams::{Brought, Outcome, REQUEST_WITHIN};

/// `GET /collab/sse`: what the session says, as events. The first one tells the secret to speak by.
pub(crate) async fn down(
    request: HttpRequest,
    state: web::Data<AppState>,
) -> Result<HttpResponse, ApiError> {
    admit(&request, &state)?;
    let opened = state.streams.open().await?;
    let arbiter = state.arbiters.next().ok_or(ApiError::Stopping)?;
    let (parts, id) = (Arc::clone(&state.session_parts), state.next_session());
    let bounds = state.settings.session.outlet(false);
    let (sink, inbound) = (opened.sink, opened.inbound);
    let lives = arbiter.spawn_fn(move || {
        let outlet = Outlet::new(bounds, Arc::new(sink));
        SessionActor::new(id, Protocol::Named, outlet, inbound.messages(), parts).start();
    });
    if !lives {
        return Err(ApiError::Stopping);
    }
    Ok(HttpResponse::Ok()
        .insert_header((CONTENT_TYPE, "text/event-stream"))
        .insert_header((CACHE_CONTROL, "no-store, no-transform"))
        // Proxies that gather answers would hold events back.
        .insert_header(("X-Accel-Buffering", "no"))
        .streaming(opened.body))
}

/// `POST /collab/sse/{secret}`: messages, each behind its length. An empty one says that somebody is there.
pub(crate) async fn up(
    request: HttpRequest,
    state: web::Data<AppState>,
    secret: web::Path<String>,
    body: web::Payload,
) -> Result<HttpResponse, ApiError> {
    admit(&request, &state)?;
    let most = state.settings.document.update_bytes.saturating_add(FRAME_OVERHEAD);
    let brought = async {
        let found = match state.streams.find(&secret).await {
            Ok(found) => found,
            Err(outcome) => return Ok((outcome, Ok(()))),
        };
        let (brought, answer) = match read(body, most).await {
            Ok(body) => (Brought::Frames(body), Ok(())),
            Err(refused @ ApiError::TooLarge(_)) => (Brought::TooLarge, Err(refused)),
            // The connection of the request broke; whoever sent it knows.
            Err(error) => return Err(error),
        };
        Ok((found.go(brought).await, answer))
    };
    let conflict = |what| Err(ApiError::Domain(DomainError::Conflict(what)));
    match tokio::time::timeout(REQUEST_WITHIN, brought).await {
        Ok(brought) => match brought? {
            (Outcome::Done, answer) => answer.map(|()| HttpResponse::NoContent().finish()),
            (Outcome::Gone, _) => Err(ApiError::Domain(DomainError::NotFound("connection"))),
            (Outcome::Busy, _) => conflict("another request is on its way"),
        },
        Err(_) => conflict("it took too long"),
    }
}

/// The same doors as for sockets.
fn admit(request: &HttpRequest, state: &AppState) -> Result<(), ApiError> {
    origin::is_allowed(request, &state.settings.server.allowed_origins)
        .map_err(ApiError::Origin)?;
    if state.is_draining() { Err(ApiError::Stopping) } else { Ok(()) }
}

async fn read(mut body: web::Payload, most: usize) -> Result<Bytes, ApiError> {
    let mut read = BytesMut::new();
    while let Some(chunk) = body.next().await {
        let chunk = chunk.map_err(|error| ApiError::invalid("body", error))?;
        if read.len() + chunk.len() > most {
            return Err(ApiError::TooLarge(most));
        }
        read.extend_from_slice(&chunk);
    }
    Ok(read.freeze())
}
