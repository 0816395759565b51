//! What administrators of the server do with people.

use renexus_tables::rows::people::PersonRow;

use super::error::AccountError;
use super::{Accounts, end_logins};
use crate::access::{Action, Person, Standing};
use crate::db::Conn;
use crate::db::queries::{logins, people};
use crate::domain::DomainError;

impl Accounts {
    /// Refuses everybody who does not administer the server, or whose key does not reach so far.
    pub async fn administrator(&self, person: &Person) -> Result<(), AccountError> {
        let row = self.person(&person.id).await?;
        let standing = Standing { role: None, administrator: row.is_admin };
        if standing.may(Action::PeopleManage) && person.reaches(Action::PeopleManage) {
            return Ok(());
        }
        Err(DomainError::Forbidden("administering the server is needed".into()).into())
    }

    /// The person with this id, whether they may act or not.
    pub async fn anybody(&self, id: &str) -> Result<PersonRow, AccountError> {
        let id = id.to_owned();
        let found = self.domain.database().read(move |connection| known(connection, &id));
        found.await
    }

    /// Up to `most` people behind the address `after`.
    pub async fn people(
        &self,
        after: Option<String>,
        most: i64,
    ) -> Result<Vec<PersonRow>, AccountError> {
        let found = self.domain.database().read(move |connection| {
            Ok::<_, AccountError>(people::list(connection, after.as_deref(), most)?)
        });
        found.await
    }

    /// Keeps a person out from now on, and ends their logins. Returns those.
    pub async fn deactivate(&self, id: String) -> Result<Vec<String>, AccountError> {
        let (now, until) = (self.domain.now(), self.revoked_until());
        let ended = self.domain.database().commit(move |connection| {
            let row = known(connection, &id)?;
            if row.deactivated_at.is_some() {
                return Ok(Vec::new());
            }
            people::set_deactivated(connection, &id, Some(now))?;
            someone_administers(connection)?;
            let running = logins::running(connection, &id, now)?;
            let ended: Vec<_> = running.into_iter().map(|row| row.id).collect();
            end_logins(connection, &ended, now, until)?;
            Ok::<_, AccountError>(ended)
        });
        let ended = ended.await?;
        self.forget_access(&ended);
        Ok(ended)
    }

    /// Lets a person in again.
    pub async fn activate(&self, id: String) -> Result<(), AccountError> {
        let done = self.domain.database().commit(move |connection| {
            known(connection, &id)?;
            Ok::<_, AccountError>(people::set_deactivated(connection, &id, None)?)
        });
        done.await
    }

    /// Makes a person an administrator, or takes that away; one stays.
    pub async fn set_administrator(
        &self,
        id: String,
        administers: bool,
    ) -> Result<(), AccountError> {
        let done = self.domain.database().commit(move |connection| {
            known(connection, &id)?;
            people::set_administrator(connection, &id, administers)?;
            someone_administers(connection)
        });
        done.await
    }
}

fn known(connection: &mut Conn, id: &str) -> Result<PersonRow, AccountError> {
    Ok(people::find(connection, id)?.ok_or(DomainError::NotFound("person"))?)
}

fn someone_administers(connection: &mut Conn) -> Result<(), AccountError> {
    if people::administrators(connection)? > 0 {
        return Ok(());
    }
    Err(DomainError::Conflict("the last administrator stays").into())
}
