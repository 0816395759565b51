//! From the HTTP connection to the session's own.
//!
//! The application answers an upgrade like any other request. When it says 101,
//! the connection leaves the HTTP server with its answer: no buffer and no task
//! of that server stays behind for a socket.

use std::cell::RefCell;
use std::future::poll_fn;
use std::pin::Pin;
use std::rc::Rc;
use std::sync::Arc;

use actix::Actor;
use actix_codec::{Framed, FramedParts};
use actix_http::body::{self, BodySize};
use actix_http::h1::{Codec, Message};
use actix_http::{ConnectionType, Request, Response};
use actix_service::Service;
use actix_web::rt::net::TcpStream;
use actix_web::web;
use bytes::BytesMut;
use futures_util::StreamExt;
use futures_util::future::LocalBoxFuture;
use renexus_actors::outlet::Outlet;
use renexus_actors::session::{Protocol, SessionActor};

use super::frames::Frames;
use super::wire::Wire;
use crate::state::AppState;

/// Room in a frame beside the update: document name, lengths, session id.
const FRAME_OVERHEAD: usize = 4_096;
/// Read at once; one buffer serves all connections of a worker.
const READ_BYTES: usize = 64 << 10;
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
    /// Where all connections of this worker read into.
    scratch: Rc<RefCell<BytesMut>>,
}

impl<S> Takeover<S> {
    /// Lets `app` answer.
    pub(crate) fn new(app: S, state: web::Data<AppState>) -> Self {
        Self { app, state, scratch: Rc::new(RefCell::new(BytesMut::with_capacity(READ_BYTES))) }
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
        let (state, scratch) = (self.state.clone(), Rc::clone(&self.scratch));
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
                start(accepted, framed.into_parts(), &state, scratch);
            }
            Ok(())
        })
    }
}

/// Gives the connection to a session of its own.
fn start(
    accepted: Accepted,
    parts: FramedParts<TcpStream, Codec>,
    state: &AppState,
    scratch: Rc<RefCell<BytesMut>>,
) {
    let wire = Wire { stream: Arc::new(parts.io) };
    let max_bytes = state.settings.document.update_bytes.saturating_add(FRAME_OVERHEAD);
    let frames = Frames::new(wire.clone(), scratch, max_bytes, state.settings.server.fragments)
        .after(&parts.read_buf);
    let bare = matches!(accepted.protocol, Protocol::Bare { .. });
    let outlet = Outlet::new(state.settings.session.outlet_bytes, bare, Arc::new(wire));
    let session = state.next_session();
    let parts = Arc::clone(&state.session_parts);
    SessionActor::new(session, accepted.protocol, outlet, frames.boxed_local(), parts).start();
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
