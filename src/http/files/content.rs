//! The bytes of files: whole, in ranges, or not at all when somebody has them.

use actix_web::body::SizedStream;
use actix_web::http::header::{
    ACCEPT_RANGES, CACHE_CONTROL, CONTENT_DISPOSITION, CONTENT_RANGE, CONTENT_SECURITY_POLICY,
    CONTENT_TYPE, ETAG, HttpDate, IF_MATCH, IF_MODIFIED_SINCE, IF_NONE_MATCH, IF_RANGE,
    IF_UNMODIFIED_SINCE, LAST_MODIFIED, LOCATION, RANGE,
};
use actix_web::http::{Method, StatusCode};
use actix_web::{HttpRequest, HttpResponse, get, head, web};
use futures_util::TryStreamExt;
use renexus_wire::rest::Problem;
use serde::Deserialize;
use utoipa::IntoParams;
use utoipa_actix_web::service_config::ServiceConfig;

use crate::access::Person;
use crate::error::ApiError;
use crate::files::conditional::{Conditions, Current, Verdict};
use crate::files::disposition::Disposition;
use crate::files::media;
use crate::files::range::{Wanted, wanted};
use crate::filing::{Filing, FilingError, Kept};
use crate::http::query::Query;
use crate::state::AppState;

/// What a browser may do with a file that it shows: nothing but show it.
pub(super) const NO_SCRIPT: &str =
    "default-src 'none'; img-src 'self'; media-src 'self'; style-src 'unsafe-inline'; sandbox";
/// Browsers keep files and ask each time whether they are still good, and still theirs.
pub(super) const ASK_AGAIN: &str = "private, no-cache";

/// The addresses of this resource.
pub(super) fn routes(config: &mut ServiceConfig<'_>) {
    config.service(read).service(look);
}

/// How the bytes are wanted.
#[derive(Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(super) struct Wish {
    /// `true` saves the file where a browser would show it.
    #[serde(default)]
    pub(super) download: bool,
}

/// Read the bytes of a file; ranges and conditions of RFC 9110 are heard.
#[utoipa::path(tag = "files", operation_id = "files_content", security(("bearer" = [])),
    params(("workspace" = String, Path), ("file" = String, Path), Wish), responses(
    (status = 200, content_type = "*/*", body = Vec<u8>),
    (status = 206, content_type = "*/*", body = Vec<u8>),
    (status = 304, description = "The one who asks has it"),
    (status = 307, description = "The store itself gives the bytes, with `blobs.presign`"),
    (status = 404, body = Problem),
    (status = 412, description = "It is another one"),
    (status = 416, body = Problem),
))]
#[get("/api/v1/workspaces/{workspace}/files/{file}/content")]
pub(crate) async fn read(
    person: Person,
    state: web::Data<AppState>,
    path: web::Path<(String, String)>,
    (request, wish): (HttpRequest, Query<Wish>),
) -> Result<HttpResponse, ApiError> {
    let (workspace, file) = path.into_inner();
    let kept = state.filing.kept((&person, &workspace), file).await?;
    answer(&state.filing, &request, kept, &wish).await
}

/// Ask for the headers of a file.
#[utoipa::path(tag = "files", operation_id = "files_content_head", security(("bearer" = [])),
    params(("workspace" = String, Path), ("file" = String, Path), Wish),
    responses((status = 200), (status = 304), (status = 404), (status = 412), (status = 416)))]
#[head("/api/v1/workspaces/{workspace}/files/{file}/content")]
pub(crate) async fn look(
    person: Person,
    state: web::Data<AppState>,
    path: web::Path<(String, String)>,
    (request, wish): (HttpRequest, Query<Wish>),
) -> Result<HttpResponse, ApiError> {
    let (workspace, file) = path.into_inner();
    let kept = state.filing.kept((&person, &workspace), file).await?;
    answer(&state.filing, &request, kept, &wish).await
}

/// Answers a request for the bytes of a file that the one who asks may read.
pub(super) async fn answer(
    filing: &Filing,
    request: &HttpRequest,
    kept: Kept,
    wish: &Wish,
) -> Result<HttpResponse, ApiError> {
    let header = |name| request.headers().get(name).and_then(|value| value.to_str().ok());
    let conditions = Conditions {
        if_match: header(IF_MATCH),
        if_none_match: header(IF_NONE_MATCH),
        if_modified_since: header(IF_MODIFIED_SINCE),
        if_unmodified_since: header(IF_UNMODIFIED_SINCE),
        if_range: header(IF_RANGE),
    };
    let modified = kept.0.created_at.and_utc();
    let current = Current { tag: &kept.0.sha256, modified };
    match conditions.judge(current) {
        Verdict::Go => {}
        Verdict::NotModified => return Ok(headers(StatusCode::NOT_MODIFIED, &kept, wish).finish()),
        Verdict::Failed => return Err(ApiError::AnotherVersion),
    }
    if request.method() == Method::GET
        && conditions.hold_elsewhere()
        && let Some(url) = filing.link(&kept).await?
    {
        return Ok(elsewhere(&kept, url));
    }
    let size = u64::try_from(kept.0.size).unwrap_or_default();
    let range = header(RANGE).filter(|_| conditions.range_holds(current));
    let (status, part) = match wanted(range, size).map_err(FilingError::from)? {
        Wanted::Whole => (StatusCode::OK, 0..size),
        Wanted::Part(part) => (StatusCode::PARTIAL_CONTENT, part),
    };
    let mut response = headers(status, &kept, wish);
    if status == StatusCode::PARTIAL_CONTENT {
        let place = format!("bytes {}-{}/{size}", part.start, part.end - 1);
        response.insert_header((CONTENT_RANGE, place));
    }
    let length = part.end - part.start;
    if request.method() == Method::HEAD || length == 0 {
        let nothing = futures_util::stream::empty::<Result<bytes::Bytes, std::io::Error>>();
        return Ok(response.body(SizedStream::new(length, nothing)));
    }
    let part = (length < size).then_some(part);
    let bytes = filing.bytes(&kept, part).await?;
    Ok(response.body(SizedStream::new(length, bytes.map_err(std::io::Error::other))))
}

/// Sends the one who asks to the store. The address opens the file to whoever has it, so nobody keeps it.
fn elsewhere(Kept(row): &Kept, url: String) -> HttpResponse {
    HttpResponse::TemporaryRedirect()
        .insert_header((LOCATION, url))
        .insert_header((ETAG, format!("\"{}\"", row.sha256)))
        .insert_header((CACHE_CONTROL, "no-store"))
        .finish()
}

/// What is said in front of the bytes, and where they are not sent.
fn headers(status: StatusCode, Kept(row): &Kept, wish: &Wish) -> actix_web::HttpResponseBuilder {
    let disposition = match wish.download {
        true => Disposition::Attachment,
        false => media::disposition(&row.media_type),
    };
    let modified = HttpDate::from(std::time::SystemTime::from(row.created_at.and_utc()));
    let mut response = HttpResponse::build(status);
    response
        .insert_header((ETAG, format!("\"{}\"", row.sha256)))
        .insert_header((LAST_MODIFIED, modified.to_string()))
        .insert_header((CACHE_CONTROL, ASK_AGAIN))
        .insert_header((ACCEPT_RANGES, "bytes"))
        .insert_header((CONTENT_SECURITY_POLICY, NO_SCRIPT))
        .insert_header((CONTENT_DISPOSITION, disposition.header(&row.name)))
        .insert_header((CONTENT_TYPE, media::content_type(&row.media_type)));
    response
}
