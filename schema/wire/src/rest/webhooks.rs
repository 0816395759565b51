//! Webhooks: addresses that are told of what happens, and how that went.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::given::given;
use super::planning::MAX_ID;
use crate::event::Event;
use crate::limits::{Limited, Limits};
use crate::task::words;

/// Characters of an address.
const MAX_URL: usize = 2_000;
/// Characters of a pattern.
const MAX_PATTERN: usize = 64;
/// Patterns of one webhook.
const MAX_PATTERNS: usize = 50;

fn everything() -> Vec<String> {
    vec!["*".to_owned()]
}

fn url(found: &mut Limits, url: &str) {
    let scheme = url.starts_with("https://") || url.starts_with("http://");
    if !scheme || !url.bytes().all(|byte| byte.is_ascii_graphic()) {
        found.wrong("url", "it is not an address like https://example.org/hook");
    }
    found.text("url", url, MAX_URL);
}

fn events(found: &mut Limits, events: &[String]) {
    found.list("events", events, MAX_PATTERNS);
    let plain = |byte: u8| byte.is_ascii_lowercase() || b"_.*".contains(&byte);
    let good = |one: &String| (1..=MAX_PATTERN).contains(&one.len()) && one.bytes().all(plain);
    if events.is_empty() {
        found.wrong("events", "it is empty");
    } else if !events.iter().all(good) {
        found.wrong(
            "events",
            "each is a kind of event, or a pattern like task.* of at most 64 characters",
        );
    }
}

/// Asks for a new webhook.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewWebhook {
    /// Where to: an address that everybody can reach, over https.
    #[schema(max_length = 2000, pattern = r"^https?://[!-~]+$")]
    pub url: String,
    /// The kinds of events; `*` stands for any characters, as in `task.*`.
    #[serde(default = "everything")]
    #[schema(min_items = 1, max_items = 50, value_type = Vec<EventPattern>)]
    pub events: Vec<String>,
    /// The project that it hears of, by id or key; of everything when missing.
    #[schema(
        min_length = 1,
        max_length = 64,
        pattern = r"^[^\x00-\x1f\x7f-\x9f]*[^\s\x00-\x1f\x7f-\x9f][^\x00-\x1f\x7f-\x9f]*$"
    )]
    pub project: Option<String>,
}

/// A kind of event, or a pattern like `task.*`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[schema(min_length = 1, max_length = 64, pattern = r"^[a-z_.*]+$")]
pub struct EventPattern(pub String);

impl Limited for NewWebhook {
    fn limits(&self, found: &mut Limits) {
        url(found, &self.url);
        events(found, &self.events);
        found.optional_line("project", self.project.as_deref(), MAX_ID);
    }
}

/// Changes a webhook; what is missing stays.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct WebhookPatch {
    /// Where to.
    #[schema(max_length = 2000, pattern = r"^https?://[!-~]+$")]
    pub url: Option<String>,
    /// The kinds of events.
    #[schema(min_items = 1, max_items = 50, value_type = Option<Vec<EventPattern>>)]
    pub events: Option<Vec<String>>,
    /// The project that it hears of; of everything when `null`.
    #[serde(default, deserialize_with = "given")]
    #[schema(
        min_length = 1,
        max_length = 64,
        pattern = r"^[^\x00-\x1f\x7f-\x9f]*[^\s\x00-\x1f\x7f-\x9f][^\x00-\x1f\x7f-\x9f]*$"
    )]
    pub project: Option<Option<String>>,
    /// Whether it is told anything. Who sets it going decides by their rights what it is told.
    pub active: Option<bool>,
}

impl Limited for WebhookPatch {
    fn limits(&self, found: &mut Limits) {
        if let Some(new) = &self.url {
            url(found, new);
        }
        if let Some(new) = &self.events {
            events(found, new);
        }
        let project = self.project.as_ref().and_then(Option::as_deref);
        found.optional_line("project", project, MAX_ID);
    }
}

/// Why a webhook is told nothing.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "graphql", derive(async_graphql::Enum))]
pub enum PauseReason {
    /// Somebody paused it.
    Asked,
    /// The receiver said that it is gone (410).
    Gone,
    /// Too many attempts failed one after another.
    Failing,
    /// Who set it going may not have webhooks any more.
    OwnerLeft,
}

words!(PauseReason {
    Asked = "asked",
    Gone = "gone",
    Failing = "failing",
    OwnerLeft = "owner_left"
});

/// An address that is told of what happens.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[cfg_attr(feature = "graphql", derive(async_graphql::SimpleObject))]
pub struct WebhookView {
    /// Its id.
    pub id: String,
    /// Where to.
    pub url: String,
    /// The kinds of events.
    pub events: Vec<String>,
    /// The project that it hears of.
    #[cfg_attr(feature = "graphql", graphql(name = "projectId"))]
    pub project: Option<String>,
    /// Whose rights decide what it is told.
    #[cfg_attr(feature = "graphql", graphql(name = "ownerId"))]
    pub owner: String,
    /// Whether it is told anything.
    pub active: bool,
    /// Why it is paused.
    pub reason: Option<PauseReason>,
    /// Attempts that failed one after another.
    pub failures: i32,
    /// The last event that was looked at.
    pub seq: i64,
    /// When the delivery that failed is tried again.
    pub next_at: Option<DateTime<Utc>>,
    /// When it was made.
    pub created_at: DateTime<Utc>,
    /// Grows by one with each change; also in `ETag`.
    pub version: i64,
}

/// A webhook that was just made; its secret is shown this once.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct MadeWebhook {
    /// The webhook.
    pub webhook: WebhookView,
    /// What deliveries are signed with, as Standard Webhooks has it.
    pub secret: String,
}

/// How a delivery stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "graphql", derive(async_graphql::Enum))]
pub enum DeliveryState {
    /// It is tried, or tried again later.
    Waiting,
    /// It arrived.
    Delivered,
    /// It was given up.
    Failed,
    /// Who set the webhook going may not hear of it any more.
    Withheld,
}

words!(DeliveryState {
    Waiting = "waiting",
    Delivered = "delivered",
    Failed = "failed",
    Withheld = "withheld"
});

/// Something that is, or was, told to a webhook.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[cfg_attr(
    feature = "graphql",
    derive(async_graphql::SimpleObject),
    graphql(name = "WebhookDelivery")
)]
pub struct DeliveryView {
    /// Its id, which stays over all attempts; the receiver sees it as `webhook-id`.
    pub id: String,
    /// What happened; `webhook.ping` of a ping.
    #[serde(rename = "type")]
    #[cfg_attr(feature = "graphql", graphql(name = "type"))]
    pub kind: String,
    /// The number of the event; none of a ping.
    pub seq: Option<i64>,
    /// How it stands.
    pub state: DeliveryState,
    /// How often it was tried.
    pub attempts: i32,
    /// The status of the last answer.
    pub status: Option<i32>,
    /// Milliseconds that the last attempt took.
    pub duration_ms: Option<i64>,
    /// The beginning of the last answer, at most 1,024 bytes.
    pub answer: String,
    /// Why there was no answer.
    pub problem: Option<String>,
    /// Since when it is to be delivered.
    pub created_at: DateTime<Utc>,
    /// When it was tried last.
    pub attempted_at: Option<DateTime<Utc>>,
}

/// A delivery, with what it tells.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct WholeDelivery {
    /// The delivery.
    pub delivery: DeliveryView,
    /// The event as whoever looks may hear it; none of a ping, and of what they may not hear.
    pub event: Option<Event>,
}
