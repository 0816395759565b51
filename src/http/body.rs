//! JSON bodies, with errors that name the field.

use std::fmt::Display;

use actix_web::dev::Payload;
use actix_web::{FromRequest, HttpRequest, web};
use bytes::Bytes;
use futures_util::future::LocalBoxFuture;
use renexus_wire::limits::{Limited, Limits};
use serde::Deserializer;
use serde::de::DeserializeOwned;
use serde_json::Value;

use crate::error::ApiError;

/// Room for the body of a JSON request.
const JSON_BYTES: usize = 64 << 10;

/// The body of a request as a value.
pub(crate) struct Json<T>(pub(crate) T);

/// The body of a request as a value whose fields are within their limits.
pub(crate) struct Body<T>(pub(crate) T);

/// The same where a body may be missing.
pub(crate) struct JsonOrDefault<T>(pub(crate) T);

impl<T: DeserializeOwned + 'static> FromRequest for Json<T> {
    type Error = ApiError;
    type Future = LocalBoxFuture<'static, Result<Self, ApiError>>;

    fn from_request(request: &HttpRequest, payload: &mut Payload) -> Self::Future {
        let body = read(request, payload);
        Box::pin(async move { parse(&body.await?).map(Self) })
    }
}

impl<T: DeserializeOwned + Default + 'static> FromRequest for JsonOrDefault<T> {
    type Error = ApiError;
    type Future = LocalBoxFuture<'static, Result<Self, ApiError>>;

    fn from_request(request: &HttpRequest, payload: &mut Payload) -> Self::Future {
        let body = read(request, payload);
        Box::pin(async move {
            let body = body.await?;
            if body.is_empty() { Ok(Self(T::default())) } else { parse(&body).map(Self) }
        })
    }
}

impl<T: DeserializeOwned + Limited + 'static> FromRequest for Body<T> {
    type Error = ApiError;
    type Future = LocalBoxFuture<'static, Result<Self, ApiError>>;

    fn from_request(request: &HttpRequest, payload: &mut Payload) -> Self::Future {
        let body = read(request, payload);
        Box::pin(async move {
            let value: T = parse(&body.await?)?;
            within_limits(value).map(Self)
        })
    }
}

/// Reads a body that came as a value, as if it had come as JSON.
pub(crate) fn of_value<T: DeserializeOwned + Limited>(value: Value) -> Result<T, ApiError> {
    within_limits(read_as(value)?)
}

fn within_limits<T: Limited>(value: T) -> Result<T, ApiError> {
    let wrong = Limits::of(&value);
    if wrong.is_empty() { Ok(value) } else { Err(ApiError::Fields(wrong)) }
}

fn read(
    request: &HttpRequest,
    payload: &mut Payload,
) -> impl Future<Output = Result<Bytes, ApiError>> + 'static {
    let body = web::Payload::from_request(request, payload);
    async move {
        let body = body.await.map_err(|error| ApiError::invalid("body", error))?;
        match body.to_bytes_limited(JSON_BYTES).await {
            Ok(bytes) => bytes.map_err(|error| ApiError::invalid("body", error)),
            Err(_) => Err(ApiError::TooLarge(JSON_BYTES)),
        }
    }
}

fn parse<T: DeserializeOwned>(bytes: &[u8]) -> Result<T, ApiError> {
    // Structs could be read from lists of their fields, too; nobody promised that.
    if bytes.trim_ascii_start().first() == Some(&b'[') {
        return Err(ApiError::invalid("body", "it is a list, where an object is needed"));
    }
    read_as(&mut serde_json::Deserializer::from_slice(bytes))
}

fn read_as<'de, T, D>(reader: D) -> Result<T, ApiError>
where
    T: DeserializeOwned,
    D: Deserializer<'de>,
    D::Error: Display,
{
    serde_path_to_error::deserialize(reader).map_err(|error| {
        let path = error.path().to_string();
        let field = if path == "." { "body".to_owned() } else { path };
        ApiError::invalid(field, error.into_inner())
    })
}
