//! People's accounts: registering, logging in, and what a login continues.
//!
//! Passwords become argon2id, every other secret SHA-256. An access token lives for
//! minutes and is a bearer; a refresh token lives in a cookie, changes with each use,
//! and ends its whole login when it comes back too late.

mod administering;
mod entering;
mod error;
mod handle;
mod joining;
mod keys;
mod password;

mod profile;
mod refresh;
pub mod secret;
mod sessions;
mod totp;

use std::sync::Arc;

use chrono::{DateTime, NaiveDateTime, TimeDelta, Utc};
use renexus_tables::rows::RevocationRow;
use renexus_tables::rows::people::{LoginRow, OneTimeTokenRow, PersonRow};
use renexus_wire::id::{TokenId, fresh};

pub use error::AccountError;
pub use joining::Preview;
pub use keys::KEY_PREFIX;
pub use password::{PasswordError, Passwords};
pub use totp::Offer;

use crate::auth::{NewClaims, TokenAuthority};
use crate::config::{AccountSettings, Settings};
use crate::db::queries::{logins, one_time, people, revocations};
use crate::db::{Conn, DatabaseError};
use crate::domain::{Domain, DomainError};
use crate::links::Links;

/// The kind of the secret that makes the first administrator.
const SETUP: &str = "setup";
/// How long the link of the first start works; each start makes a new one.
const SETUP_DAYS: i64 = 7;
/// Most logins of a person at once; the oldest ends when another begins.
const MAX_LOGINS: usize = 100;

/// What somebody came from.
#[derive(Clone, Debug)]
pub struct Device {
    /// The program, as it calls itself; cut to what is worth showing.
    pub user_agent: String,
    /// The network address.
    pub address: String,
}

/// What a person gets who comes in.
pub struct Entered {
    /// The access token.
    pub access: String,
    /// When it ends.
    pub access_ends: DateTime<Utc>,
    /// The refresh token.
    pub refresh: String,
    /// When it ends unused.
    pub refresh_ends: DateTime<Utc>,
    /// The person.
    pub person: PersonRow,
}

/// Accounts over the database.
#[derive(Clone)]
pub struct Accounts {
    domain: Domain,
    authority: Arc<TokenAuthority>,
    passwords: Passwords,
    settings: AccountSettings,
    links: Links,
    most_members: i64,
}

impl Accounts {
    /// Accounts over a domain.
    pub fn new(
        domain: Domain,
        authority: Arc<TokenAuthority>,
        settings: &Settings,
        links: Links,
    ) -> Result<Self, PasswordError> {
        let passwords = Passwords::new(settings.accounts.hashes_at_once)?;
        let most_members = settings.workspaces.members;
        let settings = settings.accounts.clone();
        Ok(Self { domain, authority, passwords, settings, links, most_members })
    }

    /// The secret that makes the first administrator, while there is nobody; those before it are void.
    pub async fn setup_secret(&self) -> Result<Option<String>, AccountError> {
        let (secret, now) = (secret::fresh()?, self.domain.now());
        let row = OneTimeTokenRow {
            hash: secret::hash(&secret),
            kind: SETUP.into(),
            person: None,
            created_at: now,
            expires_at: now + TimeDelta::days(SETUP_DAYS),
        };
        let made = self.domain.database().commit(move |connection| {
            if people::count(connection)? > 0 {
                one_time::void(connection, SETUP, None)?;
                return Ok::<_, DatabaseError>(false);
            }
            one_time::replace(connection, &row)?;
            Ok(true)
        });
        Ok(made.await?.then_some(secret))
    }

    /// The person with this id, if they may act.
    pub async fn person(&self, id: &str) -> Result<PersonRow, AccountError> {
        let id = id.to_owned();
        let found = self.domain.database().read(move |connection| people::find(connection, &id));
        let found: Option<PersonRow> = found.await?;
        found.filter(|row| row.deactivated_at.is_none()).ok_or(AccountError::Deactivated)
    }

    /// A login that begins now, with its refresh token.
    fn new_login(&self, person: &str, device: Device) -> Result<(LoginRow, String), AccountError> {
        let (token, now) = (secret::fresh()?, self.domain.now());
        let row = LoginRow {
            id: fresh(),
            person: person.to_owned(),
            token_hash: secret::hash(&token),
            former_hash: None,
            successor_salt: None,
            rotated_at: None,
            user_agent: device.user_agent,
            address: device.address,
            created_at: now,
            used_at: now,
            expires_at: now + self.settings.refresh(),
            ended_at: None,
        };
        Ok((row, token))
    }

    /// What the person gets for a login.
    fn entered(
        &self,
        person: PersonRow,
        login: &LoginRow,
        refresh: String,
    ) -> Result<Entered, AccountError> {
        let access_ends = self.domain.now().and_utc() + self.settings.access();
        let minted = self.authority.mint(NewClaims {
            subject: person.id.clone(),
            name: Some(person.name.clone()),
            login: Some(TokenId(login.id.clone())),
            expires: access_ends,
            ..NewClaims::default()
        })?;
        let refresh_ends = login.expires_at.and_utc();
        Ok(Entered { access: minted.token, access_ends, refresh, refresh_ends, person })
    }

    /// Until when an ended login has to be remembered: its access tokens are over then.
    fn revoked_until(&self) -> NaiveDateTime {
        self.domain.now() + self.settings.access() + TimeDelta::seconds(1)
    }

    /// Takes the access tokens of ended logins back, in memory; on disk they are already.
    pub fn forget_access(&self, ended: &[String]) {
        for login in ended {
            self.authority.revoke(TokenId(login.clone()), self.revoked_until().and_utc());
        }
    }
}

/// Writes a login; the oldest end when there are too many. Returns those.
fn begin_login(
    connection: &mut Conn,
    row: &LoginRow,
    revoked_until: NaiveDateTime,
) -> Result<Vec<String>, DomainError> {
    let running = logins::running(connection, &row.person, row.created_at)?;
    let ended: Vec<_> = running.into_iter().skip(MAX_LOGINS - 1).map(|row| row.id).collect();
    end_logins(connection, &ended, row.created_at, revoked_until)?;
    logins::insert(connection, row)?;
    Ok(ended)
}

/// Ends logins, and takes their access tokens back.
fn end_logins(
    connection: &mut Conn,
    ids: &[String],
    now: NaiveDateTime,
    revoked_until: NaiveDateTime,
) -> Result<(), DomainError> {
    logins::end(connection, ids, now)?;
    for id in ids {
        let row = RevocationRow { token: id.clone(), expires_at: revoked_until, revoked_at: now };
        revocations::insert(connection, &row)?;
    }
    Ok(())
}
