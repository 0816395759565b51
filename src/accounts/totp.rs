//! The second factor: codes of an authenticator (RFC 6238), and recovery codes.

use renexus_tables::rows::people::PersonRow;
use totp_rs::{Builder, Secret, Totp};

use super::error::AccountError;
use super::{Accounts, secret};
use crate::access::Person;
use crate::db::Conn;
use crate::db::queries::{people, recovery};
use crate::domain::DomainError;

/// What authenticators show as the origin of a code.
const ISSUER: &str = "Renexus";
/// Steps before and after the current one whose codes are taken, for clocks that differ.
const SKEW: u16 = 1;
/// Recovery codes that a person gets.
const RECOVERY_CODES: usize = 10;
/// Bytes of a recovery code: 64 bits, which nobody guesses through a rate limit.
const RECOVERY_BYTES: usize = 8;
/// Bytes of the secret (RFC 4226, section 4, R6: 160 bits).
const SECRET_BYTES: usize = 20;

/// A secret that a person puts into their authenticator.
pub struct Offer {
    /// The secret in base32.
    pub secret: String,
    /// The same as an address, for a QR code.
    pub url: String,
}

impl Accounts {
    /// A new secret; nothing is on before a code of it was shown.
    pub async fn offer_totp(&self, person: &Person) -> Result<Offer, AccountError> {
        person.login().ok_or(AccountError::LoginNeeded)?;
        let row = self.person(&person.id).await?;
        let bytes = secret::chance::<SECRET_BYTES>()?;
        let secret = Secret::from(bytes.to_vec()).to_base32();
        let account: String = row.email.bytes().map(encoded).collect();
        let url = format!("otpauth://totp/{ISSUER}:{account}?secret={secret}&issuer={ISSUER}");
        Ok(Offer { secret, url })
    }

    /// Turns the second factor on: by a secret, a code of it, and the password. Returns recovery codes.
    pub async fn enable_totp(
        &self,
        person: &Person,
        (secret, code): (String, String),
        password: String,
    ) -> Result<Vec<String>, AccountError> {
        let row = self.confirm(person, password).await?;
        let step = step_of(&secret, &code, self.unix_seconds())?;
        let step = step.ok_or(AccountError::Wrong)?;
        let codes = recovery_codes()?;
        let hashes: Vec<_> = codes.iter().map(|code| secret::hash(code)).collect();
        let stored = self.domain.database().commit(move |connection| {
            people::set_totp(connection, &row.id, Some(&secret), step)?;
            Ok::<_, AccountError>(recovery::replace(connection, &row.id, &hashes)?)
        });
        stored.await?;
        Ok(codes)
    }

    /// Turns the second factor off, by the password.
    pub async fn disable_totp(
        &self,
        person: &Person,
        password: String,
    ) -> Result<(), AccountError> {
        let row = self.confirm(person, password).await?;
        let stored = self.domain.database().commit(move |connection| {
            people::set_totp(connection, &row.id, None, 0)?;
            Ok::<_, AccountError>(recovery::replace(connection, &row.id, &[])?)
        });
        stored.await
    }

    /// Checks the second factor in the transaction of a login, if it is on.
    pub(super) fn check_code(
        &self,
        connection: &mut Conn,
        person: &PersonRow,
        code: Option<&str>,
    ) -> Result<(), AccountError> {
        let Some(secret) = &person.totp_secret else { return Ok(()) };
        let code = code.ok_or(AccountError::CodeNeeded)?;
        let taken = match step_of(secret, code, self.unix_seconds())? {
            Some(step) => people::take_totp_step(connection, &person.id, step)?,
            None => recovery::take(connection, &person.id, &secret::hash(&plain(code)))?,
        };
        if taken { Ok(()) } else { Err(AccountError::Wrong) }
    }

    fn unix_seconds(&self) -> u64 {
        u64::try_from(self.domain.now().and_utc().timestamp()).unwrap_or_default()
    }
}

fn totp(secret: &str) -> Result<Totp, AccountError> {
    let wrong = || DomainError::invalid("secret", "it is not the base32 that was offered");
    let secret = Secret::try_from_base32(secret).map_err(|_| wrong())?;
    Builder::new().with_secret(secret).with_skew(SKEW).build().map_err(|_| wrong().into())
}

/// A byte of an address in an address (RFC 3986, section 2.1).
fn encoded(byte: u8) -> String {
    match byte {
        b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'-' | b'.' | b'_' | b'~' => {
            char::from(byte).to_string()
        }
        other => format!("%{other:02X}"),
    }
}

/// The time step that a code belongs to, if it is one of the secret's.
fn step_of(secret: &str, code: &str, now: u64) -> Result<Option<i64>, AccountError> {
    let step = totp(secret)?.check(&plain(code), now);
    Ok(step.and_then(|step| i64::try_from(step).ok()))
}

/// Codes are typed with spaces and hyphens.
fn plain(code: &str) -> String {
    code.chars().filter(char::is_ascii_alphanumeric).collect::<String>().to_lowercase()
}

fn recovery_codes() -> Result<Vec<String>, AccountError> {
    (0..RECOVERY_CODES).map(|_| Ok(secret::hex(&secret::chance::<RECOVERY_BYTES>()?))).collect()
}
