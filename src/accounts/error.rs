//! Why an account was not served.

use thiserror::Error;

use super::password::PasswordError;
use super::secret::NoRandomness;
use crate::auth::MintError;
use crate::db::DatabaseError;
use crate::domain::DomainError;

/// Why an account was not served.
#[derive(Debug, Error)]
pub enum AccountError {
    /// The domain or the database refused.
    #[error(transparent)]
    Domain(#[from] DomainError),
    /// The password could not be hashed.
    #[error(transparent)]
    Password(#[from] PasswordError),
    /// There is no randomness.
    #[error(transparent)]
    Randomness(#[from] NoRandomness),
    /// No token can be made.
    #[error(transparent)]
    Mint(#[from] MintError),
    /// Address, password or code is wrong; which of them is not said.
    #[error("the address, the password or the code is wrong")]
    Wrong,
    /// The second factor is on, and no code was sent.
    #[error("code: the second factor is on; a code is needed")]
    CodeNeeded,
    /// The account may not act.
    #[error("the account is deactivated")]
    Deactivated,
    /// Nobody registers without an invitation.
    #[error("registration needs an invitation; see accounts.registration")]
    Uninvited,
    /// The invitation, link or mail does not work, or not any more.
    #[error("the link does not work, or not any more")]
    Void,
    /// The refresh token is not known, over, or was used before.
    #[error("the login is over; log in again")]
    Over,
    /// It is done after a login only, not with a key.
    #[error("a login is needed; a key may not do this")]
    LoginNeeded,
}

impl From<DatabaseError> for AccountError {
    fn from(error: DatabaseError) -> Self {
        Self::Domain(error.into())
    }
}

impl From<diesel::result::Error> for AccountError {
    fn from(error: diesel::result::Error) -> Self {
        Self::Domain(error.into())
    }
}
