//! What a person says of themselves, and who they show to be.

use chrono::TimeDelta;
use renexus_tables::rows::people::{OneTimeTokenRow, PersonRow};
use renexus_wire::rest::me::ProfileChange;

use super::error::AccountError;
use super::{Accounts, end_logins, secret};
use crate::access::Person;
use crate::db::queries::{logins, one_time, outbox, people};
use crate::domain::{DomainError, Expected};
use crate::mail::Letter;

/// The kind of the secret that replaces a forgotten password.
const RESET: &str = "reset";
/// The kind of the secret that shows an address to be somebody's.
const VERIFY: &str = "verify";
/// How long a forgotten password can be replaced.
const RESET_HOURS: i64 = 1;
/// How long an address can be shown to be somebody's.
const VERIFY_DAYS: i64 = 3;

impl Accounts {
    /// Changes the profile; `seen` makes what the person would be shown of it.
    pub async fn change_profile(
        &self,
        person: &Person,
        change: ProfileChange,
        expected: Expected,
        seen: fn(PersonRow) -> serde_json::Result<serde_json::Value>,
    ) -> Result<PersonRow, AccountError> {
        person.login().ok_or(AccountError::LoginNeeded)?;
        let id = person.id.clone();
        let changed = self.domain.database().commit(move |connection| {
            let mut row = people::find(connection, &id)?.ok_or(AccountError::Deactivated)?;
            expected.check(row.version, &seen(row.clone()).map_err(DomainError::from)?)?;
            row.name = change.name.map_or(row.name, |name| name.trim().to_owned());
            row.handle = change.handle.unwrap_or(row.handle);
            row.avatar = change.avatar.unwrap_or(row.avatar);
            let taken = DomainError::taken("handle", &row.handle);
            Ok::<_, AccountError>(people::set_profile(connection, &row).map_err(taken)?)
        });
        changed.await
    }

    /// Checks the password of a person who is logged in, before something that matters.
    pub(super) async fn confirm(
        &self,
        person: &Person,
        password: String,
    ) -> Result<PersonRow, AccountError> {
        person.login().ok_or(AccountError::LoginNeeded)?;
        let row = self.person(&person.id).await?;
        let right = self.passwords.verify(password, Some(row.password_hash.clone())).await?;
        if right { Ok(row) } else { Err(AccountError::Wrong) }
    }

    /// Changes the password; every other login ends. Returns those.
    pub async fn change_password(
        &self,
        person: &Person,
        current: String,
        new: String,
    ) -> Result<Vec<String>, AccountError> {
        let row = self.confirm(person, current).await?;
        let kept = person.login().map(|login| login.0.clone());
        self.replace_password(row.id, new, kept).await
    }

    async fn replace_password(
        &self,
        id: String,
        new: String,
        kept: Option<String>,
    ) -> Result<Vec<String>, AccountError> {
        let hash = self.passwords.hash(new).await?;
        let (now, until) = (self.domain.now(), self.revoked_until());
        let ended = self.domain.database().commit(move |connection| {
            people::set_password(connection, &id, &hash)?;
            one_time::void(connection, RESET, Some(&id))?;
            let running = logins::running(connection, &id, now)?.into_iter().map(|row| row.id);
            let ended: Vec<_> = running.filter(|id| kept.as_ref() != Some(id)).collect();
            end_logins(connection, &ended, now, until)?;
            Ok::<_, AccountError>(ended)
        });
        let ended = ended.await?;
        self.forget_access(&ended);
        Ok(ended)
    }

    /// Sends a link that replaces a forgotten password, if there is somebody with this address.
    pub async fn forgot(&self, email: &str) -> Result<(), AccountError> {
        let email = email.to_lowercase();
        let found = self
            .domain
            .database()
            .read(move |connection| people::find_by_email(connection, &email));
        let found: Option<PersonRow> = found.await?;
        let Some(row) = found.filter(|row| row.deactivated_at.is_none()) else { return Ok(()) };
        let secret = secret::fresh()?;
        let letter = Letter {
            recipient: row.email.clone(),
            subject: "A new password for Renexus".into(),
            body: format!(
                "Hello {},\n\nsomebody, hopefully you, wants to replace your password. This link works for \
                 {RESET_HOURS} hour, once:\n\n{}\n\nIf it was not you, nothing happens without the link.\n",
                row.name,
                self.links.reset(&secret)
            ),
            html: None,
        };
        self.send_secret(row, (RESET, secret), TimeDelta::hours(RESET_HOURS), letter).await
    }

    /// Replaces a forgotten password; every login ends. Returns those.
    pub async fn reset(&self, shown: &str, new: String) -> Result<Vec<String>, AccountError> {
        let person = self.take_secret(RESET, shown).await?;
        self.replace_password(person, new, None).await
    }

    /// Sends a link that shows the address to be the person's.
    pub async fn ask_to_verify(&self, person: &Person) -> Result<(), AccountError> {
        let row = self.person(&person.id).await?;
        let secret = secret::fresh()?;
        let letter = Letter {
            recipient: row.email.clone(),
            subject: "Your address at Renexus".into(),
            body: format!(
                "Hello {},\n\nthis link shows that the address is yours. It works for {VERIFY_DAYS} days, once:\n\n{}\n",
                row.name,
                self.links.verify(&secret)
            ),
            html: None,
        };
        self.send_secret(row, (VERIFY, secret), TimeDelta::days(VERIFY_DAYS), letter).await
    }

    /// Notes that an address is somebody's.
    pub async fn verify(&self, shown: &str) -> Result<(), AccountError> {
        let (person, now) = (self.take_secret(VERIFY, shown).await?, self.domain.now());
        let noted = self.domain.database().commit(move |connection| {
            Ok::<_, AccountError>(people::set_verified(connection, &person, now)?)
        });
        noted.await
    }

    /// Writes a secret and the mail that carries it, together.
    async fn send_secret(
        &self,
        person: PersonRow,
        (kind, secret): (&'static str, String),
        lives: TimeDelta,
        letter: Letter,
    ) -> Result<(), AccountError> {
        let now = self.domain.now();
        let row = OneTimeTokenRow {
            hash: secret::hash(&secret),
            kind: kind.to_owned(),
            person: Some(person.id),
            created_at: now,
            expires_at: now + lives,
        };
        let sent = self.domain.database().commit(move |connection| {
            one_time::replace(connection, &row)?;
            Ok::<_, AccountError>(outbox::insert(connection, &letter.row(now))?)
        });
        sent.await
    }

    async fn take_secret(&self, kind: &'static str, shown: &str) -> Result<String, AccountError> {
        let (hash, now) = (secret::hash(shown), self.domain.now());
        let taken = self.domain.database().commit(move |connection| {
            let row = one_time::take(connection, (kind, &hash), now)?;
            // A secret that is over is gone all the same.
            Ok::<_, AccountError>(row.and_then(|row| row.person))
        });
        taken.await?.ok_or(AccountError::Void)
    }
}
