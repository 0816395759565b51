//! Continuing a login, and ending it.

use renexus_tables::rows::people::{LoginRow, PersonRow, SpentTokenRow};

use super::error::AccountError;
use super::{Accounts, Device, Entered, end_logins, secret};
use crate::db::Conn;
use crate::db::queries::{logins, people};
use crate::domain::DomainError;

/// What became of a refresh token.
enum Outcome {
    /// The login goes on with another token.
    Continued(Box<(PersonRow, LoginRow, String)>),
    /// The token was used before: its login was ended.
    Reused(String),
    /// Nothing runs with this token.
    Unknown,
}

impl Accounts {
    /// Continues a login: a new access token, and the next refresh token.
    ///
    /// The token before the current one gets the same successor for a few seconds, as two tabs
    /// need it; later, or an older one, is taken for stolen and ends the login.
    pub async fn refresh(&self, token: &str, device: Device) -> Result<Entered, AccountError> {
        let (token, salt) = (token.to_owned(), secret::fresh()?);
        let accounts = self.clone();
        let outcome = self.domain.database().commit(move |connection| {
            Ok::<_, AccountError>(accounts.rotate(connection, &token, (salt, device))?)
        });
        match outcome.await? {
            Outcome::Continued(parts) => {
                let (person, login, next) = *parts;
                self.entered(person, &login, next)
            }
            Outcome::Reused(login) => {
                log::warn!("login.id" = login.as_str(); "a used refresh token came back: its login is over");
                self.forget_access(&[login]);
                Err(AccountError::Over)
            }
            Outcome::Unknown => Err(AccountError::Over),
        }
    }

    fn rotate(
        &self,
        connection: &mut Conn,
        token: &str,
        (salt, device): (String, Device),
    ) -> Result<Outcome, DomainError> {
        let (hash, now) = (secret::hash(token), self.domain.now());
        let Some(mut row) = logins::find_by_hash(connection, &hash)? else {
            let spent = logins::find_spent(connection, &hash)?;
            return match spent {
                Some(login) => self.reused(connection, login),
                None => Ok(Outcome::Unknown),
            };
        };
        let person = people::find(connection, &row.person)?;
        let person = person.filter(|person| person.deactivated_at.is_none());
        let Some(person) = person.filter(|_| row.ended_at.is_none() && row.expires_at > now) else {
            return Ok(Outcome::Unknown);
        };
        if row.token_hash != hash {
            let fresh = row.rotated_at.is_some_and(|at| now - at <= self.settings.replay());
            let again = row.successor_salt.as_deref().map(|salt| secret::successor(token, salt));
            return match again.filter(|_| fresh) {
                Some(next) => Ok(Outcome::Continued(Box::new((person, row, next)))),
                None => self.reused(connection, row.id),
            };
        }
        let next = secret::successor(token, &salt);
        let spent = row.former_hash.replace(hash).map(|hash| SpentTokenRow {
            hash,
            login: row.id.clone(),
            spent_at: now,
        });
        row.token_hash = secret::hash(&next);
        row.successor_salt = Some(salt);
        row.rotated_at = Some(now);
        row.used_at = now;
        row.expires_at = now + self.settings.refresh();
        row.user_agent = device.user_agent;
        row.address = device.address;
        logins::rotate(connection, &row, spent)?;
        Ok(Outcome::Continued(Box::new((person, row, next))))
    }

    fn reused(&self, connection: &mut Conn, login: String) -> Result<Outcome, DomainError> {
        let ids = [login];
        end_logins(connection, &ids, self.domain.now(), self.revoked_until())?;
        let [login] = ids;
        Ok(Outcome::Reused(login))
    }

    /// Ends the login that a refresh token continues; returns it, if there was one.
    pub async fn log_out(&self, token: &str) -> Result<Option<String>, AccountError> {
        let (hash, now, until) = (secret::hash(token), self.domain.now(), self.revoked_until());
        let ended = self.domain.database().commit(move |connection| {
            let found = logins::find_by_hash(connection, &hash)?;
            let Some(row) = found.filter(|row| row.ended_at.is_none()) else { return Ok(None) };
            end_logins(connection, std::slice::from_ref(&row.id), now, until)?;
            Ok::<_, AccountError>(Some(row.id))
        });
        let ended = ended.await?;
        self.forget_access(ended.as_slice());
        Ok(ended)
    }
}
