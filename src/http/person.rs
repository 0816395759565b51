//! The person who asks.

use std::net::IpAddr;

use actix_web::dev::Payload;
use actix_web::{FromRequest, HttpRequest, web};
use chrono::{DateTime, Utc};
use futures_util::future::LocalBoxFuture;
use renexus_actors::ports::{Authority, Refusal};
use renexus_tables::rows::workspaces::AccessEntryRow;
use renexus_wire::id::TokenId;
use renexus_wire::scope::Scope;

use super::limiting;
use crate::access::{Person, Via};
use crate::accounts::{AccountError, Device, KEY_PREFIX, secret};
use crate::domain::DomainError;
use crate::error::ApiError;
use crate::rates::Class;
use crate::socket::{bearer_token, origin_is_allowed};
use crate::state::AppState;

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
        let (state, request) = (state(request), request.clone());
        Box::pin(async move {
            let state = state?;
            let known = known(&state, &bearer).await;
            if bearer.starts_with(KEY_PREFIX) && matches!(known, Err(ApiError::Refused(_))) {
                // Whoever guesses keys is a stranger.
                let network = sender(&request, &state).network();
                limiting::take(&state, &request, Class::Enter, &network).await?;
            }
            let Known { person, .. } = known?;
            limiting::take(&state, &request, limiting::class(request.method()), &person.id).await?;
            Ok(Self { link, ..person })
        })
    }
}

/// Whoever came with the link of something, and needs no account.
pub(crate) struct Visitor {
    /// The SHA-256 of the link's secret.
    pub(crate) link: String,
    /// What it opens.
    pub(crate) entry: AccessEntryRow,
}

impl FromRequest for Visitor {
    type Error = ApiError;
    type Future = LocalBoxFuture<'static, Result<Self, ApiError>>;

    fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
        let link = request.headers().get(LINK_HEADER).and_then(|value| value.to_str().ok());
        let link = link.map(secret::hash);
        let (state, request) = (state(request), request.clone());
        Box::pin(async move {
            let state = state?;
            let missing = || ApiError::invalid(LINK_HEADER, "the header is missing");
            let link = link.ok_or_else(missing)?;
            let network = sender(&request, &state).network();
            match state.domain.visit(&link, |_, entry| Ok(entry)).await {
                Ok(entry) => {
                    limiting::take(&state, &request, Class::Read, &network).await?;
                    Ok(Self { link, entry })
                }
                // Whoever guesses is counted as those who guess keys.
                Err(DomainError::NotFound(_)) => {
                    limiting::take(&state, &request, Class::Enter, &network).await?;
                    Err(AccountError::Void.into())
                }
                Err(other) => Err(other.into()),
            }
        })
    }
}

fn state(request: &HttpRequest) -> Result<web::Data<AppState>, ApiError> {
    request.app_data::<web::Data<AppState>>().cloned().ok_or(ApiError::Stopping)
}

/// A person, and what their bearer hangs on.
pub(crate) struct Known {
    /// Who it is.
    pub(crate) person: Person,
    /// What ends the bearer when it is taken back: its tokens, its login, its key.
    pub(crate) tokens: Vec<TokenId>,
    /// When the bearer ends by itself.
    pub(crate) ends: Option<DateTime<Utc>>,
}

/// Finds out whose bearer it is: the access token of a login, or a key.
pub(crate) async fn known(state: &AppState, bearer: &str) -> Result<Known, ApiError> {
    if bearer.len() > MAX_BEARER {
        return Err(Refusal::Invalid("it is too long".into()).into());
    }
    if bearer.starts_with(KEY_PREFIX) {
        by_key(state, bearer).await
    } else {
        by_login(state, bearer)
    }
}

fn by_login(state: &AppState, token: &str) -> Result<Known, ApiError> {
    let grant = state.authority.verify(token)?;
    let (tokens, ends) = (grant.tokens, grant.expires);
    match (grant.subject, grant.login) {
        (Some(id), Some(login)) => {
            let person = Person { id, via: Via::Login(login), scope: Scope::Admin, link: None };
            Ok(Known { person, tokens, ends })
        }
        _ if token.is_empty() => Err(Refusal::Missing.into()),
        _ => Err(Refusal::Invalid("it is not the access token of a person".into()).into()),
    }
}

async fn by_key(state: &AppState, key: &str) -> Result<Known, ApiError> {
    let Some((row, scope)) = state.accounts.find_key(key).await? else {
        return Err(Refusal::Invalid("the key is unknown, over or taken back".into()).into());
    };
    let (tokens, ends) = (vec![TokenId(row.id.clone())], row.expires_at.map(|at| at.and_utc()));
    let person = Person { id: row.person, via: Via::Key(row.id), scope, link: None };
    Ok(Known { person, tokens, ends })
}

/// What strangers on this connection are counted by.
pub(crate) fn network(request: &HttpRequest, state: &AppState) -> String {
    sender(request, state).network()
}

/// Refuses pages of foreign origins, which could log somebody in or out without their knowing.
pub(super) fn same_site(request: &HttpRequest, state: &AppState) -> Result<(), ApiError> {
    origin_is_allowed(request, &state.settings.server.allowed_origins).map_err(ApiError::Origin)?;
    // Fetch Metadata: browsers say where a request comes from, programs say nothing.
    let site = request.headers().get("sec-fetch-site").and_then(|value| value.to_str().ok());
    if site == Some("cross-site") {
        return Err(ApiError::Forbidden("a page of another site may not ask this"));
    }
    Ok(())
}

/// Where a request comes from; a proxy that is trusted says it for others.
fn sender(request: &HttpRequest, state: &AppState) -> Sender {
    let Some(peer) = request.peer_addr().map(|peer| peer.ip()) else { return Sender(None) };
    let trusted = &state.settings.server.trusted_proxies;
    let chain = request.headers().get_all("x-forwarded-for");
    let named = chain.filter_map(|value| value.to_str().ok()).flat_map(|line| line.split(','));
    let named: Vec<IpAddr> = named.filter_map(|address| address.trim().parse().ok()).collect();
    // The proxy next to us wrote the last one; what stands before may be invented.
    let way = std::iter::once(peer).chain(named.into_iter().rev());
    let mut way = way.skip_while(|address| trusted.iter().any(|proxies| proxies.holds(*address)));
    Sender(Some(way.next().unwrap_or(peer)))
}

/// An address.
struct Sender(Option<IpAddr>);

impl Sender {
    /// What is counted as one: of IPv6 the network that one subscriber has.
    fn network(&self) -> String {
        match self.0 {
            Some(IpAddr::V6(address)) => {
                let [a, b, c, d, ..] = address.segments();
                format!("{a:x}:{b:x}:{c:x}:{d:x}::/64")
            }
            Some(IpAddr::V4(address)) => address.to_string(),
            None => String::new(),
        }
    }
}

impl FromRequest for Device {
    type Error = ApiError;
    type Future = LocalBoxFuture<'static, Result<Self, ApiError>>;

    /// Every route without a login asks for it, and is counted by it.
    fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
        let user_agent = request.headers().get("user-agent").and_then(|value| value.to_str().ok());
        let user_agent = user_agent.unwrap_or_default().chars().take(MAX_USER_AGENT).collect();
        let (state, request) = (state(request), request.clone());
        Box::pin(async move {
            let state = state?;
            same_site(&request, &state)?;
            let sender = sender(&request, &state);
            limiting::take(&state, &request, Class::Enter, &sender.network()).await?;
            let address = sender.0.map(|address| address.to_string()).unwrap_or_default();
            Ok(Self { user_agent, address })
        })
    }
}
