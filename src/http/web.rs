//! The web app: its pages and their files.

use actix_web::http::header::{
    ACCEPT, ACCEPT_ENCODING, CACHE_CONTROL, CONTENT_ENCODING, CONTENT_TYPE, ETAG, HeaderName,
    IF_NONE_MATCH, VARY,
};
use actix_web::http::{Method, StatusCode};
use actix_web::{HttpRequest, HttpResponse, HttpResponseBuilder};

use crate::webapp::{Packing, Served, WebFiles};

/// Where files lie whose names change with what they hold.
const HASHED: &str = "_next/static/";
/// For a year: a file with another content has another name.
const FOREVER: &str = "public, max-age=31536000, immutable";
/// Kept, but asked for each time; an answer of 304 is small.
const ASK: &str = "no-cache";
/// What people see while the web app is not built.
const WELCOME: &str = include_str!("../welcome.html");

/// The page or file of an address, if it is one of the web app's.
pub(crate) fn answer(request: &HttpRequest) -> Option<HttpResponse> {
    if !matches!(*request.method(), Method::GET | Method::HEAD) {
        return None;
    }
    let accepted = accepted(&text(request, ACCEPT_ENCODING));
    let path = request.path().trim_start_matches('/');
    if let Some(served) = WebFiles.find(path, &accepted) {
        return Some(send(request, served, StatusCode::OK));
    }
    if path.is_empty() {
        return Some(HttpResponse::Ok().content_type("text/html; charset=utf-8").body(WELCOME));
    }
    // Programs are told by a problem document, people by a page.
    let person = text(request, ACCEPT).contains("text/html") && !path.starts_with("api/");
    let nothing = person.then(|| WebFiles.nothing(&accepted)).flatten()?;
    Some(send(request, nothing, StatusCode::NOT_FOUND))
}

fn text(request: &HttpRequest, name: HeaderName) -> String {
    let value = request.headers().get(name).and_then(|value| value.to_str().ok());
    value.unwrap_or_default().to_owned()
}

/// The packings that a browser takes. A weight of zero refuses (RFC 9110, section 12.5.3).
fn accepted(header: &str) -> Vec<Packing> {
    let takes = |name: &str| {
        header.split(',').any(|part| {
            let mut words = part.split(';').map(str::trim);
            words.next() == Some(name) && !words.any(|word| matches!(word, "q=0" | "q=0.0"))
        })
    };
    let known = [("br", Packing::Brotli), ("gzip", Packing::Gzip)];
    known.into_iter().filter(|(name, _)| takes(name)).map(|(_, packing)| packing).collect()
}

fn send(request: &HttpRequest, served: Served, status: StatusCode) -> HttpResponse {
    let kind = mime_guess::from_path(&served.name).first_or_octet_stream();
    let kind = match kind.type_() {
        mime_guess::mime::TEXT => format!("{kind}; charset=utf-8"),
        _ => kind.to_string(),
    };
    let packing = match served.packing {
        Packing::Plain => None,
        Packing::Gzip => Some("gzip"),
        Packing::Brotli => Some("br"),
    };
    let tag = format!("\"{}{}\"", served.tag, packing.unwrap_or_default());
    let known = text(request, IF_NONE_MATCH);
    let same = known.split(',').any(|one| one.trim().trim_start_matches("W/") == tag);
    let mut response =
        HttpResponseBuilder::new(if same { StatusCode::NOT_MODIFIED } else { status });
    let keep = if served.name.starts_with(HASHED) { FOREVER } else { ASK };
    response.insert_header((ETAG, tag)).insert_header((CACHE_CONTROL, keep));
    response.insert_header((VARY, ACCEPT_ENCODING.as_str()));
    if same {
        return response.finish();
    }
    if let Some(packing) = packing {
        response.insert_header((CONTENT_ENCODING, packing));
    }
    response.insert_header((CONTENT_TYPE, kind)).body(served.bytes.into_owned())
}

#[cfg(test)]
mod tests {
    use super::{Packing, accepted};

    #[test]
    fn a_packing_is_taken_unless_it_is_refused() {
        assert_eq!(accepted("gzip, deflate, br"), [Packing::Brotli, Packing::Gzip]);
        assert_eq!(accepted("br;q=0, gzip;q=0.5"), [Packing::Gzip]);
        assert_eq!(accepted("identity"), []);
    }
}
