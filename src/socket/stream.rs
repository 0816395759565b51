//! `/collab/sse`: the named socket for those whom no websocket reaches.

use std::sync::Arc;
use std::time::Duration;

use actix::Actor;
use actix_web::http::header::{CACHE_CONTROL, CONTENT_TYPE};
use actix_web::{HttpRequest, HttpResponse, web};
use bytes::{Bytes, BytesMut};
use futures_util::StreamExt;
use renexus_actors::outlet::Outlet;
use renexus_actors::session::{Inbound, Protocol, SessionActor};
use renexus_wire::close::CloseReason;
use renexus_wire::lib0::Reader;

use super::origin;
use super::takeover::FRAME_OVERHEAD;
use crate::domain::DomainError;
use crate::error::ApiError;
use crate::state::AppState;

/// How long one request may take to bring its messages, and the session to take them.
const REQUEST_WITHIN: Duration = Duration::from_secs(30);

/// `GET /collab/sse`: what the session says, as events. The first one tells the secret to speak by.
pub(crate) async fn down(
    request: HttpRequest,
    state: web::Data<AppState>,
) -> Result<HttpResponse, ApiError> {
    admit(&request, &state)?;
    let opened = state.streams.open()?;
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
    let gone = ApiError::Domain(DomainError::NotFound("connection"));
    let Some(way) = state.streams.find(&secret) else { return Err(gone) };
    // Two at once would come in any order.
    let Ok(way) = way.try_lock() else {
        return Err(ApiError::Domain(DomainError::Conflict("another request is on its way")));
    };
    let most = state.settings.document.update_bytes.saturating_add(FRAME_OVERHEAD);
    let brought = async {
        let (said, answer) = match read(body, most).await {
            Ok(body) => (messages(&body), Ok(())),
            Err(refused @ ApiError::TooLarge(_)) => {
                (vec![Inbound::Violation(CloseReason::TooBig)], Err(refused))
            }
            // The connection of the request broke; whoever sent it knows.
            Err(error) => return Err(error),
        };
        for message in said {
            if way.send(message).await.is_err() {
                return Err(gone);
            }
        }
        answer
    };
    match tokio::time::timeout(REQUEST_WITHIN, brought).await {
        Ok(brought) => brought?,
        Err(_) => return Err(ApiError::Domain(DomainError::Conflict("it took too long"))),
    }
    Ok(HttpResponse::NoContent().finish())
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

/// What a request says; a fault ends the connection, as it does on a socket.
fn messages(body: &Bytes) -> Vec<Inbound> {
    if body.is_empty() {
        return vec![Inbound::Pong];
    }
    let mut reader = Reader::new(body);
    let mut found = Vec::new();
    while !reader.is_empty() {
        match reader.var_bytes() {
            Ok(frame) => found.push(Inbound::Frame(body.slice_ref(frame))),
            Err(_) => {
                found.push(Inbound::Violation(CloseReason::Protocol));
                break;
            }
        }
    }
    found
}
