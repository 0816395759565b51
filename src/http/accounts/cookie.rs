//! The cookie that carries the refresh token. Only the routes that refresh and log out read it,
//! and only for pages of this server.

use std::future::{Ready, ready};

use actix_web::dev::Payload;
use actix_web::http::header::COOKIE;
use actix_web::{FromRequest, HttpRequest, web};

use super::super::person::same_site;
use crate::error::ApiError;
use crate::state::AppState;

/// The name over https: browsers take it from this host alone, with `Secure`, for `/`.
const SECURE_NAME: &str = "__Host-renexus_refresh";
/// The name over http on loopback, where browsers do not take the other.
const PLAIN_NAME: &str = "renexus_refresh";

/// The cookie that sets a refresh token.
pub(crate) fn set(token: &str, seconds: i64, secure: bool) -> String {
    let (name, flag) = if secure { (SECURE_NAME, "; Secure") } else { (PLAIN_NAME, "") };
    format!("{name}={token}; Path=/; Max-Age={seconds}; HttpOnly; SameSite=Strict{flag}")
}

/// The cookie that takes it away.
pub(crate) fn expired(secure: bool) -> String {
    set("", 0, secure)
}

/// The refresh token of a request that a page of this server, or a program, sent.
pub(crate) struct RefreshCookie(pub(crate) Option<String>);

impl FromRequest for RefreshCookie {
    type Error = ApiError;
    type Future = Ready<Result<Self, ApiError>>;

    fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
        let Some(state) = request.app_data::<web::Data<AppState>>() else {
            return ready(Err(ApiError::Stopping));
        };
        ready(read(request, state))
    }
}

fn read(request: &HttpRequest, state: &AppState) -> Result<RefreshCookie, ApiError> {
    same_site(request, state)?;
    let name = if state.is_secure() { SECURE_NAME } else { PLAIN_NAME };
    let cookies = request.headers().get_all(COOKIE).filter_map(|value| value.to_str().ok());
    let mut pairs =
        cookies.flat_map(|line| line.split(';')).filter_map(|pair| pair.split_once('='));
    let found = pairs.find(|(found, _)| found.trim() == name);
    let token = found.map(|(_, token)| token.trim().to_owned()).filter(|token| !token.is_empty());
    Ok(RefreshCookie(token))
}
