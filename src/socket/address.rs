//! What a websocket's address says: the document and the token.

use actix_web::HttpRequest;
use actix_web::http::header::AUTHORIZATION;
use actix_web::web::Query;
use serde::Deserialize;

#[derive(Deserialize)]
struct TokenQuery {
    #[serde(default)]
    token: String,
}

/// The token of the `Authorization` header; empty when there is none.
pub(crate) fn bearer_token(request: &HttpRequest) -> String {
    let header = request.headers().get(AUTHORIZATION).and_then(|value| value.to_str().ok());
    header.and_then(|value| value.strip_prefix("Bearer ")).unwrap_or_default().trim().to_owned()
}

/// The token of a websocket: from the header, or from the query, since browsers cannot send headers with it.
pub(super) fn socket_token(request: &HttpRequest) -> String {
    let bearer = bearer_token(request);
    if !bearer.is_empty() {
        return bearer;
    }
    Query::<TokenQuery>::from_query(request.query_string())
        .map(|query| query.into_inner().token)
        .unwrap_or_default()
}
