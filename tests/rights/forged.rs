//! Tokens that somebody made up.

use serde_json::{Value, json};

use crate::door::forge::{self, claims, claims_but};
use crate::door::{Door, keys};
use crate::is_accepted;

/// SPEC ACC-10: who it is for, and from when until when.
#[tokio::test]
async fn a_token_counts_for_its_audience_in_its_time() {
    let door = Door::open();
    let key = forge::own_key(&keys(door.folder()));
    let (now, hour) = (forge::now(), 3_600);
    for (name, value, accepted) in [
        ("aud", json!("renexus"), true),
        ("aud", json!("another"), false),
        ("aud", Value::Null, false),
        ("exp", json!(now - 1), false),
        ("exp", json!("soon"), false),
        ("exp", Value::Null, false),
        ("nbf", json!(now - hour), true),
        ("nbf", json!(now + hour), false),
        ("sub", Value::Null, false),
    ] {
        let token = key.sign(&claims_but(name, value.clone()));
        assert_eq!(is_accepted(&door, &token).await, accepted, "{name} = {value}");
    }
}

/// SPEC ACC-10: the audience is a setting.
#[tokio::test]
async fn another_audience_can_be_set() {
    let door = Door::with(&[("auth.audience", "notes.example.org")]);
    let key = forge::own_key(&keys(door.folder()));
    assert!(is_accepted(&door, &key.sign(&claims_but("aud", json!("notes.example.org")))).await);
    assert!(!is_accepted(&door, &key.sign(&claims("write"))).await);
}

/// SPEC ACC-11: the key decides what algorithm it is for.
#[tokio::test]
async fn a_token_cannot_choose_its_algorithm() {
    let door = Door::open();
    let key = forge::own_key(&keys(door.folder()));
    let claims = claims("manage");
    assert!(
        is_accepted(&door, &key.sign(&claims)).await,
        "the same claims are fine when they are signed"
    );
    let header = |alg: &str| json!({ "alg": alg, "typ": "JWT", "kid": key.kid });
    for (what, token) in [
        ("the public key as a shared secret", forge::hs256(&key.kid, &key.public(), &claims)),
        ("no secret at all", forge::hs256(&key.kid, b"", &claims)),
        ("alg none", forge::unsigned(&header("none"), &claims)),
        ("alg None", forge::unsigned(&header("None"), &claims)),
        ("EdDSA without a signature", forge::unsigned(&header("EdDSA"), &claims)),
        ("an alg that nobody has", forge::unsigned(&header("XX256"), &claims)),
    ] {
        assert!(!is_accepted(&door, &token).await, "{what}");
    }
}

/// SPEC ACC-11: the key is named, and known.
#[tokio::test]
async fn a_token_names_a_key_that_is_there() {
    let door = Door::open();
    let key = forge::own_key(&keys(door.folder()));
    let claims = claims("manage");
    for kid in ["", "other", "../keys", &format!("{}.ed25519", key.kid)] {
        assert!(!is_accepted(&door, &key.sign_as(kid, &claims)).await, "kid {kid:?}");
    }
    let nameless = without_kid(&key, &claims);
    assert!(!is_accepted(&door, &nameless).await, "no kid");
}

/// SPEC ACC-11: one changed letter is enough.
#[tokio::test]
async fn a_changed_token_is_refused() {
    let door = Door::open();
    let token = door.token("notes", "read");
    let key = forge::own_key(&keys(door.folder()));
    let theirs = key.sign(&claims("manage"));
    let parts: Vec<_> = token.split('.').collect();
    let foreign: Vec<_> = theirs.split('.').collect();
    let mut signature = parts[2].to_owned();
    let first = if signature.starts_with('A') { "B" } else { "A" };
    signature.replace_range(..1, first);
    for (what, token) in [
        ("another signature", [parts[0], parts[1], &signature].join(".")),
        ("the signature of another token", [parts[0], parts[1], foreign[2]].join(".")),
        ("the claims of another token", [parts[0], foreign[1], parts[2]].join(".")),
        ("no signature", [parts[0], parts[1], ""].join(".")),
        ("two parts", [parts[0], parts[1]].join(".")),
        ("nonsense", "nonsense".to_owned()),
        ("only dots", "..".to_owned()),
    ] {
        assert!(!is_accepted(&door, &token).await, "{what}");
    }
}

fn without_kid(key: &forge::Ed25519, claims: &Value) -> String {
    let header = jsonwebtoken::Header::new(jsonwebtoken::Algorithm::EdDSA);
    jsonwebtoken::encode(&header, claims, &jsonwebtoken::EncodingKey::from_ed_der(&key.der))
        .unwrap()
}
