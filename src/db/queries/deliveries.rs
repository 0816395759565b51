//! What was delivered to webhooks.

use chrono::NaiveDateTime;
use diesel::prelude::*;
use renexus_tables::rows::webhooks::DeliveryRow;
use renexus_tables::schema::webhooks::deliveries;
use renexus_wire::rest::webhooks::DeliveryState;

use crate::db::{Conn, DatabaseError};

/// Up to `most` deliveries of a webhook before the id `before`, the newest first.
pub fn list(
    connection: &mut Conn,
    webhook: &str,
    before: Option<&str>,
    most: i64,
) -> Result<Vec<DeliveryRow>, DatabaseError> {
    let mut query = deliveries::table
        .filter(deliveries::webhook.eq(webhook))
        .order(deliveries::id.desc())
        .limit(most)
        .select(DeliveryRow::as_select())
        .into_boxed();
    if let Some(before) = before {
        query = query.filter(deliveries::id.lt(before));
    }
    Ok(query.load(connection)?)
}

/// The delivery with this id.
pub fn find(connection: &mut Conn, id: &str) -> Result<Option<DeliveryRow>, DatabaseError> {
    Ok(deliveries::table.find(id).select(DeliveryRow::as_select()).first(connection).optional()?)
}

/// Writes a new delivery.
pub fn insert(connection: &mut Conn, row: &DeliveryRow) -> Result<(), DatabaseError> {
    diesel::insert_into(deliveries::table).values(row).execute(connection)?;
    Ok(())
}

/// Writes everything of a delivery.
pub fn update(connection: &mut Conn, row: &DeliveryRow) -> Result<(), DatabaseError> {
    diesel::update(deliveries::table.find(&row.id)).set(row).execute(connection)?;
    Ok(())
}

/// Forgets deliveries from before `until` that are not under way.
pub fn forget(connection: &mut Conn, until: NaiveDateTime) -> Result<usize, DatabaseError> {
    let over = deliveries::table
        .filter(deliveries::created_at.lt(until))
        .filter(deliveries::state.ne(DeliveryState::Waiting.word()));
    Ok(diesel::delete(over).execute(connection)?)
}
