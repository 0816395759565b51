//! One attempt to deliver: a request that is signed, and what came of it.

use std::time::Instant;

use chrono::{DateTime, TimeDelta, Utc};
use reqwest::header::{CONTENT_TYPE, RETRY_AFTER};
use reqwest::redirect::Policy;
use reqwest::{Client, Response, Url};
use thiserror::Error;

use super::resolver::Resolver;
use super::signature::sign;
use crate::config::WebhookSettings;
use crate::retrying::retry_after;

/// Bytes of an answer that are kept.
const ANSWER_BYTES: usize = 1_024;
/// Characters of a reason that are kept.
const PROBLEM: usize = 300;

/// Webhooks cannot be delivered at all.
#[derive(Debug, Error)]
#[error("webhooks: {0}")]
pub struct NoCourier(#[from] reqwest::Error);

/// What is delivered.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Message {
    /// The delivery.
    pub(super) id: String,
    /// The webhook.
    pub(super) webhook: String,
    /// Where to.
    pub(super) url: String,
    /// What it is signed with.
    pub(super) secrets: Vec<String>,
    /// What is told, as JSON.
    pub(super) body: String,
}

/// What came of an attempt.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Outcome {
    /// The status of the answer.
    pub(super) status: Option<u16>,
    /// How long it took, in milliseconds.
    pub(super) took: i64,
    /// The beginning of the answer.
    pub(super) answer: String,
    /// Why there was none.
    pub(super) problem: Option<String>,
    /// How long the receiver wants to be left alone.
    pub(super) wait: Option<TimeDelta>,
}

impl Outcome {
    /// Whether it arrived.
    pub(super) fn arrived(&self) -> bool {
        self.status.is_some_and(|status| (200..300).contains(&status))
    }

    /// Whether the receiver wants to hear nothing any more.
    pub(super) fn is_gone(&self) -> bool {
        self.status == Some(410)
    }
}

/// Makes attempts.
#[derive(Clone, Debug)]
pub(super) struct Sender {
    client: Client,
    resolver: Resolver,
}

impl Sender {
    /// A sender that reaches the internet, and the hosts that the settings name.
    pub(super) fn new(settings: &WebhookSettings) -> Result<Self, NoCourier> {
        let resolver = Resolver::new(&settings.private_hosts);
        let client = Client::builder()
            .dns_resolver(std::sync::Arc::new(resolver.clone()))
            .redirect(Policy::none())
            .no_proxy()
            .https_only(!settings.insecure_http)
            .timeout(settings.timeout())
            .user_agent(concat!("renexus/", env!("CARGO_PKG_VERSION")))
            .build()?;
        Ok(Self { client, resolver })
    }

    /// Why nothing could ever be delivered to an address; none when it may be tried.
    pub(super) fn refuses(&self, url: &str) -> Option<&'static str> {
        let Ok(url) = Url::parse(url) else { return Some("the address cannot be read") };
        if !url.username().is_empty() || url.password().is_some() {
            return Some("the address holds a name or a password");
        }
        self.resolver.check(&url).err().map(|_| "the host of the address is not on the internet")
    }

    /// Tries once.
    pub(super) async fn send(&self, message: &Message, now: DateTime<Utc>) -> Outcome {
        let began = Instant::now();
        let outcome = self.exchange(message, now).await.unwrap_or_else(|problem| Outcome {
            problem: Some(problem.chars().take(PROBLEM).collect()),
            ..Outcome::default()
        });
        let took = i64::try_from(began.elapsed().as_millis()).unwrap_or(i64::MAX);
        Outcome { took, ..outcome }
    }

    async fn exchange(&self, message: &Message, now: DateTime<Utc>) -> Result<Outcome, String> {
        if let Some(reason) = self.refuses(&message.url) {
            return Err(reason.to_owned());
        }
        let timestamp = now.timestamp();
        let secrets = message.secrets.iter().map(String::as_str);
        let request = self
            .client
            .post(&message.url)
            .header(CONTENT_TYPE, "application/json")
            .header("webhook-id", &message.id)
            .header("webhook-timestamp", timestamp)
            .header("webhook-signature", sign(secrets, &message.id, timestamp, &message.body))
            .body(message.body.clone());
        let response = request.send().await.map_err(|error| reason(&error))?;
        let wait = response.headers().get(RETRY_AFTER).and_then(|value| value.to_str().ok());
        let wait = wait.and_then(|text| retry_after(text, now));
        let status = Some(response.status().as_u16());
        // The status counts, even when the answer breaks off.
        let answer = beginning(response).await;
        Ok(Outcome { status, answer, wait, ..Outcome::default() })
    }
}

/// The beginning of an answer as text that can be kept.
async fn beginning(mut response: Response) -> String {
    let mut bytes = Vec::new();
    while bytes.len() < ANSWER_BYTES {
        match response.chunk().await {
            Ok(Some(chunk)) => bytes.extend_from_slice(&chunk),
            Ok(None) | Err(_) => break,
        }
    }
    bytes.truncate(ANSWER_BYTES);
    String::from_utf8_lossy(&bytes).replace('\0', "\u{fffd}")
}

/// The innermost reason, which says most; the address is known.
fn reason(error: &reqwest::Error) -> String {
    if error.is_timeout() {
        return "no answer in time".to_owned();
    }
    let mut inner: &dyn std::error::Error = error;
    while let Some(source) = inner.source() {
        inner = source;
    }
    inner.to_string()
}
