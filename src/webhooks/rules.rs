//! What people do with webhooks.

use chrono::TimeDelta;
use renexus_tables::rows::webhooks::{DeliveryRow, WebhookChange, WebhookRow};
use renexus_wire::id::fresh;
use renexus_wire::rest::webhooks::{
    DeliveryView, NewWebhook, PauseReason, WebhookPatch, WebhookView,
};
use serde_json::json;

use super::showing::{delivery, view};
use crate::access::Action;
use crate::db::queries::{deliveries, webhooks};
use crate::domain::{Change, DomainError, Expected, View};
use crate::planning::projects;

/// A new secret, and how long the one before counts too.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Rotation {
    /// The new one.
    pub(crate) secret: String,
    /// How long the one before counts.
    pub(crate) overlap: TimeDelta,
}

/// The webhooks of a workspace.
pub(crate) fn list(look: &mut View<'_>) -> Result<Vec<WebhookView>, DomainError> {
    look.require(Action::Webhooks)?;
    let rows = webhooks::all(look.connection, &look.workspace.id)?;
    Ok(rows.into_iter().map(view).collect::<Result<_, _>>()?)
}

/// A webhook of the workspace, for somebody who may have it.
pub(crate) fn find(look: &mut View<'_>, id: &str) -> Result<WebhookRow, DomainError> {
    look.require(Action::Webhooks)?;
    let found = webhooks::find(look.connection, id)?;
    let here = |row: &WebhookRow| row.workspace == look.workspace.id;
    found.filter(here).ok_or(DomainError::NotFound("webhook"))
}

/// What a webhook was told before a delivery, the newest first.
pub(crate) fn told(
    look: &mut View<'_>,
    webhook: &str,
    (before, most): (Option<&str>, i64),
) -> Result<Vec<DeliveryView>, DomainError> {
    let hook = find(look, webhook)?;
    let rows = deliveries::list(look.connection, &hook.id, before, most)?;
    Ok(rows.into_iter().map(delivery).collect::<Result<_, _>>()?)
}

/// Sets a webhook up. It hears what happens from now on.
pub(crate) fn create(
    tx: &mut Change<'_>,
    new: NewWebhook,
    (secret, most): (String, usize),
) -> Result<WebhookView, DomainError> {
    tx.require(Action::Webhooks)?;
    let workspace = tx.workspace.id.clone();
    if webhooks::all(tx.connection, &workspace)?.len() >= most {
        return Err(DomainError::Conflict("the workspace has as many webhooks as it may have"));
    }
    let row = WebhookRow {
        id: fresh(),
        workspace,
        owner: tx.person.id.clone(),
        url: new.url,
        events: serde_json::to_string(&new.events)?,
        project: project(tx, new.project)?,
        is_active: true,
        reason: None,
        secret,
        former_secret: None,
        former_until: None,
        // The event that tells of it is the next one.
        cursor: tx.workspace.event_head + 1,
        waiting: None,
        next_at: None,
        failures: 0,
        leased_until: None,
        version: 1,
        created_at: tx.now,
    };
    webhooks::insert(tx.connection, &row)?;
    tx.event("webhook.created", &json!({ "id": row.id, "active": true }))?;
    Ok(view(row)?)
}

/// Changes a webhook.
pub(crate) fn change(
    tx: &mut Change<'_>,
    id: &str,
    expected: Expected,
    wanted: WebhookPatch,
) -> Result<WebhookView, DomainError> {
    tx.require(Action::Webhooks)?;
    let mut row = find(tx, id)?;
    expected.check(row.version, &view(row.clone())?)?;
    if let Some(url) = wanted.url.filter(|url| *url != row.url) {
        row.url = url;
        row.next_at = None;
    }
    if let Some(events) = wanted.events {
        row.events = serde_json::to_string(&events)?;
    }
    if let Some(wanted) = wanted.project {
        row.project = project(tx, wanted)?;
    }
    match wanted.active {
        Some(true) => {
            row.is_active = true;
            row.reason = None;
            row.owner = tx.person.id.clone();
            row.failures = 0;
            row.next_at = None;
        }
        Some(false) if row.is_active => {
            row.is_active = false;
            row.reason = Some(PauseReason::Asked.word().to_owned());
        }
        Some(false) | None => {}
    }
    changed(tx, row)
}

/// Gives a webhook a new secret.
pub(crate) fn rotate(
    tx: &mut Change<'_>,
    id: &str,
    Rotation { secret, overlap }: Rotation,
) -> Result<WebhookView, DomainError> {
    tx.require(Action::Webhooks)?;
    let mut row = find(tx, id)?;
    row.former_secret = Some(std::mem::replace(&mut row.secret, secret));
    row.former_until = Some(tx.now + overlap);
    changed(tx, row)
}

/// Takes a webhook away, with its deliveries.
pub(crate) fn remove(tx: &mut Change<'_>, id: &str) -> Result<(), DomainError> {
    tx.require(Action::Webhooks)?;
    let row = find(tx, id)?;
    webhooks::delete(tx.connection, &row.id)?;
    tx.event("webhook.deleted", &json!({ "id": row.id }))
}

/// A delivery of a webhook, for somebody who may have the webhook.
pub(crate) fn find_delivery(
    look: &mut View<'_>,
    (webhook, id): (&str, &str),
) -> Result<(WebhookRow, DeliveryRow), DomainError> {
    let hook = find(look, webhook)?;
    let found = deliveries::find(look.connection, id)?.filter(|row| row.webhook == hook.id);
    Ok((hook, found.ok_or(DomainError::NotFound("delivery"))?))
}

fn project(tx: &mut Change<'_>, key: Option<String>) -> Result<Option<String>, DomainError> {
    key.map(|key| projects::to_read(tx, &key).map(|row| row.id)).transpose()
}

fn changed(tx: &mut Change<'_>, mut row: WebhookRow) -> Result<WebhookView, DomainError> {
    row.version += 1;
    let change = WebhookChange {
        id: row.id.clone(),
        owner: row.owner.clone(),
        url: row.url.clone(),
        events: row.events.clone(),
        project: row.project.clone(),
        is_active: row.is_active,
        reason: row.reason.clone(),
        secret: row.secret.clone(),
        former_secret: row.former_secret.clone(),
        former_until: row.former_until,
        next_at: row.next_at,
        failures: row.failures,
        version: row.version,
    };
    webhooks::update(tx.connection, &change)?;
    tx.event("webhook.updated", &json!({ "id": row.id, "active": row.is_active }))?;
    Ok(view(row)?)
}
