//! The logins of a person: seen and ended by themselves, or by an administrator.

use renexus_tables::rows::people::LoginRow;

use super::error::AccountError;
use super::{Accounts, end_logins};
use crate::db::queries::logins;
use crate::domain::DomainError;

impl Accounts {
    /// The logins of a person that run, the newest first.
    pub async fn sessions(&self, person: &str) -> Result<Vec<LoginRow>, AccountError> {
        let (person, now) = (person.to_owned(), self.domain.now());
        let found = self.domain.database().read(move |connection| {
            Ok::<_, AccountError>(logins::running(connection, &person, now)?)
        });
        found.await
    }

    /// Ends one login of a person, or all of them. Returns those that ran.
    pub async fn end_sessions(
        &self,
        person: &str,
        one: Option<String>,
    ) -> Result<Vec<String>, AccountError> {
        let (person, now, until) = (person.to_owned(), self.domain.now(), self.revoked_until());
        let ended = self.domain.database().commit(move |connection| {
            let running = logins::running(connection, &person, now)?.into_iter().map(|row| row.id);
            let ended: Vec<_> =
                running.filter(|id| one.as_ref().is_none_or(|one| one == id)).collect();
            if one.is_some() && ended.is_empty() {
                return Err(DomainError::NotFound("session").into());
            }
            end_logins(connection, &ended, now, until)?;
            Ok::<_, AccountError>(ended)
        });
        let ended = ended.await?;
        self.forget_access(&ended);
        Ok(ended)
    }
}
