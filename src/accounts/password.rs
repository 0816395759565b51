//! Passwords: argon2id, on threads that may block, a few at once.

use std::sync::Arc;

use argon2::password_hash::phc::PasswordHash;
use argon2::password_hash::{PasswordHasher, PasswordVerifier};
use argon2::{Algorithm, Argon2, Params, Version};
use thiserror::Error;
use tokio::sync::Semaphore;

/// KiB of memory, passes and lanes of one hash (OWASP's least for argon2id).
const MEMORY_KIB: u32 = 19 * 1_024;
const PASSES: u32 = 2;
const LANES: u32 = 1;

/// Why a password cannot be hashed or looked at.
#[derive(Debug, Error)]
pub enum PasswordError {
    /// The library failed.
    #[error("password cannot be hashed: {0}")]
    Hashing(String),
    /// The thread that did it is gone.
    #[error("password hashing did not finish")]
    Unfinished,
}

/// Hashes passwords, at most so many at once; more wait.
#[derive(Clone)]
pub struct Passwords {
    at_once: Arc<Semaphore>,
    /// What unknown people are checked against, so that they take as long as known ones.
    nobody: Arc<str>,
}

impl Passwords {
    /// At most `at_once` hashes take memory at the same time.
    pub fn new(at_once: usize) -> Result<Self, PasswordError> {
        let nobody = hash("nobody has this password")?.into();
        Ok(Self { at_once: Arc::new(Semaphore::new(at_once.max(1))), nobody })
    }

    /// The hash of a password in PHC form.
    pub async fn hash(&self, password: String) -> Result<String, PasswordError> {
        self.run(move || hash(&password)).await
    }

    /// Whether a password is that of the hash; without a hash it takes as long, and is wrong.
    pub async fn verify(
        &self,
        password: String,
        known: Option<String>,
    ) -> Result<bool, PasswordError> {
        let nobody = Arc::clone(&self.nobody);
        self.run(move || {
            let right = matches(&password, known.as_deref().unwrap_or(&nobody))?;
            Ok(right && known.is_some())
        })
        .await
    }

    async fn run<R: Send + 'static>(
        &self,
        job: impl FnOnce() -> Result<R, PasswordError> + Send + 'static,
    ) -> Result<R, PasswordError> {
        let permit = Arc::clone(&self.at_once).acquire_owned().await;
        let permit = permit.map_err(|_| PasswordError::Unfinished)?;
        let done = tokio::task::spawn_blocking(move || {
            let _permit = permit;
            job()
        });
        done.await.map_err(|_| PasswordError::Unfinished)?
    }
}

fn argon() -> Result<Argon2<'static>, PasswordError> {
    let params = Params::new(MEMORY_KIB, PASSES, LANES, None).map_err(failed)?;
    Ok(Argon2::new(Algorithm::Argon2id, Version::V0x13, params))
}

fn hash(password: &str) -> Result<String, PasswordError> {
    Ok(argon()?.hash_password(password.as_bytes()).map_err(failed)?.to_string())
}

fn matches(password: &str, known: &str) -> Result<bool, PasswordError> {
    let known = PasswordHash::new(known).map_err(failed)?;
    Ok(argon()?.verify_password(password.as_bytes(), &known).is_ok())
}

fn failed(error: impl std::fmt::Display) -> PasswordError {
    PasswordError::Hashing(error.to_string())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn a_password_is_known_again_and_a_wrong_one_is_not() {
        let passwords = Passwords::new(1).unwrap();
        let known = passwords.hash("correct horse".into()).await.unwrap();
        assert!(known.starts_with("$argon2id$v=19$m=19456,t=2,p=1$"), "{known}");
        let verify = async |word: &str, known: Option<&String>| {
            passwords.verify(word.into(), known.cloned()).await.unwrap()
        };
        assert!(verify("correct horse", Some(&known)).await);
        assert!(!verify("wrong horse", Some(&known)).await);
        assert!(!verify("nobody has this password", None).await);
    }
}
