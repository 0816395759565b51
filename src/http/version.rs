//! `ETag` and `If-Match`: changes that are based on what is there.

use std::future::{Ready, ready};

use actix_web::dev::Payload;
use actix_web::http::header::{ETAG, IF_MATCH, IF_NONE_MATCH};
use actix_web::{FromRequest, HttpRequest, HttpResponse, HttpResponseBuilder};
use futures_util::future::LocalBoxFuture;
use renexus_wire::limits::Limited;
use serde::Serialize;
use serde::de::DeserializeOwned;

use super::body::Body;
use crate::domain::Expected;
use crate::error::ApiError;

/// The tag of a version.
pub(crate) fn tag(version: i64) -> String {
    format!("\"{version}\"")
}

/// An answer with its version as `ETag`.
pub(crate) fn tagged(
    mut answer: HttpResponseBuilder,
    version: i64,
    body: &impl Serialize,
) -> HttpResponse {
    answer.insert_header((ETAG, tag(version))).json(body)
}

/// The version that the one who asks has already (`If-None-Match`), also where a proxy weakened its tag.
pub(crate) fn had(request: &HttpRequest) -> Option<i64> {
    let value = request.headers().get(IF_NONE_MATCH)?.to_str().ok()?;
    value.split(',').filter_map(version).max()
}

/// What the one who asks believes to be there.
#[derive(Clone, Copy, Debug)]
pub(crate) struct IfMatch(Option<Expected>);

impl IfMatch {
    /// The version that the change is based on; without one the last writer wins.
    pub(crate) fn optional(self) -> Expected {
        self.0.unwrap_or(Expected(None))
    }

    /// The same, where a change needs a version, or `*` for whatever is there.
    pub(crate) fn required(self) -> Result<Expected, ApiError> {
        self.0.ok_or(ApiError::VersionNeeded)
    }
}

/// A change of what is there: the version that it is based on, and its body.
pub(crate) struct Edit<T>(pub(crate) IfMatch, pub(crate) T);

impl<T: DeserializeOwned + Limited + 'static> FromRequest for Edit<T> {
    type Error = ApiError;
    type Future = LocalBoxFuture<'static, Result<Self, ApiError>>;

    fn from_request(request: &HttpRequest, payload: &mut Payload) -> Self::Future {
        let if_match = IfMatch::from_request(request, payload);
        let body = Body::<T>::from_request(request, payload);
        Box::pin(async move {
            let if_match = if_match.await?;
            Ok(Self(if_match, body.await?.0))
        })
    }
}

impl FromRequest for IfMatch {
    type Error = ApiError;
    type Future = Ready<Result<Self, ApiError>>;

    fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
        let value = request.headers().get(IF_MATCH);
        ready(Ok(Self(value.map(|value| parse(value.to_str().unwrap_or_default())))))
    }
}

/// `*` takes whatever is there; a weak tag names the same version. A tag that nothing here ever
/// had matches nothing (RFC 9110, section 13.1.1). Versions only grow: of several that somebody
/// has seen, the highest alone can be there.
fn parse(text: &str) -> Expected {
    if text.trim() == "*" {
        return Expected(None);
    }
    Expected(Some(text.split(',').filter_map(version).max().unwrap_or(NOBODYS)))
}

/// The version that one tag names.
fn version(text: &str) -> Option<i64> {
    let text = text.trim();
    let quoted = text.strip_prefix("W/").unwrap_or(text);
    quoted.strip_prefix('"')?.strip_suffix('"')?.parse().ok()
}

/// A version that nothing has.
const NOBODYS: i64 = -1;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tags_are_read_back() {
        assert_eq!(parse(&tag(12)), Expected(Some(12)));
        assert_eq!((parse("W/\"3\""), parse("*")), (Expected(Some(3)), Expected(None)));
        assert_eq!(parse("\"3\", W/\"4\" , \"x\""), Expected(Some(4)));
        assert_eq!(parse("\"1,2\""), Expected(Some(NOBODYS)));
        let nobodys = Expected(Some(NOBODYS));
        assert_eq!((parse("12"), parse("\"x\""), parse("")), (nobodys, nobodys, nobodys));
    }
}
