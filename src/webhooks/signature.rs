//! Signatures as Standard Webhooks 1.0 has them: HMAC-SHA-256 over id, time and body.

use aws_lc_rs::hmac;
use base64::Engine;
use base64::engine::general_purpose::STANDARD;

use crate::accounts::secret::{NoRandomness, chance};

/// What secrets begin with.
const PREFIX: &str = "whsec_";
/// Bytes of a secret; the standard wants 24 to 64.
const SECRET_BYTES: usize = 32;

/// A new secret.
pub(crate) fn fresh() -> Result<String, NoRandomness> {
    Ok(format!("{PREFIX}{}", STANDARD.encode(chance::<SECRET_BYTES>()?)))
}

/// The header `webhook-signature`: one signature for each secret.
pub(super) fn sign<'a>(
    secrets: impl IntoIterator<Item = &'a str>,
    id: &str,
    timestamp: i64,
    body: &str,
) -> String {
    let content = format!("{id}.{timestamp}.{body}");
    let one = |secret: &str| {
        let bytes =
            STANDARD.decode(secret.strip_prefix(PREFIX).unwrap_or(secret)).unwrap_or_default();
        let key = hmac::Key::new(hmac::HMAC_SHA256, &bytes);
        format!("v1,{}", STANDARD.encode(hmac::sign(&key, content.as_bytes()).as_ref()))
    };
    secrets.into_iter().map(one).collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The example of the reference libraries of Standard Webhooks.
    #[test]
    fn the_example_of_the_standard_is_signed_alike() {
        let secret = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";
        let (id, body) = ("msg_p5jXN8AQM9LWM0D4loKWxJek", r#"{"test": 2432232314}"#);
        let known = "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=";
        assert_eq!(sign([secret], id, 1_614_265_330, body), known);
        let two = sign([secret, &fresh().unwrap()], id, 1_614_265_330, body);
        assert!(two.starts_with(&format!("{known} v1,")) && two.len() == 2 * known.len() + 1);
    }
}
