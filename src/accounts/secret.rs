//! Secrets that only their bearer knows: the server keeps their SHA-256.

use aws_lc_rs::digest::{SHA256, digest};
use aws_lc_rs::hmac;
use aws_lc_rs::rand::{SecureRandom, SystemRandom};
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use thiserror::Error;

/// Bytes of a secret: nobody guesses 256 bits.
const SECRET_BYTES: usize = 32;

/// The machine gave no randomness.
#[derive(Clone, Copy, Debug, Error)]
#[error("the machine gives no randomness")]
pub struct NoRandomness;

/// A new secret in base64url.
pub fn fresh() -> Result<String, NoRandomness> {
    Ok(URL_SAFE_NO_PAD.encode(chance::<SECRET_BYTES>()?))
}

/// Bytes that nobody guesses.
pub fn chance<const BYTES: usize>() -> Result<[u8; BYTES], NoRandomness> {
    let mut bytes = [0; BYTES];
    SystemRandom::new().fill(&mut bytes).map_err(|_| NoRandomness)?;
    Ok(bytes)
}

/// SHA-256 of a secret in lower-case hex, as the database keeps it.
pub fn hash(secret: &str) -> String {
    hash_bytes(secret.as_bytes())
}

/// SHA-256 of bytes in lower-case hex.
pub fn hash_bytes(bytes: &[u8]) -> String {
    hex(digest(&SHA256, bytes).as_ref())
}

/// The secret that follows another one: whoever has that and the salt finds the same.
pub fn successor(secret: &str, salt: &str) -> String {
    let key = hmac::Key::new(hmac::HMAC_SHA256, secret.as_bytes());
    URL_SAFE_NO_PAD.encode(hmac::sign(&key, salt.as_bytes()).as_ref())
}

/// Bytes in lower-case hex.
pub fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn secrets_are_long_and_their_hashes_are_sha_256() {
        assert_eq!(fresh().unwrap().len(), 43);
        assert_ne!(fresh().unwrap(), fresh().unwrap());
        let known = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";
        assert_eq!(hash("abc"), known);
        assert_eq!(successor("abc", "salt"), successor("abc", "salt"));
        assert_ne!(successor("abc", "salt"), successor("abc", "other"));
    }
}
