//! Settings of the assistant; `config.toml` explains each value.

use std::time::Duration;

use serde::{Deserialize, Serialize};

/// The model service, and how far the assistant may use it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct AssistantSettings {
    /// The address of the service; empty is no assistant.
    pub url: String,
    /// What the server identifies itself with.
    pub key: String,
    /// The model that writes.
    pub model: String,
    /// The model that fills forms; empty is the one that writes.
    pub form_model: String,
    /// The model that tells meanings; empty is none.
    pub embedding_model: String,
    /// Whether it is on in workspaces whose admins have not said anything.
    pub switched_on: bool,
    /// Seconds of silence of the service.
    pub silence_seconds: f64,
    /// Seconds of one answer.
    pub answer_seconds: f64,
    /// Bytes of one answer.
    pub answer_bytes: usize,
    /// Bytes of one line of an answer.
    pub line_bytes: usize,
    /// Bytes of a document that are sent along.
    pub context_bytes: usize,
    /// Bytes of a document that the assistant works in.
    pub document_bytes: usize,
    /// Jobs at once on this node.
    pub at_once: usize,
    /// Jobs at once in a workspace.
    pub at_once_per_workspace: usize,
    /// Jobs that wait in all.
    pub waiting: i64,
    /// Jobs that wait in a workspace.
    pub waiting_per_workspace: i64,
    /// Seconds after which a job that can wait goes like everything else.
    pub later_seconds: f64,
    /// Attempts before a job is given up.
    pub attempts: u32,
    /// Seconds before the second attempt.
    pub retry_seconds: f64,
    /// Seconds that a job belongs to a node that says nothing.
    pub lease_seconds: f64,
    /// Failures in a row after which the service is left alone.
    pub breaker_failures: u32,
    /// Seconds for which it is left alone then.
    pub breaker_seconds: f64,
    /// Tokens that a workspace may use in a day.
    pub tokens_per_day: i64,
    /// What a million tokens of what is asked cost; 0 is not known.
    pub asked_price: f64,
    /// What a million tokens of what is answered cost.
    pub answered_price: f64,
    /// In which currency.
    pub currency: String,
    /// Days that jobs and calls are kept.
    pub kept_days: u32,
}

impl Default for AssistantSettings {
    fn default() -> Self {
        Self {
            url: String::new(),
            key: String::new(),
            model: String::new(),
            form_model: String::new(),
            embedding_model: String::new(),
            switched_on: true,
            silence_seconds: 30.0,
            answer_seconds: 180.0,
            answer_bytes: 65_536,
            line_bytes: 65_536,
            context_bytes: 49_152,
            document_bytes: 8_388_608,
            at_once: 8,
            at_once_per_workspace: 2,
            waiting: 1_000,
            waiting_per_workspace: 50,
            later_seconds: 300.0,
            attempts: 4,
            retry_seconds: 2.0,
            lease_seconds: 20.0,
            breaker_failures: 5,
            breaker_seconds: 30.0,
            tokens_per_day: 500_000,
            asked_price: 0.0,
            answered_price: 0.0,
            currency: "USD".to_owned(),
            kept_days: 90,
        }
    }
}

impl AssistantSettings {
    /// Whether there is a service.
    pub fn is_set_up(&self) -> bool {
        !self.url.is_empty()
    }

    /// The model that fills forms.
    pub fn form_model(&self) -> &str {
        if self.form_model.is_empty() { &self.model } else { &self.form_model }
    }

    /// How long the service may say nothing.
    pub fn silence(&self) -> Duration {
        Duration::from_secs_f64(self.silence_seconds)
    }

    /// How long a job that can wait goes behind others.
    pub fn later(&self) -> Duration {
        Duration::from_secs_f64(self.later_seconds)
    }

    /// How long one answer may take.
    pub fn answer(&self) -> Duration {
        Duration::from_secs_f64(self.answer_seconds)
    }
}

/// A day: longer pauses are mistakes.
const MAX_SECONDS: f64 = 86_400.0;
/// More is a price for something else.
const MAX_PRICE: f64 = 1_000_000.0;
/// Less holds no answer.
const MIN_BYTES: usize = 1_024;

/// One line for each wrong value: key, value, and what would be right.
pub(super) fn wrong_values(settings: &AssistantSettings) -> Vec<String> {
    let mut wrong = Vec::new();
    let mut add = |key: &str, value: &dyn std::fmt::Display, right: &str| {
        wrong.push(format!("assistant.{key} = {value}: {right}"));
    };
    let url = &settings.url;
    let web = ["http://", "https://"].iter().any(|scheme| url.starts_with(scheme));
    let plain = url.bytes().all(|byte| byte.is_ascii_graphic());
    if !url.is_empty() && (!web || !plain || url.contains(['@', '?', '#'])) {
        // It may hold a password by mistake.
        add("url", &"…", "needs a scheme, a host and a path, like https://api.openai.com/v1");
    }
    if settings.is_set_up() && settings.model.is_empty() {
        add("model", &"\"\"", "needs the name of a model of that service");
    }
    if !settings.key.bytes().all(|byte| byte.is_ascii_graphic()) {
        add("key", &"…", "needs visible characters of ASCII alone");
    }
    for (key, value) in [
        ("silence_seconds", settings.silence_seconds),
        ("answer_seconds", settings.answer_seconds),
        ("later_seconds", settings.later_seconds),
        ("retry_seconds", settings.retry_seconds),
        ("breaker_seconds", settings.breaker_seconds),
    ] {
        if !(0.01..=MAX_SECONDS).contains(&value) {
            add(key, &value, "needs seconds from 0.01 to 86400");
        }
    }
    if !(1.0..=MAX_SECONDS).contains(&settings.lease_seconds) {
        add("lease_seconds", &settings.lease_seconds, "needs seconds from 1 to 86400");
    }
    for (key, value) in [
        ("answer_bytes", settings.answer_bytes),
        ("line_bytes", settings.line_bytes),
        ("context_bytes", settings.context_bytes),
        ("document_bytes", settings.document_bytes),
    ] {
        if value < MIN_BYTES {
            add(key, &value, "needs at least 1024 bytes");
        }
    }
    for (key, none) in [
        ("at_once", settings.at_once == 0),
        ("at_once_per_workspace", settings.at_once_per_workspace == 0),
        ("waiting", settings.waiting < 1),
        ("waiting_per_workspace", settings.waiting_per_workspace < 1),
        ("attempts", settings.attempts == 0),
        ("breaker_failures", settings.breaker_failures == 0),
        ("tokens_per_day", settings.tokens_per_day < 1),
        ("kept_days", settings.kept_days == 0),
    ] {
        if none {
            add(key, &0, "needs at least 1");
        }
    }
    for (key, value) in
        [("asked_price", settings.asked_price), ("answered_price", settings.answered_price)]
    {
        if !(0.0..=MAX_PRICE).contains(&value) {
            add(key, &value, "needs a price from 0 to 1000000");
        }
    }
    let code = &settings.currency;
    if code.len() != 3 || !code.bytes().all(|byte| byte.is_ascii_uppercase()) {
        add("currency", &code, "needs the three letters of a currency, like EUR");
    }
    if settings.attempts > 20 {
        add("attempts", &settings.attempts, "needs at most 20");
    }
    if settings.kept_days > 3_650 {
        add("kept_days", &settings.kept_days, "needs at most 3650");
    }
    wrong
}
