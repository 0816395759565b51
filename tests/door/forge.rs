//! Tokens that `renexus token` would never print: signed with the server's own
//! key, or with something that is not one.

use std::fs;
use std::io::Write;
use std::os::unix::fs::OpenOptionsExt;
use std::path::Path;

use base64::Engine;
use base64::engine::general_purpose::{STANDARD, URL_SAFE_NO_PAD};
use jsonwebtoken::{Algorithm, EncodingKey, Header};
use serde_json::{Value, json};

/// Claims that a server with default settings accepts: everybody's documents, for an hour.
pub fn claims(level: &str) -> Value {
    json!({ "sub": "forger", "aud": "renexus", "exp": now() + 3_600, "documents": { "*": level } })
}

/// Claims with one of them put in, or taken out with `null`.
pub fn claims_but(name: &str, value: Value) -> Value {
    let mut claims = claims("write");
    let object = claims.as_object_mut().expect("claims are an object");
    match value {
        Value::Null => object.remove(name),
        value => object.insert(name.to_owned(), value),
    };
    claims
}

/// Seconds since 1970.
pub fn now() -> i64 {
    let now = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH);
    i64::try_from(now.expect("after 1970").as_secs()).expect("before the end of time")
}

/// What a token says of itself, unverified: header and claims.
pub fn read(token: &str) -> (Value, Value) {
    let part = |index: usize| {
        let bytes = URL_SAFE_NO_PAD
            .decode(token.split('.').nth(index).expect("three parts"))
            .expect("base64url");
        serde_json::from_slice(&bytes).expect("JSON")
    };
    (part(0), part(1))
}

/// The id by which a token is revoked.
pub fn id_of(token: &str) -> String {
    read(token).1["jti"].as_str().expect("a jti").to_owned()
}

/// The one Ed25519 key of a folder: its name, and its private key.
pub struct Ed25519 {
    pub kid: String,
    pub der: Vec<u8>,
}

/// Reads the key that a server made for itself.
pub fn own_key(keys: &Path) -> Ed25519 {
    let path =
        fs::read_dir(keys).expect("a keys folder").next().expect("a key").expect("readable").path();
    assert_eq!(path.extension().and_then(|kind| kind.to_str()), Some("ed25519"));
    let pem = fs::read_to_string(&path).expect("a key file");
    let body: String = pem.lines().filter(|line| !line.starts_with("-----")).collect();
    let kid = path.file_stem().and_then(|kid| kid.to_str()).expect("a kid").to_owned();
    Ed25519 { kid, der: STANDARD.decode(body).expect("base64") }
}

impl Ed25519 {
    /// A token of this key.
    pub fn sign(&self, claims: &Value) -> String {
        self.sign_as(&self.kid, claims)
    }

    /// A token of this key that names another one.
    pub fn sign_as(&self, kid: &str, claims: &Value) -> String {
        let header = Header { kid: Some(kid.to_owned()), ..Header::new(Algorithm::EdDSA) };
        let key = EncodingKey::from_ed_der(&self.der);
        jsonwebtoken::encode(&header, claims, &key).expect("a signature")
    }

    /// The public half, as raw bytes.
    pub fn public(&self) -> Vec<u8> {
        use aws_lc_rs::signature::{Ed25519KeyPair, KeyPair};
        let pair = Ed25519KeyPair::from_pkcs8_maybe_unchecked(&self.der).expect("a key pair");
        pair.public_key().as_ref().to_vec()
    }
}

/// A token signed with a shared secret.
pub fn hs256(kid: &str, secret: &[u8], claims: &Value) -> String {
    let header = Header { kid: Some(kid.to_owned()), ..Header::new(Algorithm::HS256) };
    jsonwebtoken::encode(&header, claims, &EncodingKey::from_secret(secret)).expect("a signature")
}

/// A token with any header and no signature.
pub fn unsigned(header: &Value, claims: &Value) -> String {
    let part = |value: &Value| URL_SAFE_NO_PAD.encode(value.to_string());
    format!("{}.{}.", part(header), part(claims))
}

/// Writes a key file with a mode; the folder is made when it is missing.
pub fn write_key(keys: &Path, name: &str, content: &str, mode: u32) {
    fs::create_dir_all(keys).expect("a keys folder");
    let mut file = fs::OpenOptions::new();
    let mut file =
        file.write(true).create_new(true).mode(mode).open(keys.join(name)).expect("a new key file");
    file.write_all(content.as_bytes()).expect("a written key");
}

/// A secret as a key file holds it.
pub fn secret_file(secret: &[u8]) -> String {
    STANDARD.encode(secret)
}

/// A new Ed25519 key as a key file holds it.
pub fn ed25519_file() -> String {
    use aws_lc_rs::{rand::SystemRandom, signature::Ed25519KeyPair};
    let der = Ed25519KeyPair::generate_pkcs8(&SystemRandom::new()).expect("random numbers");
    format!(
        "-----BEGIN PRIVATE KEY-----\n{}\n-----END PRIVATE KEY-----\n",
        STANDARD.encode(der.as_ref())
    )
}
