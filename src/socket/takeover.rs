//! From the HTTP connection to the session's own.
//!
//! The application answers an upgrade like any other request. When it says 101,
//! the connection leaves the HTTP server with its answer: no buffer and no task
//! of that server stays behind for a socket.

use std::future::poll_fn;
use std::net::TcpStream as StdStream;
use std::pin::Pin;
use std::sync::Arc;

use actix::Actor;
use actix_codec::{Framed, FramedParts};
use actix_http::body::{self, BodySize};
use actix_http::h1::{Codec, Message};
use actix_http::{ConnectionType, Request, Response};
use actix_service::Service;
use actix_web::rt::net::TcpStream;
use actix_web::web;
use futures_util::StreamExt;
use futures_util::future::LocalBoxFuture;
use renexus_actors::outlet::Outlet;
use renexus_actors::session::{Protocol, SessionActor};
use renexus_wire::id::DocumentId;

use super::frames::Frames;
use super::wire::Wire;
use crate::state::AppState;

/// Room in a frame beside the update: document name, lengths, session id.
pub(super) const FRAME_OVERHEAD: usize = 4_096;
/// Longest body of a refusal.
const REFUSAL_BYTES: usize = 64 << 10;

/// What a handler leaves in its answer when a session is to take the connection.
pub(super) struct Accepted {
    pub(super) protocol: Protocol,
}

/// Answers upgrade requests and starts sessions on their connections.
pub(crate) struct Takeover<S> {
    app: S,
    state: web::Data<AppState>,
}

impl<S> Takeover<S> {
    /// Lets `app` answer.
    pub(crate) fn new(app: S, state: web::Data<AppState>) -> Self {
        Self { app, state }
    }
}

impl<S> Service<(Request, Framed<TcpStream, Codec>)> for Takeover<S>
where
    S: Service<Request, Response = Response<body::BoxBody>>,
    S::Error: Into<Response<body::BoxBody>>,
    S::Future: 'static,
{
    type Response = ();
    type Error = actix_http::Error;
    type Future = LocalBoxFuture<'static, Result<(), Self::Error>>;

    actix_service::always_ready!();

    fn call(&self, (request, mut framed): (Request, Framed<TcpStream, Codec>)) -> Self::Future {
        let answer = self.app.call(request);
        let state = self.state.clone();
        Box::pin(async move {
            let mut response = match answer.await {
                Ok(response) => response,
                Err(error) => error.into(),
            };
            let accepted = response.extensions_mut().remove::<Accepted>();
            let sent = match accepted {
                Some(_) => send_head(&mut framed, response.drop_body(), BodySize::Stream).await,
                None => refuse(&mut framed, response).await,
            };
            if let (Some(accepted), Ok(())) = (accepted, sent) {
                start(accepted, framed.into_parts(), &state);
            }
            Ok(())
        })
    }
}

/// Gives the connection to a session of its own, on the thread of its document where it has one.
fn start(accepted: Accepted, parts: FramedParts<TcpStream, Codec>, state: &web::Data<AppState>) {
    let arbiter = match &accepted.protocol {
        Protocol::Bare { document, .. } => {
            DocumentId::parse(document).ok().and_then(|id| state.arbiters.of_document(&id))
        }
        Protocol::Named => None,
    };
    let state = state.clone();
    let moved = parts.io.into_std().map(|stream| {
        arbiter.or_else(|| state.arbiters.next()).map(|arbiter| {
            let state = state.clone();
            arbiter.spawn_fn(move || settle(accepted, stream, &parts.read_buf, &state))
        })
    });
    if !matches!(moved, Ok(Some(true))) {
        log::error!("a connection found no thread to live on");
    }
}

/// Starts the session on the thread that it lives on.
fn settle(accepted: Accepted, stream: StdStream, read: &[u8], state: &AppState) {
    let wire = match TcpStream::from_std(stream) {
        Ok(stream) => Wire { stream: Arc::new(stream) },
        Err(error) => return log::error!("a connection cannot be read: {error}"),
    };
    let max_bytes = state.settings.document.update_bytes.saturating_add(FRAME_OVERHEAD);
    let frames = Frames::new(wire.clone(), max_bytes, state.settings.server.fragments).after(read);
    let bare = matches!(accepted.protocol, Protocol::Bare { .. });
    let bounds = state.settings.session.outlet(bare);
    let outlet = Outlet::new(bounds, Arc::new(wire));
    let parts = Arc::clone(&state.session_parts);
    SessionActor::new(state.next_session(), accepted.protocol, outlet, frames.boxed_local(), parts)
        .start();
}

/// Answers with an error and ends the connection.
async fn refuse(
    framed: &mut Framed<TcpStream, Codec>,
    response: Response<body::BoxBody>,
) -> std::io::Result<()> {
    let (mut head, body) = response.into_parts();
    let body = body::to_bytes_limited(body, REFUSAL_BYTES).await;
    let body = body.ok().and_then(Result::ok).unwrap_or_default();
    head.head_mut().set_connection_type(ConnectionType::Close);
    let length = BodySize::Sized(u64::try_from(body.len()).unwrap_or_default());
    send_head(framed, head, length).await?;
    if !body.is_empty() {
        Pin::new(&mut *framed).write(Message::Chunk(Some(body)))?;
    }
    close(framed).await
}

async fn send_head(
    framed: &mut Framed<TcpStream, Codec>,
    head: Response<()>,
    length: BodySize,
) -> std::io::Result<()> {
    Pin::new(&mut *framed).write(Message::Item((head, length)))?;
    poll_fn(|cx| Pin::new(&mut *framed).flush::<Message<(Response<()>, BodySize)>>(cx)).await
}

async fn close(framed: &mut Framed<TcpStream, Codec>) -> std::io::Result<()> {
    poll_fn(|cx| Pin::new(&mut *framed).close::<Message<(Response<()>, BodySize)>>(cx)).await
}
