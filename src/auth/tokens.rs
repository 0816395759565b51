//! Making and verifying tokens.

use std::collections::{BTreeMap, HashMap};
use std::sync::{Arc, OnceLock, PoisonError, RwLock};

use chrono::{DateTime, Utc};
use jsonwebtoken::errors::ErrorKind;
use jsonwebtoken::{Header, Validation, decode, decode_header, encode};
use renexus_actors::ports::{Authority, Clock, Refusal};
use renexus_wire::access::{EVERY_DOCUMENT, Grant, Level};
use renexus_wire::id::TokenId;
use serde::{Deserialize, Serialize};
use thiserror::Error;
use tokio::sync::mpsc;

use super::claims::{Claims, NewClaims};
use super::keys::KeyRing;

/// What visitors without a token may do.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Anonymous {
    /// Nothing.
    #[default]
    None,
    /// Read every document.
    Read,
    /// Open, create and edit every document.
    Write,
}

/// Why a token cannot be made.
#[derive(Debug, Error)]
pub enum MintError {
    /// There is no key.
    #[error("there is no key to sign with")]
    NoKey,
    /// The library failed.
    #[error("token cannot be signed: {0}")]
    Signing(#[from] jsonwebtoken::errors::Error),
}

/// A new token.
#[derive(Clone, Debug)]
pub struct Minted {
    /// The JWT.
    pub token: String,
    /// Its id.
    pub id: TokenId,
}

/// Makes tokens and decides what they are worth.
pub struct TokenAuthority {
    pub(super) keys: KeyRing,
    pub(super) audience: String,
    anonymous: Anonymous,
    pub(super) clock: Arc<dyn Clock>,
    /// Tokens that were taken back, with the end that they would have had.
    revoked: RwLock<HashMap<TokenId, DateTime<Utc>>>,
    /// Hears of what is taken back here, to tell other nodes.
    herald: OnceLock<mpsc::Sender<Revoked>>,
}

/// A token that was taken back, and when that can be forgotten.
pub type Revoked = (TokenId, DateTime<Utc>);

impl TokenAuthority {
    /// An authority over these keys, for tokens of this audience.
    pub fn new(
        keys: KeyRing,
        audience: String,
        anonymous: Anonymous,
        clock: Arc<dyn Clock>,
    ) -> Self {
        Self {
            keys,
            audience,
            anonymous,
            clock,
            revoked: RwLock::default(),
            herald: OnceLock::new(),
        }
    }

    /// Signs a token with the newest key.
    pub fn mint(&self, new: NewClaims) -> Result<Minted, MintError> {
        let (kid, key) = self.keys.signing().ok_or(MintError::NoKey)?;
        let id = TokenId::generate();
        let now = self.clock.now().timestamp();
        let claims = Claims {
            sub: new.subject,
            name: new.name,
            aud: self.audience.clone(),
            exp: new.expires.timestamp(),
            nbf: None,
            iat: now,
            jti: Some(id.clone()),
            via: new.via,
            login: new.login,
            documents: new.documents,
            workspace: new.workspace,
        };
        let header = Header { kid: Some(kid.to_owned()), ..Header::new(key.algorithm) };
        Ok(Minted { token: encode(&header, &claims, &key.encoding)?, id })
    }

    /// Takes a token back; `until` is when it can be forgotten.
    pub fn revoke(&self, token: TokenId, until: DateTime<Utc>) {
        if let Some(herald) = self.herald.get() {
            // Too many at once: other nodes read them in the database.
            let _ = herald.try_send((token.clone(), until));
        }
        self.learn(token, until);
    }

    /// What is taken back from now on, for other nodes; asked for once.
    pub fn herald(&self, most: usize) -> Option<mpsc::Receiver<Revoked>> {
        let (herald, heard) = mpsc::channel(most);
        self.herald.set(herald).is_ok().then_some(heard)
    }

    /// Notes what another node took back; false when it was known.
    pub fn learn(&self, token: TokenId, until: DateTime<Utc>) -> bool {
        let now = self.clock.now();
        let mut revoked = self.revoked.write().unwrap_or_else(PoisonError::into_inner);
        revoked.retain(|_, until| *until > now);
        revoked.insert(token, until).is_none()
    }

    fn is_revoked(&self, token: &TokenId) -> bool {
        self.revoked.read().unwrap_or_else(PoisonError::into_inner).contains_key(token)
    }

    fn anonymous(&self) -> Result<Grant, Refusal> {
        let level = match self.anonymous {
            Anonymous::None => return Err(Refusal::Missing),
            Anonymous::Read => Level::Read,
            Anonymous::Write => Level::Write,
        };
        Ok(Grant {
            documents: BTreeMap::from([(EVERY_DOCUMENT.to_owned(), level)]),
            ..Grant::default()
        })
    }

    /// The key decides about the algorithm; what the token says of it only has to agree.
    fn claims(&self, token: &str) -> Result<Claims, Refusal> {
        let invalid = |error: jsonwebtoken::errors::Error| match error.kind() {
            ErrorKind::ExpiredSignature => Refusal::Expired,
            _ => Refusal::Invalid(error.to_string()),
        };
        let header = decode_header(token).map_err(invalid)?;
        let kid = header.kid.ok_or_else(|| Refusal::Invalid("it names no key (`kid`)".into()))?;
        let key = self
            .keys
            .find(&kid)
            .ok_or_else(|| Refusal::Invalid("it names an unknown key (`kid`)".into()))?;
        let mut validation = Validation::new(key.algorithm);
        validation.leeway = 0;
        validation.validate_nbf = true;
        validation.set_audience(&[&self.audience]);
        validation.set_required_spec_claims(&["exp", "aud", "sub"]);
        let claims = decode::<Claims>(token, &key.decoding, &validation).map_err(invalid)?.claims;
        // "On or after" the expiration time (RFC 7519, section 4.1.4); the library allows the last second.
        if claims.exp <= self.clock.now().timestamp() {
            return Err(Refusal::Expired);
        }
        Ok(claims)
    }
}

impl Authority for TokenAuthority {
    fn verify(&self, token: &str) -> Result<Grant, Refusal> {
        if token.is_empty() {
            return self.anonymous();
        }
        let grant = Grant::from(self.claims(token)?);
        if grant.tokens.iter().any(|id| self.is_revoked(id)) {
            return Err(Refusal::Revoked);
        }
        Ok(grant)
    }
}
