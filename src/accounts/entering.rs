//! Registering and logging in.

use chrono::NaiveDateTime;
use renexus_tables::rows::people::PersonRow;
use renexus_wire::id::fresh;
use renexus_wire::rest::accounts::{Credentials, Registration};

use super::error::AccountError;
use super::{Accounts, Device, Entered, SETUP, begin_login, handle, secret};
use crate::config::RegistrationMode;
use crate::db::Conn;
use crate::db::queries::{one_time, people};
use crate::domain::DomainError;

/// What lets somebody register.
enum WayIn {
    /// The server is open to all.
    Open,
    /// The link of the first start, by the hash of its secret.
    Setup(String),
}

impl Accounts {
    /// Registers a person and logs them in.
    pub async fn register(
        &self,
        registration: Registration,
        device: Device,
    ) -> Result<Entered, AccountError> {
        let way = self.way_in(registration.invitation.as_deref()).await?;
        let now = self.domain.now();
        let mut row = PersonRow {
            id: fresh(),
            email: registration.email.to_lowercase(),
            name: registration.name.trim().to_owned(),
            handle: registration.handle.clone().unwrap_or_default(),
            avatar: None,
            password_hash: self.passwords.hash(registration.password).await?,
            totp_secret: None,
            totp_step: 0,
            is_admin: matches!(way, WayIn::Setup(_)),
            version: 1,
            created_at: now,
            verified_at: None,
            deactivated_at: None,
        };
        let (login, refresh) = self.new_login(&row.id, device)?;
        let (first, until) = (login.clone(), self.revoked_until());
        let made = self.domain.database().commit(move |connection| {
            take(connection, way, now)?;
            if people::find_by_email(connection, &row.email)?.is_some() {
                return Err(DomainError::Taken { field: "email", value: row.email }.into());
            }
            choose_handle(connection, &mut row)?;
            people::insert(connection, &row)?;
            begin_login(connection, &first, until)?;
            Ok::<_, AccountError>(row)
        });
        self.entered(made.await?, &login, refresh)
    }

    /// Looks before the password is hashed; it is taken in the transaction.
    async fn way_in(&self, invitation: Option<&str>) -> Result<WayIn, AccountError> {
        let Some(invitation) = invitation else {
            return match self.settings.registration {
                RegistrationMode::Open => Ok(WayIn::Open),
                RegistrationMode::Invitation | RegistrationMode::Closed => {
                    Err(AccountError::Uninvited)
                }
            };
        };
        let (hash, now) = (secret::hash(invitation), self.domain.now());
        let sought = hash.clone();
        let works = self
            .domain
            .database()
            .read(move |connection| one_time::works(connection, (SETUP, &sought), now));
        if works.await? { Ok(WayIn::Setup(hash)) } else { Err(AccountError::Void) }
    }

    /// Logs a person in.
    pub async fn log_in(
        &self,
        credentials: Credentials,
        device: Device,
    ) -> Result<Entered, AccountError> {
        let email = credentials.email.to_lowercase();
        let found = self
            .domain
            .database()
            .read(move |connection| people::find_by_email(connection, &email));
        let found: Option<PersonRow> = found.await?;
        let known = found.as_ref().map(|row| row.password_hash.clone());
        let right = self.passwords.verify(credentials.password, known).await?;
        let person = found.filter(|_| right).ok_or(AccountError::Wrong)?;
        if person.deactivated_at.is_some() {
            return Err(AccountError::Deactivated);
        }
        let (login, refresh) = self.new_login(&person.id, device)?;
        let (first, until) = (login.clone(), self.revoked_until());
        let begun = self.domain.database().commit(move |connection| {
            Ok::<_, AccountError>(begin_login(connection, &first, until)?)
        });
        self.forget_access(&begun.await?);
        self.entered(person, &login, refresh)
    }
}

fn take(connection: &mut Conn, way: WayIn, now: NaiveDateTime) -> Result<(), AccountError> {
    match way {
        WayIn::Open => Ok(()),
        WayIn::Setup(hash) => {
            one_time::take(connection, (SETUP, &hash), now)?.ok_or(AccountError::Void).map(|_| ())
        }
    }
}

/// The handle that the person asked for, or one that is free.
fn choose_handle(connection: &mut Conn, row: &mut PersonRow) -> Result<(), AccountError> {
    if !row.handle.is_empty() {
        return if people::has_handle(connection, &row.handle)? {
            Err(DomainError::Taken { field: "handle", value: row.handle.clone() }.into())
        } else {
            Ok(())
        };
    }
    let base = handle::from_name(&row.name);
    for attempt in 0..handle::ATTEMPTS {
        row.handle = handle::numbered(&base, attempt);
        if !people::has_handle(connection, &row.handle)? {
            return Ok(());
        }
    }
    // The last block of a UUIDv7 is chance.
    let chance = row.id.rsplit('-').next().and_then(|block| block.get(..8)).unwrap_or_default();
    row.handle = format!("{base}-{chance}");
    Ok(())
}
