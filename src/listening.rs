//! The HTTP server on its address: requests go to one application, upgrades to another.
//!
//! It stands on the parts that actix-web's own `HttpServer` is made of, because
//! that one has no place for a service that takes whole connections.

use std::fmt::Debug;
use std::io::ErrorKind;
use std::net::{SocketAddr, TcpListener, ToSocketAddrs};
use std::time::Duration;

use actix_http::{HttpService, KeepAlive, Request, Response};
use actix_server::{Server, ServerBuilder};
use actix_service::{
    IntoServiceFactory, ServiceFactory, ServiceFactoryExt, fn_factory, map_config,
};
use actix_web::body::MessageBody;
use actix_web::dev::AppConfig;
use actix_web::{Error, web};
use socket2::{Domain, Socket, Type};

use crate::layers;
use crate::socket::Takeover;
use crate::state::AppState;

/// How long a connection stays without a request.
const KEEP_ALIVE: Duration = Duration::from_secs(5);
/// How long the head of a request may take.
const REQUEST_HEAD: Duration = Duration::from_secs(5);
/// How long a connection may take to end.
const DISCONNECT: Duration = Duration::from_secs(1);
/// Connections of HTTP requests per worker; sockets are counted by their sessions.
const REQUEST_CONNECTIONS: usize = 4_096;
/// Connections that wait to be accepted.
const BACKLOG: i32 = 4_096;

/// Binds the address and starts to serve `requests`, and upgrades by `sockets`.
pub(crate) fn listen<F, I, S, B, G, J, U, C>(
    state: &web::Data<AppState>,
    requests: F,
    sockets: G,
) -> std::io::Result<(Server, SocketAddr)>
where
    F: Fn() -> I + Send + Clone + 'static,
    I: IntoServiceFactory<S, Request>,
    S: ServiceFactory<Request, Config = AppConfig, Error = Error> + 'static,
    S::InitError: Debug,
    S::Response: Into<Response<B>> + 'static,
    B: MessageBody + 'static,
    G: Fn() -> J + Send + Clone + 'static,
    J: IntoServiceFactory<U, Request>,
    U: ServiceFactory<Request, Config = AppConfig, Error = Error> + 'static,
    U::InitError: Debug,
    U::Response: Into<Response<C>> + 'static,
    C: MessageBody + 'static,
{
    let settings = &state.settings.server;
    let listeners = bind(&settings.listen)?;
    let address = listeners.first().ok_or(ErrorKind::AddrNotAvailable)?.local_addr()?;
    let (state, stuck) = (state.clone(), settings.stuck());
    let serve = move || {
        let (sockets, state) = (sockets.clone(), state.clone());
        HttpService::build()
            .keep_alive(KeepAlive::Timeout(KEEP_ALIVE))
            .client_request_timeout(REQUEST_HEAD)
            .client_disconnect_timeout(DISCONNECT)
            .tcp_nodelay(true)
            .local_addr(address)
            .on_connect_ext(move |connection, _| layers::limit_slow_peers(connection, stuck))
            .upgrade(fn_factory(move || {
                let app = map_config(sockets().into_factory(), |()| AppConfig::default())
                    .map(|answer: U::Response| answer.into().map_into_boxed_body());
                let (app, state) = (app.new_service(()), state.clone());
                async move { Ok::<_, U::InitError>(Takeover::new(app.await?, state)) }
            }))
            .finish(map_config(requests().into_factory(), |()| AppConfig::default()))
            .tcp()
    };
    let mut server = with_workers(Server::build(), settings.workers)
        .disable_signals()
        .max_concurrent_connections(REQUEST_CONNECTIONS);
    for listener in listeners {
        server = server.listen("renexus", listener, serve.clone())?;
    }
    Ok((server.run(), address))
}

fn with_workers(server: ServerBuilder, workers: usize) -> ServerBuilder {
    match workers {
        0 => server,
        some => server.workers(some),
    }
}

/// Every address that the name stands for, as `localhost` does for two; one of them has to work.
fn bind(name: &str) -> std::io::Result<Vec<TcpListener>> {
    let mut listeners = Vec::new();
    let mut failed = None;
    for address in name.to_socket_addrs()? {
        match listener(address) {
            Ok(listener) => listeners.push(listener),
            Err(error) => failed = Some(error),
        }
    }
    match failed {
        Some(error) if listeners.is_empty() => Err(error),
        _ => Ok(listeners),
    }
}

/// An address that was used a moment ago may be used again.
fn listener(address: SocketAddr) -> std::io::Result<TcpListener> {
    let kind = Some(socket2::Protocol::TCP);
    let socket = Socket::new(Domain::for_address(address), Type::STREAM, kind)?;
    socket.set_reuse_address(true)?;
    socket.bind(&address.into())?;
    socket.listen(BACKLOG)?;
    Ok(socket.into())
}
