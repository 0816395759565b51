//! What follows from an attempt.

use chrono::NaiveDateTime;
use renexus_tables::rows::webhooks::DeliveryRow;
use renexus_wire::rest::webhooks::{DeliveryState, PauseReason};

use super::attempt::{Message, Outcome};
use super::schedule::pause;
use crate::config::WebhookSettings;
use crate::db::queries::{deliveries, webhooks};
use crate::db::{Conn, DatabaseError};

/// Writes down what came of an attempt in the webhook's turn; why the webhook must be paused, if it must.
pub(super) fn settle(
    connection: &mut Conn,
    message: &Message,
    outcome: Outcome,
    (settings, now): (&WebhookSettings, NaiveDateTime),
) -> Result<Option<PauseReason>, DatabaseError> {
    // Somebody may have taken it away meanwhile.
    let Some(hook) = webhooks::find(connection, &message.webhook)? else { return Ok(None) };
    let Some(row) = deliveries::find(connection, &message.id)? else { return Ok(None) };
    let (arrived, gone) = (outcome.arrived(), outcome.is_gone());
    let attempt = row.attempts + 1;
    let again = pause(&settings.retry_seconds, attempt, &row.id, outcome.wait);
    let again = again.filter(|_| !arrived && !gone).map(|pause| now + pause);
    let state = match (arrived, again) {
        (true, _) => DeliveryState::Delivered,
        (false, Some(_)) => DeliveryState::Waiting,
        (false, None) => DeliveryState::Failed,
    };
    deliveries::update(connection, &noted(row, outcome, (state, now)))?;
    let failures = if arrived { 0 } else { hook.failures.saturating_add(1) };
    let waiting = again.map(|_| message.id.as_str());
    webhooks::attempted(connection, &hook.id, (failures, waiting), again)?;
    Ok(match () {
        () if gone => Some(PauseReason::Gone),
        () if failures >= settings.failures => Some(PauseReason::Failing),
        () => None,
    })
}

/// Writes down what came of an attempt that somebody asked for; nothing follows but that what arrived is over.
pub(super) fn note(
    connection: &mut Conn,
    message: &Message,
    outcome: Outcome,
    now: NaiveDateTime,
) -> Result<Option<DeliveryRow>, DatabaseError> {
    let Some(hook) = webhooks::find(connection, &message.webhook)? else { return Ok(None) };
    let Some(row) = deliveries::find(connection, &message.id)? else { return Ok(None) };
    let in_turn = hook.waiting.as_ref() == Some(&message.id);
    let state = match (outcome.arrived(), in_turn) {
        (true, _) => DeliveryState::Delivered,
        (false, true) => DeliveryState::Waiting,
        (false, false) => DeliveryState::Failed,
    };
    if in_turn && state == DeliveryState::Delivered {
        webhooks::attempted(connection, &hook.id, (0, None), None)?;
    }
    let row = noted(row, outcome, (state, now));
    deliveries::update(connection, &row)?;
    Ok(Some(row))
}

fn noted(
    row: DeliveryRow,
    outcome: Outcome,
    (state, now): (DeliveryState, NaiveDateTime),
) -> DeliveryRow {
    DeliveryRow {
        state: state.word().to_owned(),
        attempts: row.attempts.saturating_add(1),
        status: outcome.status.map(i32::from),
        duration_ms: Some(outcome.took),
        answer: outcome.answer,
        problem: outcome.problem,
        attempted_at: Some(now),
        ..row
    }
}
