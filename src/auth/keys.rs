//! Signing keys: files in a folder, one per key.
//!
//! The name of a file is the key's `kid`, its ending fixes the algorithm:
//! `.ed25519` holds a PKCS#8 private key in PEM, `.hs256` a secret in base64. A
//! token names its key and never its algorithm. The last name signs, all verify;
//! so a key is rotated by adding a file and retired by removing one.

use std::collections::BTreeMap;
use std::fs::{self, OpenOptions};
use std::io::Write;
use std::os::unix::fs::{DirBuilderExt, OpenOptionsExt, PermissionsExt};
use std::path::{Path, PathBuf};

use aws_lc_rs::rand::SystemRandom;
use aws_lc_rs::signature::{Ed25519KeyPair, KeyPair};
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use jsonwebtoken::{Algorithm, DecodingKey, EncodingKey};
use thiserror::Error;
use uuid::Uuid;

/// Only the owner reads a key.
const PRIVATE_FILE: u32 = 0o600;
/// Only the owner enters the folder.
const PRIVATE_FOLDER: u32 = 0o700;
/// A shorter secret can be guessed; HS256 has 32 bytes of strength.
const MIN_SECRET_BYTES: usize = 32;

const PEM_BEGIN: &str = "-----BEGIN PRIVATE KEY-----";
const PEM_END: &str = "-----END PRIVATE KEY-----";

/// Why the keys cannot be used.
#[derive(Debug, Error)]
pub enum KeyError {
    /// A file or folder cannot be read or written.
    #[error("{path}: {source}")]
    File {
        /// The path.
        path: PathBuf,
        /// What went wrong.
        source: std::io::Error,
    },
    /// A key file is not what its ending says.
    #[error("{path}: {reason}")]
    Malformed {
        /// The path.
        path: PathBuf,
        /// What it should be.
        reason: &'static str,
    },
    /// Others than the owner may read a key.
    #[error("{path}: mode is {mode:o}; keys must not be readable by others (chmod 600)")]
    Exposed {
        /// The path.
        path: PathBuf,
        /// The mode of the file.
        mode: u32,
    },
    /// There is no key to sign with.
    #[error("{0}: no key found; start the server once to create one")]
    Empty(PathBuf),
}

/// One key.
pub struct Key {
    /// The algorithm that this key is for, whatever a token says.
    pub algorithm: Algorithm,
    /// Verifies.
    pub decoding: DecodingKey,
    /// Signs.
    pub encoding: EncodingKey,
}

/// Every key, by `kid`.
pub struct KeyRing {
    keys: BTreeMap<String, Key>,
}

impl KeyRing {
    /// Reads all keys of a folder.
    pub fn load(folder: &Path) -> Result<Self, KeyError> {
        let mut keys = BTreeMap::new();
        let entries = fs::read_dir(folder)
            .map_err(|source| KeyError::File { path: folder.into(), source })?;
        for entry in entries {
            let path =
                entry.map_err(|source| KeyError::File { path: folder.into(), source })?.path();
            let (Some(kid), Some(kind)) = (text(path.file_stem()), text(path.extension())) else {
                continue;
            };
            if let Some(key) = read_key(&path, &kind)? {
                keys.insert(kid, key);
            }
        }
        if keys.is_empty() { Err(KeyError::Empty(folder.into())) } else { Ok(Self { keys }) }
    }

    /// Reads all keys of a folder; an empty folder gets a new key first.
    pub fn load_or_create(folder: &Path) -> Result<Self, KeyError> {
        let created = fs::DirBuilder::new().recursive(true).mode(PRIVATE_FOLDER).create(folder);
        created.map_err(|source| KeyError::File { path: folder.into(), source })?;
        match Self::load(folder) {
            Err(KeyError::Empty(_)) => {
                create_key(folder)?;
                Self::load(folder)
            }
            result => result,
        }
    }

    /// The key that signs: the one with the last name.
    pub fn signing(&self) -> Option<(&str, &Key)> {
        self.keys.last_key_value().map(|(kid, key)| (kid.as_str(), key))
    }

    /// The key with this name.
    pub fn find(&self, kid: &str) -> Option<&Key> {
        self.keys.get(kid)
    }
}

fn text(part: Option<&std::ffi::OsStr>) -> Option<String> {
    part.and_then(std::ffi::OsStr::to_str).map(str::to_owned)
}

fn read_key(path: &Path, kind: &str) -> Result<Option<Key>, KeyError> {
    let parse = match kind {
        "ed25519" => ed25519,
        "hs256" => hs256,
        _ => return Ok(None),
    };
    let file_error = |source| KeyError::File { path: path.into(), source };
    let mode = fs::metadata(path).map_err(file_error)?.permissions().mode() & 0o777;
    if mode & 0o077 != 0 {
        return Err(KeyError::Exposed { path: path.into(), mode });
    }
    let content = fs::read_to_string(path).map_err(file_error)?;
    parse(&content).map(Some).map_err(|reason| KeyError::Malformed { path: path.into(), reason })
}

fn ed25519(pem: &str) -> Result<Key, &'static str> {
    const WRONG: &str = "not an Ed25519 private key in PKCS#8 PEM";
    let body: String =
        pem.lines().map(str::trim).filter(|line| !line.starts_with("-----")).collect();
    let der = STANDARD.decode(body).map_err(|_| WRONG)?;
    let pair = Ed25519KeyPair::from_pkcs8_maybe_unchecked(&der).map_err(|_| WRONG)?;
    Ok(Key {
        algorithm: Algorithm::EdDSA,
        decoding: DecodingKey::from_ed_der(pair.public_key().as_ref()),
        encoding: EncodingKey::from_ed_der(&der),
    })
}

fn hs256(base64: &str) -> Result<Key, &'static str> {
    let secret = STANDARD.decode(base64.trim()).map_err(|_| "not a secret in base64")?;
    if secret.len() < MIN_SECRET_BYTES {
        return Err("an HS256 secret needs at least 32 bytes");
    }
    Ok(Key {
        algorithm: Algorithm::HS256,
        decoding: DecodingKey::from_secret(&secret),
        encoding: EncodingKey::from_secret(&secret),
    })
}

/// Names of new keys grow with time, so the newest signs.
fn create_key(folder: &Path) -> Result<(), KeyError> {
    let path = folder.join(format!("{}.ed25519", Uuid::now_v7()));
    let unusable = |reason| KeyError::Malformed { path: path.clone(), reason };
    let document = Ed25519KeyPair::generate_pkcs8(&SystemRandom::new())
        .map_err(|_| unusable("the system gives no random numbers"))?;
    let pem = format!("{PEM_BEGIN}\n{}\n{PEM_END}\n", STANDARD.encode(document.as_ref()));
    let file_error = |source| KeyError::File { path: path.clone(), source };
    let mut file = OpenOptions::new()
        .write(true)
        .create_new(true)
        .mode(PRIVATE_FILE)
        .open(&path)
        .map_err(file_error)?;
    file.write_all(pem.as_bytes()).and_then(|()| file.sync_all()).map_err(file_error)
}
