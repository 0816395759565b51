//! Tokens that somebody made up to be a person.

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use renexus_load::Protocol;
use renexus_load::http::Request;
use renexus_load::peer::{Dialect, Heard};
use serde_json::{Value, json};

use crate::door::people::OPEN;
use crate::door::raw::RawSocket;
use crate::door::{DEADLINE, Door, forge, keys};

/// SPEC ACCT-3, ACC-10, ACC-11
#[tokio::test]
async fn fifty_hostile_tokens_are_nobody() {
    let door = Door::with(&[OPEN]);
    let ada = door.human("Ada").await;
    let own = forge::own_key(&keys(door.folder()));
    let (header, claims) = forge::read(&ada.token);
    let but = |name: &str, value: Value| {
        let mut changed = claims.clone();
        match value {
            Value::Null => changed.as_object_mut().unwrap().remove(name),
            value => changed.as_object_mut().unwrap().insert(name.to_owned(), value),
        };
        changed
    };
    let with = |name: &str, value: Value| {
        let mut changed = header.clone();
        changed[name] = value;
        changed
    };
    let encoded = |value: &Value| URL_SAFE_NO_PAD.encode(value.to_string());
    let parts: Vec<&str> = ada.token.split('.').collect();
    let (now, signature) = (forge::now(), parts[2]);
    // The signature is right for other content.
    let swapped = |header: &Value, claims: &Value| {
        format!("{}.{}.{signature}", encoded(header), encoded(claims))
    };
    let other = forge::Ed25519 { kid: own.kid.clone(), der: fresh_key() };
    let hostile: Vec<(&str, String)> = vec![
        ("nothing", String::new()),
        ("a word", "nonsense".into()),
        ("two dots", "..".into()),
        ("two parts", format!("{}.{}", parts[0], parts[1])),
        ("four parts", format!("{}.x", ada.token)),
        ("alg none", forge::unsigned(&with("alg", json!("none")), &claims)),
        ("alg nOnE", forge::unsigned(&with("alg", json!("nOnE")), &claims)),
        ("no signature", forge::unsigned(&header, &claims)),
        ("alg none, signed", swapped(&with("alg", json!("none")), &claims)),
        ("the public key as a secret", forge::hs256(&own.kid, &own.public(), &claims)),
        ("an empty secret", forge::hs256(&own.kid, b"", &claims)),
        ("a guessed secret", forge::hs256(&own.kid, b"secret", &claims)),
        ("another key of that name", other.sign(&claims)),
        ("an unknown kid", own.sign_as("another", &claims)),
        ("a kid that is a path", own.sign_as("../../../../dev/null", &claims)),
        ("a kid that is SQL", own.sign_as("' UNION SELECT 'x", &claims)),
        ("an empty kid", own.sign_as("", &claims)),
        ("no kid", swapped(&json!({ "alg": "EdDSA", "typ": "JWT" }), &claims)),
        ("jku", swapped(&with("jku", json!("https://evil.example.org/keys")), &claims)),
        ("jwk", swapped(&with("jwk", json!({ "kty": "oct", "k": "AAAA" })), &claims)),
        ("x5u", swapped(&with("x5u", json!("https://evil.example.org/x")), &claims)),
        ("another person", swapped(&header, &but("sub", json!("somebody")))),
        ("a later end", swapped(&header, &but("exp", json!(now + 999_999)))),
        ("expired", own.sign(&but("exp", json!(now - 1)))),
        ("expired as a float", own.sign(&but("exp", json!(0.5)))),
        ("an end in words", own.sign(&but("exp", json!("never")))),
        ("an end beyond numbers", own.sign(&but("exp", json!(1e300)))),
        ("no end", own.sign(&but("exp", Value::Null))),
        ("not yet", own.sign(&but("nbf", json!(now + 3_600)))),
        ("another audience", own.sign(&but("aud", json!("another")))),
        ("no audience", own.sign(&but("aud", Value::Null))),
        ("nobody", own.sign(&but("sub", Value::Null))),
        ("no login: a document token", own.sign(&but("login", Value::Null))),
        ("a document token for all", own.sign(&forge::claims("manage"))),
        ("a refresh token", ada.cookie.split_once('=').unwrap().1.to_owned()),
        ("a token inside of a token", own.sign(&json!({ "token": ada.token }))),
        ("a megabyte", format!("{}.{}.{signature}", parts[0], "A".repeat(1 << 20))),
        ("a long one", format!("{}{}", ada.token, "A".repeat(9_000))),
        ("a key that nobody has", format!("rnx_{}", "A".repeat(43))),
        ("RS256 over the public key", swapped(&with("alg", json!("RS256")), &claims)),
        ("ES256", swapped(&with("alg", json!("ES256")), &claims)),
        ("x5c", swapped(&with("x5c", json!(["AAAA"])), &claims)),
        ("a header that must be known", swapped(&with("crit", json!(["b64"])), &claims)),
        ("a cut signature", cut(&ada.token, 10)),
        ("half a signature", cut(&ada.token, signature.len() / 2)),
        ("a padded signature", format!("{}=", ada.token)),
        ("an empty header", format!(".{}.{signature}", parts[1])),
        ("an empty body", format!("{}..{signature}", parts[0])),
        ("a claim twice", raw(&own, &format!("{{\"sub\":\"x\",{}", &claims.to_string()[1..]))),
        ("an end twice", raw(&own, &format!("{{\"exp\":9999999999,{}", &claims.to_string()[1..]))),
        ("claims that are a list", raw(&own, "[]")),
        ("claims that are no JSON", raw(&own, "{\"sub\":")),
        ("a letter that looks alike", ada.token.replacen('e', "\u{435}", 1)),
        ("a letter without width", ada.token.replacen('.', ".\u{200b}", 1)),
        ("full-width dots", ada.token.replace('.', "\u{ff0e}")),
        ("a space inside", ada.token.replacen('.', ". ", 1)),
        ("another issuer", swapped(&header, &but("iss", json!("https://evil.example.org")))),
        ("an audience in a list", own.sign(&but("aud", json!(["another", "third"])))),
        ("an end below zero", own.sign(&but("exp", json!(-1)))),
        (
            "an expired end with a fraction",
            own.sign(&but("exp", serde_json::from_str(&format!("{}.5", now - 1)).unwrap())),
        ),
    ];
    assert!(hostile.len() >= 50, "{}", hostile.len());
    let ask = async |token: &str| {
        let request = Request::get("/api/v1/me").bearer(token);
        request.send(door.server.addr()).await.map(|answer| answer.status)
    };
    for (what, token) in &hostile {
        // A head beyond what the server reads is refused before it is looked at.
        let status = ask(token).await.unwrap_or(400);
        let refused = if token.len() > 100_000 { vec![400, 401, 431] } else { vec![401] };
        assert!(refused.contains(&status), "{what}: {status}");
        for protocol in Protocol::ALL {
            // What cannot be sent at all was not let in either.
            let sendable = token.len() < 100_000 && token.is_ascii() && !token.contains(' ');
            if sendable && !token.is_empty() {
                assert!(!is_in(&door, protocol, token).await, "{what} by {protocol}");
            }
        }
        assert!(!is_in_by_frame(&door, token).await, "{what} in a frame");
    }
    assert!(is_in_by_frame(&door, door.everything()).await);
    assert_eq!(ask(&ada.token).await.unwrap(), 200, "the server is well");
}

