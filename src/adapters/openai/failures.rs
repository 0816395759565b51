//! What went wrong, in words that hold no secret.

use std::error::Error;

use chrono::TimeDelta;
use renexus_actors::ports::model::ModelError;
use reqwest::StatusCode;
use serde_json::Value;

/// Characters of what a service says that are told on.
const SAID: usize = 300;

/// The error of a service that wants to be left alone for a while.
pub(super) fn busy(status: StatusCode, wait: Option<TimeDelta>) -> Option<ModelError> {
    let is_busy = status == StatusCode::TOO_MANY_REQUESTS
        || status == StatusCode::SERVICE_UNAVAILABLE && wait.is_some();
    is_busy.then(|| ModelError::Busy { after: wait.and_then(|wait| wait.to_std().ok()) })
}

/// The error that a status and what comes with it mean. The key is kept out: services repeat it.
pub(super) fn of_status(status: StatusCode, said: &[u8], key: &str) -> ModelError {
    let said = serde_json::from_slice::<Value>(said).unwrap_or_default();
    let message = said.pointer("/error/message").or_else(|| said.get("error"));
    let message = message.and_then(Value::as_str).unwrap_or_default();
    let message = if key.is_empty() { message.to_owned() } else { message.replace(key, "…") };
    let mut told = format!("status {}", status.as_u16());
    if !message.is_empty() {
        told.push_str(": ");
        told.extend(message.chars().filter(|sign| !sign.is_control()).take(SAID));
    }
    let passing = status.is_server_error() || status == StatusCode::REQUEST_TIMEOUT;
    if passing { ModelError::Broken(told) } else { ModelError::Refused(told) }
}

/// The innermost reason, which says most and holds no address.
pub(super) fn reason(error: &reqwest::Error) -> String {
    let mut inner: &dyn Error = error;
    while let Some(source) = inner.source() {
        inner = source;
    }
    if inner.is::<reqwest::Error>() {
        return "the exchange broke off".to_owned();
    }
    inner.to_string()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_status_says_whether_it_is_worth_trying_again() {
        let of = |status: u16, said: &str| {
            of_status(StatusCode::from_u16(status).unwrap(), said.as_bytes(), "sk-1234")
        };
        let said = r#"{"error":{"message":"no such key: sk-1234"}}"#;
        assert_eq!(of(401, said), ModelError::Refused("status 401: no such key: …".into()));
        assert_eq!(of(500, "<html>"), ModelError::Broken("status 500".into()));
        assert_eq!(of(404, r#"{"error":"no"}"#), ModelError::Refused("status 404: no".into()));
        let wait = Some(TimeDelta::seconds(3));
        assert_eq!(
            busy(StatusCode::TOO_MANY_REQUESTS, wait),
            Some(ModelError::Busy { after: Some(std::time::Duration::from_secs(3)) })
        );
        assert_eq!(busy(StatusCode::SERVICE_UNAVAILABLE, None), None);
        assert!(busy(StatusCode::SERVICE_UNAVAILABLE, wait).is_some());
    }
}
