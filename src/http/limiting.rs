//! Counts who asks how often, and says so in headers.

use actix_web::body::MessageBody;
use actix_web::dev::{ServiceRequest, ServiceResponse};
use actix_web::http::Method;
use actix_web::http::header::{HeaderName, HeaderValue};
use actix_web::middleware::Next;
use actix_web::{Error, HttpMessage, HttpRequest};

use crate::error::ApiError;
use crate::rates::{Class, Decision};
use crate::state::AppState;

/// How the rate is told (draft-ietf-httpapi-ratelimit-headers-10).
const POLICY: HeaderName = HeaderName::from_static("ratelimit-policy");
/// How much of it is left.
const LIMIT: HeaderName = HeaderName::from_static("ratelimit");

/// The class of what a person asks.
pub(crate) fn class(method: &Method) -> Class {
    if method.is_safe() { Class::Read } else { Class::Write }
}

/// Counts an attempt; refuses it when it is one too many.
pub(crate) async fn take(
    state: &AppState,
    request: &HttpRequest,
    class: Class,
    key: &str,
) -> Result<(), ApiError> {
    let Some(decision) = state.rates.take(class, key).await else { return Ok(()) };
    request.extensions_mut().insert(decision);
    match decision.wait {
        Some(wait) => Err(ApiError::TooMany(wait)),
        None => Ok(()),
    }
}

/// Tells the rate that was counted last.
pub(crate) async fn headers(
    request: ServiceRequest,
    next: Next<impl MessageBody>,
) -> Result<ServiceResponse<impl MessageBody>, Error> {
    let mut response = next.call(request).await?;
    let decision = response.request().extensions().get::<Decision>().copied();
    if let Some(Decision { class, rate, remaining, wait }) = decision {
        let (word, window) = (class.word(), rate.window.as_secs().max(1));
        let back = wait.map_or(window, |wait| wait.as_secs() + 1);
        let told = [
            (POLICY, format!("\"{word}\";q={};w={window}", rate.burst)),
            (LIMIT, format!("\"{word}\";r={remaining};t={back}")),
        ];
        for (name, value) in told {
            if let Ok(value) = HeaderValue::from_str(&value) {
                response.headers_mut().insert(name, value);
            }
        }
    }
    Ok(response)
}
