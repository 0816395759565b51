//! The client SDK as one file, for pages without a bundler.

use std::borrow::Cow;

use actix_web::http::header::{
    ACCEPT_ENCODING, CACHE_CONTROL, CONTENT_ENCODING, ETAG, EntityTag, IF_NONE_MATCH, VARY,
};
use actix_web::{HttpRequest, HttpResponse, Route, guard, web};
use aws_lc_rs::digest::{SHA384, digest};
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use rust_embed::RustEmbed;
use serde_json::json;

use crate::accounts::secret::hex;
use crate::domain::DomainError;
use crate::error::ApiError;

/// The module, and the same in gzip.
const MODULE: &str = "renexus.js";
const MODULE_GZIP: &str = "renexus.js.gz";
/// Bytes of the hash that a name carries; it only has to differ between versions.
const NAME_BYTES: usize = 8;
/// What a name with a hash stands for never changes.
const FOREVER: &str = "public, max-age=31536000, immutable";
/// What a plain name stands for changes with the server; the entity tag says whether it did.
const ASK_EACH_TIME: &str = "public, no-cache";

/// What `npm run build` in `client-sdk` made; programs that are built for debugging read it from there.
#[derive(RustEmbed)]
#[folder = "client-sdk/dist/page"]
#[allow_missing = true]
struct Built;

/// The addresses of the SDK.
pub(crate) fn routes(config: &mut web::ServiceConfig) {
    config
        .route("/sdk/renexus.js", looked_up().to(latest))
        .route("/sdk/integrity.json", looked_up().to(integrity))
        .route("/sdk/renexus.{hash:[0-9a-f]+}.js", looked_up().to(named));
}

/// GET, and HEAD, whose body the server leaves out.
fn looked_up() -> Route {
    web::route().guard(guard::Any(guard::Get()).or(guard::Head()))
}

struct Module {
    bytes: Cow<'static, [u8]>,
    hash: [u8; 32],
}

impl Module {
    fn find() -> Result<Self, ApiError> {
        let file = Built::get(MODULE).ok_or(ApiError::Domain(DomainError::NotFound(
            "SDK in this program: run `npm ci && npm run build` in client-sdk, and build again",
        )))?;
        Ok(Self { hash: file.metadata.sha256_hash(), bytes: file.data })
    }

    fn name(&self) -> String {
        hex(self.hash.get(..NAME_BYTES).unwrap_or_default())
    }
}

/// `GET /sdk/renexus.js`: the SDK of this server.
async fn latest(request: HttpRequest) -> Result<HttpResponse, ApiError> {
    Ok(answer(&request, Module::find()?, ASK_EACH_TIME))
}

/// `GET /sdk/renexus.HASH.js`: the same by a name that belongs to its content.
async fn named(request: HttpRequest, hash: web::Path<String>) -> Result<HttpResponse, ApiError> {
    let module = Module::find()?;
    if module.name() != *hash {
        return Err(ApiError::Domain(DomainError::NotFound("version of the SDK here")));
    }
    Ok(answer(&request, module, FOREVER))
}

/// `GET /sdk/integrity.json`: what pages write into `integrity`, and the name that never changes.
async fn integrity() -> Result<HttpResponse, ApiError> {
    let module = Module::find()?;
    let hash = STANDARD.encode(digest(&SHA384, &module.bytes));
    Ok(HttpResponse::Ok().insert_header((CACHE_CONTROL, ASK_EACH_TIME)).json(json!({
        "url": format!("/sdk/renexus.{}.js", module.name()),
        "integrity": format!("sha384-{hash}"),
    })))
}

fn answer(request: &HttpRequest, module: Module, caching: &str) -> HttpResponse {
    let header = |name| request.headers().get(name).and_then(|value| value.to_str().ok());
    let packed = header(ACCEPT_ENCODING)
        .is_some_and(|accepted| accepted.contains("gzip"))
        .then(|| Built::get(MODULE_GZIP))
        .flatten();
    // Two encodings are two representations, with a tag each.
    let tag = match &packed {
        Some(_) => EntityTag::new_strong(format!("{}-gzip", module.name())),
        None => EntityTag::new_strong(module.name()),
    };
    let mut response = HttpResponse::Ok();
    response
        .content_type("text/javascript; charset=utf-8")
        .insert_header((CACHE_CONTROL, caching))
        .insert_header((ETAG, tag.to_string()))
        .insert_header((VARY, "accept-encoding"));
    if header(IF_NONE_MATCH).is_some_and(|known| known.contains(&tag.to_string())) {
        return response.status(actix_web::http::StatusCode::NOT_MODIFIED).finish();
    }
    match packed {
        Some(packed) => {
            response.insert_header((CONTENT_ENCODING, "gzip")).body(packed.data.into_owned())
        }
        None => response.body(module.bytes.into_owned()),
    }
}