/// Whether a token opens a document.
async fn is_in(door: &Door, protocol: Protocol, token: &str) -> bool {
    let Ok(peer) = door.connect(protocol, "notes", token).await else { return false };
    tokio::select! {
        biased;
        denied = peer.wait_denied(DEADLINE) => denied.is_err(),
        synced = peer.synced() => synced.is_ok(),
    }
}

/// The same where nothing but the frame carries it, whatever stands in it.
async fn is_in_by_frame(door: &Door, token: &str) -> bool {
    let dialect = Dialect::new(Protocol::Hocuspocus, "notes");
    let target = door.server.target(Protocol::Hocuspocus, "notes");
    let mut socket = RawSocket::open(&target).await;
    socket.send(&dialect.auth(token).expect("a frame")).await;
    let answered = async {
        loop {
            let Some(frame) = socket.message_or_end().await else { return false };
            for heard in dialect.read(&frame).expect("frames of the server") {
                match heard {
                    Heard::Granted(_) => return true,
                    Heard::Denied(_) => return false,
                    _ => {}
                }
            }
        }
    };
    tokio::time::timeout(DEADLINE, answered).await.expect("an answer")
}

/// A token without the last letters.
fn cut(token: &str, letters: usize) -> String {
    token[..token.len() - letters].to_owned()
}

/// Claims as they stand there, signed with the server's own key.
fn raw(key: &forge::Ed25519, claims: &str) -> String {
    use aws_lc_rs::signature::Ed25519KeyPair;
    let header = json!({ "alg": "EdDSA", "typ": "JWT", "kid": key.kid }).to_string();
    let content = format!("{}.{}", URL_SAFE_NO_PAD.encode(header), URL_SAFE_NO_PAD.encode(claims));
    let pair = Ed25519KeyPair::from_pkcs8_maybe_unchecked(&key.der).expect("a key pair");
    format!("{content}.{}", URL_SAFE_NO_PAD.encode(pair.sign(content.as_bytes())))
}

fn fresh_key() -> Vec<u8> {
    use aws_lc_rs::{rand::SystemRandom, signature::Ed25519KeyPair};
    let key = Ed25519KeyPair::generate_pkcs8(&SystemRandom::new()).expect("random numbers");
    key.as_ref().to_vec()
}
