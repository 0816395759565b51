//! The headers of tus 1.0.

use std::future::{Ready, ready};

use actix_web::dev::Payload;
use actix_web::http::header::{CACHE_CONTROL, CONTENT_TYPE, HttpDate, LOCATION};
use actix_web::{FromRequest, HttpRequest, HttpResponseBuilder};
use base64::Engine;
use base64::engine::general_purpose::STANDARD;

use super::super::Said;
use crate::error::ApiError;
use crate::files::name::FileName;
use crate::filing::{Announced, Progress};

/// The one version of the protocol.
pub(super) const VERSION: (&str, &str) = ("tus-resumable", "1.0.0");
/// The media type of bytes that are added.
pub(super) const PIECE: &str = "application/offset+octet-stream";
/// Bytes of `Upload-Metadata`: a name and a description in base64.
const MAX_METADATA: usize = 12 << 10;

/// Where the bytes of a request belong.
pub(crate) struct Offset(pub(super) i64);

impl FromRequest for Offset {
    type Error = ApiError;
    type Future = Ready<Result<Self, ApiError>>;

    fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
        ready(offset(request))
    }
}

fn offset(request: &HttpRequest) -> Result<Offset, ApiError> {
    version(request)?;
    let kind = text(request, CONTENT_TYPE.as_str()).unwrap_or_default();
    if kind.split(';').next().unwrap_or_default().trim() != PIECE {
        return Err(ApiError::MediaType(PIECE));
    }
    number(request, "Upload-Offset").map(Offset)
}

/// Refuses another version of the protocol; whoever names none speaks it by hand.
pub(super) fn version(request: &HttpRequest) -> Result<(), ApiError> {
    match text(request, VERSION.0) {
        Some(named) if named != VERSION.1 => Err(ApiError::OtherProtocol),
        _ => Ok(()),
    }
}

/// How many bytes there will be.
pub(super) fn length(request: &HttpRequest) -> Result<u64, ApiError> {
    let length = number(request, "Upload-Length")?;
    u64::try_from(length).map_err(|error| ApiError::invalid("Upload-Length", error))
}

/// Digits alone.
fn number(request: &HttpRequest, name: &str) -> Result<i64, ApiError> {
    let text = text(request, name).ok_or_else(|| ApiError::invalid(name, "it is missing"))?;
    let digits = text.bytes().all(|byte| byte.is_ascii_digit());
    let number = text.parse().ok().filter(|_| digits);
    number.ok_or_else(|| ApiError::invalid(name, "it is not a number of bytes"))
}

/// What is said of the file.
pub(super) fn announced(request: &HttpRequest, said: Said) -> Result<Announced, ApiError> {
    let metadata = text(request, "Upload-Metadata").unwrap_or_default();
    if metadata.len() > MAX_METADATA {
        return Err(ApiError::invalid("Upload-Metadata", "it has more than 12288 bytes"));
    }
    let name = match said.name {
        Some(name) => FileName::parse(&name)?,
        None => {
            let name = value(metadata, &["filename", "name"])?;
            FileName::from_form(&name.ok_or_else(|| ApiError::invalid("name", "it is missing"))?)?
        }
    };
    let description = said
        .description
        .map_or_else(|| value(metadata, &["description"]), |text| Ok(Some(text)))?;
    Ok(Announced::new(name, description.unwrap_or_default())?)
}

/// The value of the first of these keys, which stands there in base64.
fn value(metadata: &str, keys: &[&str]) -> Result<Option<String>, ApiError> {
    let pair = |pair: &str| {
        let (key, value) = pair.trim().split_once(' ').unwrap_or((pair.trim(), ""));
        (key.to_owned(), value.to_owned())
    };
    let pairs: Vec<_> = metadata.split(',').map(pair).collect();
    let named = |wanted: &&str| pairs.iter().find(|(key, _)| key == wanted);
    let Some((_, value)) = keys.iter().find_map(named) else { return Ok(None) };
    let wrong = || ApiError::invalid("Upload-Metadata", "a value is not UTF-8 in base64");
    let bytes = STANDARD.decode(value).map_err(|_| wrong())?;
    String::from_utf8(bytes).map(Some).map_err(|_| wrong())
}

fn text<'a>(request: &'a HttpRequest, name: &str) -> Option<&'a str> {
    request.headers().get(name).and_then(|value| value.to_str().ok()).map(str::trim)
}

/// Where an upload is.
pub(super) fn place(progress: &Progress) -> String {
    format!("/api/v1/workspaces/{}/uploads/{}", progress.workspace, progress.id)
}

/// An answer that tells how far an upload is.
pub(super) fn answer(
    mut response: HttpResponseBuilder,
    progress: &Progress,
) -> HttpResponseBuilder {
    let expires = HttpDate::from(std::time::SystemTime::from(progress.expires_at));
    response
        .insert_header(VERSION)
        .insert_header(("upload-offset", progress.received.to_string()))
        .insert_header(("upload-length", progress.size.to_string()))
        .insert_header(("upload-expires", expires.to_string()))
        .insert_header((LOCATION, place(progress)))
        .insert_header((CACHE_CONTROL, "no-store"));
    response
}
