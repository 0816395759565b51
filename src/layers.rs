//! What stands around every request.

use std::any::Any;
use std::time::{Duration, Instant};

use actix_cors::Cors;
use actix_web::Error;
use actix_web::body::MessageBody;
use actix_web::dev::{ServiceRequest, ServiceResponse};
use actix_web::http::Method;
use actix_web::http::header::{
    AUTHORIZATION, CONTENT_DISPOSITION, CONTENT_RANGE, CONTENT_SECURITY_POLICY, CONTENT_TYPE, ETAG,
    IF_MATCH, IF_NONE_MATCH, LOCATION, RANGE, RETRY_AFTER, STRICT_TRANSPORT_SECURITY,
    X_CONTENT_TYPE_OPTIONS,
};
use actix_web::middleware::{DefaultHeaders, Next};
use actix_web::rt::net::TcpStream;
use socket2::SockRef;

use crate::config::ServerSettings;
use crate::socket::origin_matches;

/// What pages of this server may load: nothing from elsewhere but pictures, and no script in the page.
const CONTENT_POLICY: &str = "default-src 'self'; script-src 'self'; style-src 'self' 'unsafe-inline'; \
     object-src 'none'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'; \
     img-src 'self' data: blob: https:";
/// Whom they may speak with.
const CONNECTIONS: &str = "; connect-src 'self' ws: wss:";
/// What pages of this server may not ask a browser for.
const PERMISSIONS: &str =
    "camera=(), microphone=(), geolocation=(), payment=(), usb=(), browsing-topics=()";
/// For a year browsers come over https alone.
const TRANSPORT_SECURITY: &str = "max-age=31536000";

/// Pages of the allowed origins may call the API, with the cookie that continues a login unless
/// every origin is allowed.
pub(crate) fn cors(allowed: Vec<String>) -> Cors {
    let listed = !allowed.iter().any(|origin| origin == "*");
    let cors = Cors::default()
        .allowed_origin_fn(move |origin, head| {
            let host = head.headers().get("host").and_then(|host| host.to_str().ok());
            origin.to_str().is_ok_and(|origin| origin_matches(origin, host, &allowed))
        })
        .allowed_methods([Method::GET, Method::HEAD, Method::POST, Method::PUT])
        .allowed_methods([Method::PATCH, Method::DELETE])
        .allowed_headers([AUTHORIZATION, CONTENT_TYPE, IF_MATCH, IF_NONE_MATCH, RANGE])
        .allowed_headers(["idempotency-key", "renexus-link", "prefer"])
        .allowed_headers(["tus-resumable", "upload-length", "upload-metadata", "upload-offset"])
        .expose_headers([ETAG, LOCATION, RETRY_AFTER, CONTENT_RANGE, CONTENT_DISPOSITION])
        .expose_headers(["tus-resumable", "upload-offset", "upload-length", "upload-expires"])
        .expose_headers(["ratelimit", "ratelimit-policy", "x-cache", "idempotency-replayed"])
        .max_age(3_600);
    if listed { cors.supports_credentials() } else { cors }
}

/// Headers of every answer. Pages bring files to and from the store of blobs where it has an origin for them.
pub(crate) fn headers(settings: &ServerSettings, store: Option<String>) -> DefaultHeaders {
    let store = store.map_or_else(String::new, |origin| format!(" {origin}"));
    let policy = format!("{CONTENT_POLICY}{store}{CONNECTIONS}{store}");
    let headers = DefaultHeaders::new()
        .add((X_CONTENT_TYPE_OPTIONS, "nosniff"))
        .add((CONTENT_SECURITY_POLICY, policy))
        .add(("Cross-Origin-Opener-Policy", "same-origin"))
        .add(("Cross-Origin-Resource-Policy", "same-site"))
        .add(("Permissions-Policy", PERMISSIONS))
        .add(("Referrer-Policy", "no-referrer"))
        .add(("X-Frame-Options", "DENY"));
    if settings.public_url.starts_with("https://") {
        return headers.add((STRICT_TRANSPORT_SECURITY, TRANSPORT_SECURITY));
    }
    headers
}

/// One line per request, at level debug. The query is left out: it may hold a token.
pub(crate) async fn access_log(
    request: ServiceRequest,
    next: Next<impl MessageBody>,
) -> Result<ServiceResponse<impl MessageBody>, Error> {
    if !log::log_enabled!(log::Level::Debug) {
        return next.call(request).await;
    }
    let (method, path) = (request.method().clone(), request.path().to_owned());
    let started = Instant::now();
    let response = next.call(request).await?;
    log::debug!(
        "http.request.method" = method.as_str(),
        "url.path" = path.as_str(),
        "http.response.status_code" = response.status().as_u16(),
        "event.duration" = u64::try_from(started.elapsed().as_nanos()).unwrap_or(u64::MAX);
        "{method} {path} {}", response.status().as_u16()
    );
    Ok(response)
}

/// Bytes that the kernel keeps for a connection beyond what the peer takes; more waits with us,
/// where it is counted.
const UNSENT_BYTES: u32 = 64 << 10;

/// Has the kernel drop peers that take no bytes, since a socket that is full cannot be closed
/// otherwise, and keep little for peers that are slow.
pub(crate) fn limit_slow_peers(connection: &dyn Any, after: Duration) {
    let Some(stream) = connection.downcast_ref::<TcpStream>() else { return };
    let socket = SockRef::from(stream);
    let set = socket
        .set_tcp_user_timeout(Some(after))
        .and_then(|()| socket.set_tcp_notsent_lowat(UNSENT_BYTES));
    if let Err(error) = set {
        log::warn!("stuck peers will not be dropped: {error}");
    }
}
