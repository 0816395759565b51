//! Webhooks, and what was delivered to them.

use chrono::NaiveDateTime;
use diesel::{AsChangeset, Identifiable, Insertable, Queryable, Selectable};

use crate::schema::webhooks::{deliveries, webhooks};

/// An address that is told of what happens in a workspace.
#[derive(Clone, Debug, PartialEq, Eq, Queryable, Selectable, Insertable)]
#[diesel(table_name = webhooks)]
pub struct WebhookRow {
    /// Its id.
    pub id: String,
    /// The workspace.
    pub workspace: String,
    /// Whose rights decide what it is told: who made it, or set it going last.
    pub owner: String,
    /// Where to.
    pub url: String,
    /// Patterns of kinds of events, as a JSON list.
    pub events: String,
    /// The project that it hears of; of everything when missing.
    pub project: Option<String>,
    /// Whether it is told anything.
    pub is_active: bool,
    /// Why it is paused.
    pub reason: Option<String>,
    /// What deliveries are signed with.
    pub secret: String,
    /// The secret before; deliveries are signed with it too.
    pub former_secret: Option<String>,
    /// Until then.
    pub former_until: Option<NaiveDateTime>,
    /// The last event that was looked at.
    pub cursor: i64,
    /// The delivery that is under way.
    pub waiting: Option<String>,
    /// When that may be tried.
    pub next_at: Option<NaiveDateTime>,
    /// Attempts that failed one after another.
    pub failures: i32,
    /// Until when somebody is at it.
    pub leased_until: Option<NaiveDateTime>,
    /// Grows by one with each change.
    pub version: i64,
    /// When it was made.
    pub created_at: NaiveDateTime,
}

/// What people change of a webhook.
#[derive(Clone, Debug, PartialEq, Eq, Identifiable, AsChangeset)]
#[diesel(table_name = webhooks, treat_none_as_null = true)]
pub struct WebhookChange {
    /// Its id.
    pub id: String,
    /// Whose rights decide what it is told.
    pub owner: String,
    /// Where to.
    pub url: String,
    /// Patterns of kinds of events, as a JSON list.
    pub events: String,
    /// The project that it hears of.
    pub project: Option<String>,
    /// Whether it is told anything.
    pub is_active: bool,
    /// Why it is paused.
    pub reason: Option<String>,
    /// What deliveries are signed with.
    pub secret: String,
    /// The secret before.
    pub former_secret: Option<String>,
    /// Until when that is used.
    pub former_until: Option<NaiveDateTime>,
    /// When the delivery that is under way may be tried.
    pub next_at: Option<NaiveDateTime>,
    /// Attempts that failed one after another.
    pub failures: i32,
    /// Grows by one with each change.
    pub version: i64,
}

/// Something that is, or was, told to a webhook.
#[derive(
    Clone, Debug, PartialEq, Eq, Queryable, Selectable, Insertable, Identifiable, AsChangeset,
)]
#[diesel(table_name = deliveries, treat_none_as_null = true)]
pub struct DeliveryRow {
    /// Its id, which the receiver knows it by.
    pub id: String,
    /// The webhook.
    pub webhook: String,
    /// The event in the log of the workspace; none of a ping.
    pub seq: Option<i64>,
    /// What happened.
    pub kind: String,
    /// waiting, delivered, failed or withheld.
    pub state: String,
    /// How often it was tried.
    pub attempts: i32,
    /// The status of the last answer.
    pub status: Option<i32>,
    /// How long the last attempt took.
    pub duration_ms: Option<i64>,
    /// The beginning of the last answer.
    pub answer: String,
    /// Why there was no answer.
    pub problem: Option<String>,
    /// Since when it is to be delivered.
    pub created_at: NaiveDateTime,
    /// When it was tried last.
    pub attempted_at: Option<NaiveDateTime>,
}
