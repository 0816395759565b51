//! Keys of programs that act as a person.

use chrono::TimeDelta;
use renexus_tables::rows::RevocationRow;
use renexus_tables::rows::people::ApiKeyRow;
use renexus_wire::id::{TokenId, fresh};
use renexus_wire::rest::me::NewKey;
use renexus_wire::scope::Scope;

use super::error::AccountError;
use super::{Accounts, secret};
use crate::access::Person;
use crate::db::queries::{keys, revocations};
use crate::domain::DomainError;

/// What every key begins with, so that it is recognised where it was left lying around.
pub const KEY_PREFIX: &str = "rnx_";
/// Most keys of a person.
const MAX_KEYS: usize = 100;
/// How long other nodes may take to hear that a key was taken back; whoever asks with it is refused at once.
const KEY_MEMORY: TimeDelta = TimeDelta::seconds(60);
/// How often the use of a key is noted at most.
const TOUCH_SECONDS: i64 = 60;

impl Accounts {
    /// A new key; it is shown once and kept nowhere.
    pub async fn make_key(
        &self,
        person: &Person,
        new: NewKey,
    ) -> Result<(ApiKeyRow, String), AccountError> {
        person.login().ok_or(AccountError::LoginNeeded)?;
        let (key, now) = (format!("{KEY_PREFIX}{}", secret::fresh()?), self.domain.now());
        let row = ApiKeyRow {
            id: fresh(),
            person: person.id.clone(),
            name: new.name.trim().to_owned(),
            hash: secret::hash(&key),
            scopes: new.scope.word().to_owned(),
            created_at: now,
            expires_at: new.seconds.map(|seconds| now + TimeDelta::seconds(seconds)),
            used_at: None,
            ended_at: None,
        };
        let made = self.domain.database().commit(move |connection| {
            if keys::of_person(connection, &row.person)?.len() >= MAX_KEYS {
                return Err(DomainError::Conflict("a person has at most 100 keys").into());
            }
            keys::insert(connection, &row)?;
            Ok::<_, AccountError>(row)
        });
        Ok((made.await?, key))
    }

    /// The keys of a person, the oldest first.
    pub async fn keys(&self, person: &Person) -> Result<Vec<ApiKeyRow>, AccountError> {
        let id = person.id.clone();
        let found = self
            .domain
            .database()
            .read(move |connection| Ok::<_, AccountError>(keys::of_person(connection, &id)?));
        found.await
    }

    /// Takes a key back.
    pub async fn end_key(&self, person: &Person, key: String) -> Result<(), AccountError> {
        person.login().ok_or(AccountError::LoginNeeded)?;
        let (id, now) = (person.id.clone(), self.domain.now());
        let token = TokenId(key.clone());
        let until = now + KEY_MEMORY;
        let ended = self.domain.database().commit(move |connection| {
            if !keys::end(connection, (&id, &key), now)? {
                return Ok(false);
            }
            // So that other nodes hear of it: whoever is connected with the key is sent away.
            let row = RevocationRow { token: key, expires_at: until, revoked_at: now };
            revocations::insert(connection, &row)?;
            Ok::<_, AccountError>(true)
        });
        let ended = ended.await?;
        if ended {
            self.authority.revoke(token, until.and_utc());
        }
        if ended { Ok(()) } else { Err(DomainError::NotFound("key").into()) }
    }

    /// The key that a program sent, and how far it reaches; none when it does not work.
    pub async fn find_key(&self, key: &str) -> Result<Option<(ApiKeyRow, Scope)>, AccountError> {
        let (hash, now) = (secret::hash(key), self.domain.now());
        let found = self.domain.database().read(move |connection| {
            Ok::<_, AccountError>(keys::find_working(connection, &hash, now)?)
        });
        let Some(row) = found.await? else { return Ok(None) };
        let noted = row.used_at.is_some_and(|at| now - at < TimeDelta::seconds(TOUCH_SECONDS));
        if !noted {
            let id = row.id.clone();
            let touched = self
                .domain
                .database()
                .write(move |connection| Ok::<_, AccountError>(keys::touch(connection, &id, now)?));
            touched.await?;
        }
        Ok(Scope::find(&row.scopes).map(|scope| (row, scope)))
    }
}
