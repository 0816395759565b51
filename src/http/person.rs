//! The person who asks.

use actix_web::dev::Payload;
use actix_web::{FromRequest, HttpRequest, web};
use futures_util::future::LocalBoxFuture;
use renexus_actors::ports::{Authority, Refusal};

use crate::access::{Person, Scope, Via};
use crate::accounts::{Device, secret};
use crate::db::queries::keys;
use crate::error::ApiError;
use crate::socket::bearer_token;
use crate::state::AppState;

/// What every API key begins with.
pub(crate) const KEY_PREFIX: &str = "rnx_";
/// The header that carries the secret of a link.
const LINK_HEADER: &str = "renexus-link";
/// Characters of a program's name that are kept.
const MAX_USER_AGENT: usize = 200;
/// Characters of a bearer; a longer one is no token of ours.
const MAX_BEARER: usize = 8_192;

impl FromRequest for Person {
    type Error = ApiError;
    type Future = LocalBoxFuture<'static, Result<Self, ApiError>>;

    fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
        let bearer = bearer_token(request);
        let link = request.headers().get(LINK_HEADER).and_then(|value| value.to_str().ok());
        let link = link.map(secret::hash);
        let state = request.app_data::<web::Data<AppState>>().cloned();
        Box::pin(async move {
            let state = state.ok_or(ApiError::Stopping)?;
            if bearer.len() > MAX_BEARER {
                return Err(Refusal::Invalid("it is too long".into()).into());
            }
            if bearer.starts_with(KEY_PREFIX) {
                by_key(&state, &bearer, link).await
            } else {
                by_login(&state, &bearer, link)
            }
        })
    }
}

fn by_login(state: &AppState, token: &str, link: Option<String>) -> Result<Person, ApiError> {
    let grant = state.authority.verify(token)?;
    match (grant.subject, grant.login) {
        (Some(id), Some(login)) => {
            Ok(Person { id, via: Via::Login(login), scope: Scope::Admin, link })
        }
        _ if token.is_empty() => Err(Refusal::Missing.into()),
        _ => Err(Refusal::Invalid("it is not the access token of a person".into()).into()),
    }
}

async fn by_key(state: &AppState, key: &str, link: Option<String>) -> Result<Person, ApiError> {
    let (hash, now) = (secret::hash(key), state.domain.now());
    let found =
        state.database.read(move |connection| keys::find_working(connection, &hash, now)).await?;
    let unknown = || Refusal::Invalid("the key is unknown, over or taken back".into());
    let row = found.ok_or_else(unknown)?;
    let scope = Scope::find(&row.scopes).ok_or_else(unknown)?;
    Ok(Person { id: row.person, via: Via::Key(row.id), scope, link })
}

impl FromRequest for Device {
    type Error = ApiError;
    type Future = std::future::Ready<Result<Self, ApiError>>;

    fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
        let user_agent = request.headers().get("user-agent").and_then(|value| value.to_str().ok());
        let user_agent = user_agent.unwrap_or_default().chars().take(MAX_USER_AGENT).collect();
        let address = request.peer_addr().map(|peer| peer.ip().to_string()).unwrap_or_default();
        std::future::ready(Ok(Self { user_agent, address }))
    }
}
