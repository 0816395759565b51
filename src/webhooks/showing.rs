//! Webhooks and deliveries as people see them.

use renexus_tables::rows::webhooks::{DeliveryRow, WebhookRow};
use renexus_wire::rest::webhooks::{
    DeliveryState, DeliveryView, PauseReason, WebhookView, WholeDelivery,
};

use super::filter::patterns;
use crate::db::DatabaseError;
use crate::db::queries::events;
use crate::domain::{DomainError, View};
use crate::planning::hearing;

/// A webhook, without its secret.
pub(crate) fn view(row: WebhookRow) -> Result<WebhookView, DatabaseError> {
    Ok(WebhookView {
        events: patterns(&row)?,
        reason: row.reason.as_deref().and_then(PauseReason::from_word),
        id: row.id,
        url: row.url,
        project: row.project,
        owner: row.owner,
        active: row.is_active,
        failures: row.failures,
        seq: row.cursor,
        next_at: row.next_at.map(|at| at.and_utc()),
        created_at: row.created_at.and_utc(),
        version: row.version,
    })
}

/// A delivery.
pub(crate) fn delivery(row: DeliveryRow) -> Result<DeliveryView, DatabaseError> {
    let state = DeliveryState::from_word(&row.state)
        .ok_or_else(|| DatabaseError::Damaged(format!("delivery {}", row.id)))?;
    Ok(DeliveryView {
        state,
        id: row.id,
        kind: row.kind,
        seq: row.seq,
        attempts: row.attempts,
        status: row.status,
        duration_ms: row.duration_ms,
        answer: row.answer,
        problem: row.problem,
        created_at: row.created_at.and_utc(),
        attempted_at: row.attempted_at.map(|at| at.and_utc()),
    })
}

/// A delivery with its event, as whoever looks may hear it.
pub(crate) fn whole(look: &mut View<'_>, row: DeliveryRow) -> Result<WholeDelivery, DomainError> {
    let open = hearing::open(look)?;
    let event = match row.seq {
        Some(seq) => events::find(look.connection, &look.workspace.id, seq)?,
        None => None,
    };
    let event = event.and_then(|event| hearing::told(event, &open));
    Ok(WholeDelivery { delivery: delivery(row)?, event })
}
