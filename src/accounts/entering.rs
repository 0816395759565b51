//! Registering and logging in.

use renexus_tables::rows::people::{LoginRow, PersonRow};
use renexus_wire::id::{TokenId, fresh};
use renexus_wire::rest::accounts::{Credentials, Registration};
use renexus_wire::scope::Scope;

use super::error::AccountError;
use super::{Accounts, Device, Entered, SETUP, begin_login, handle, joining, secret};
use crate::access::{Person, Via};
use crate::config::RegistrationMode;
use crate::db::Conn;
use crate::db::queries::{invitations, one_time, people};
use crate::domain::DomainError;

/// What lets somebody register.
enum WayIn {
    /// The server is open to all.
    Open,
    /// The link of the first start, by the hash of its secret.
    Setup(String),
    /// An invitation into a workspace, by the hash of its secret.
    Invited(String),
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
        let mut person = move |connection: &mut Conn| {
            if people::find_by_email(connection, &row.email)?.is_some() {
                return Err(DomainError::Taken { field: "email", value: row.email.clone() }.into());
            }
            choose_handle(connection, &mut row)?;
            people::insert(connection, &row)?;
            begin_login(connection, &first, until)?;
            Ok::<_, AccountError>(row.clone())
        };
        let made = match way {
            WayIn::Open => self.domain.database().commit(person).await?,
            WayIn::Setup(hash) => {
                let made = self.domain.database().commit(move |connection| {
                    one_time::take(connection, (SETUP, &hash), now)?.ok_or(AccountError::Void)?;
                    person(connection)
                });
                made.await?
            }
            WayIn::Invited(hash) => self.register_invited(hash, &login, person).await?,
        };
        self.entered(made, &login, refresh)
    }

    /// Registers a person and lets them into the workspace, in one transaction.
    async fn register_invited(
        &self,
        hash: String,
        login: &LoginRow,
        mut person: impl FnMut(&mut Conn) -> Result<PersonRow, AccountError> + Send + 'static,
    ) -> Result<PersonRow, AccountError> {
        let acting = Person {
            id: login.person.clone(),
            via: Via::Login(TokenId(login.id.clone())),
            scope: Scope::Admin,
            link: None,
        };
        let most = self.most_members;
        let prepare = move |connection: &mut Conn, now| {
            let row = person(connection)?;
            let to_address = joining::is_for_address(connection, &hash, now)?;
            let workspace = joining::enter(connection, (&hash, most), &row, now)?;
            if to_address {
                // Whoever has the secret reads the mail of that address.
                people::set_verified(connection, &row.id, now)?;
            }
            Ok(workspace)
        };
        let made = self.domain.begin(&acting, prepare, |tx| {
            joining::joined(tx)?;
            let id = tx.person.id.clone();
            people::find(tx.connection, &id)?.ok_or(AccountError::Void)
        });
        made.await
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
        let closed = self.settings.registration == RegistrationMode::Closed;
        let way = self.domain.database().read(move |connection| {
            if one_time::works(connection, (SETUP, &sought), now)? {
                return Ok(WayIn::Setup(hash));
            }
            match invitations::find_working(connection, &sought, now)? {
                Some(_) if closed => Err(AccountError::Uninvited),
                Some(_) => Ok(WayIn::Invited(hash)),
                None => Err(AccountError::Void),
            }
        });
        way.await
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
        let (first, until, accounts) = (login.clone(), self.revoked_until(), self.clone());
        let begun = self.domain.database().commit(move |connection| {
            accounts.check_code(connection, &person, credentials.code.as_deref())?;
            let ended = begin_login(connection, &first, until)?;
            Ok::<_, AccountError>((person, ended))
        });
        let (person, ended) = begun.await?;
        self.forget_access(&ended);
        self.entered(person, &login, refresh)
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
