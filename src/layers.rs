//! What stands around every request.

use std::any::Any;
use std::time::Duration;

use actix_cors::Cors;
use actix_web::http::Method;
use actix_web::http::header::{AUTHORIZATION, CONTENT_TYPE, X_CONTENT_TYPE_OPTIONS};
use actix_web::middleware::{DefaultHeaders, Logger};
use actix_web::rt::net::TcpStream;
use socket2::SockRef;

use crate::socket::origin_matches;

/// Pages of the allowed origins may call the API; it uses no cookies.
pub(crate) fn cors(allowed: Vec<String>) -> Cors {
    Cors::default()
        .allowed_origin_fn(move |origin, head| {
            let host = head.headers().get("host").and_then(|host| host.to_str().ok());
            origin.to_str().is_ok_and(|origin| origin_matches(origin, host, &allowed))
        })
        .allowed_methods([Method::GET, Method::POST, Method::PATCH, Method::DELETE])
        .allowed_headers([AUTHORIZATION, CONTENT_TYPE])
        .max_age(3_600)
}

/// Headers of every answer.
pub(crate) fn headers() -> DefaultHeaders {
    DefaultHeaders::new()
        .add((X_CONTENT_TYPE_OPTIONS, "nosniff"))
        .add(("Referrer-Policy", "no-referrer"))
        .add(("X-Frame-Options", "DENY"))
}

/// One line per request, at level debug. The query is left out: it may hold a token.
pub(crate) fn access_log() -> Logger {
    Logger::new("%{method}xi %U %s %b bytes %D ms")
        .custom_request_replace("method", |request| request.method().to_string())
        .log_target("renexus::access")
        .log_level(log::Level::Debug)
}

/// Has the kernel drop peers that take no bytes; a socket that is full cannot be closed otherwise.
pub(crate) fn drop_stuck_peers(connection: &dyn Any, after: Duration) {
    if let Some(stream) = connection.downcast_ref::<TcpStream>()
        && let Err(error) = SockRef::from(stream).set_tcp_user_timeout(Some(after))
    {
        log::warn!("stuck peers will not be dropped: {error}");
    }
}
