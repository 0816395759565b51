//! Answers to requests that may be sent twice.

use chrono::NaiveDateTime;
use diesel::prelude::*;
use renexus_tables::rows::events::IdempotencyRow;
use renexus_tables::schema::idempotency_keys;

use crate::db::{Conn, DatabaseError};

/// Takes a key for a request; the row that is there when it was taken before.
pub fn take(
    connection: &mut Conn,
    row: &IdempotencyRow,
) -> Result<Option<IdempotencyRow>, DatabaseError> {
    let found = idempotency_keys::table
        .find((&row.caller, &row.key))
        .select(IdempotencyRow::as_select())
        .first(connection)
        .optional()?;
    if found.is_none() {
        diesel::insert_into(idempotency_keys::table).values(row).execute(connection)?;
    }
    Ok(found)
}

/// Writes the answer of a key that was taken.
pub fn answer(connection: &mut Conn, row: &IdempotencyRow) -> Result<(), DatabaseError> {
    diesel::update(idempotency_keys::table.find((&row.caller, &row.key)))
        .set((
            idempotency_keys::status.eq(row.status),
            idempotency_keys::headers.eq(&row.headers),
            idempotency_keys::body.eq(&row.body),
        ))
        .execute(connection)?;
    Ok(())
}

/// Gives a key back: the request changed nothing.
pub fn release(connection: &mut Conn, caller: &str, key: &str) -> Result<(), DatabaseError> {
    diesel::delete(idempotency_keys::table.find((caller, key))).execute(connection)?;
    Ok(())
}

/// Forgets keys that were taken before `before`.
pub fn forget(connection: &mut Conn, before: NaiveDateTime) -> Result<usize, DatabaseError> {
    let old = idempotency_keys::table.filter(idempotency_keys::created_at.lt(before));
    Ok(diesel::delete(old).execute(connection)?)
}
