//! Tokens that were taken back.

use chrono::NaiveDateTime;
use diesel::prelude::*;
use renexus_tables::rows::RevocationRow;
use renexus_tables::schema::revocations;

use crate::db::{Conn, DatabaseError};

/// Takes a token back until its own end.
pub fn insert(connection: &mut Conn, row: &RevocationRow) -> Result<(), DatabaseError> {
    diesel::insert_into(revocations::table)
        .values(row)
        .on_conflict_do_nothing()
        .execute(connection)?;
    Ok(())
}

/// What was taken back since an instant, and still matters.
pub fn since(
    connection: &mut Conn,
    instant: NaiveDateTime,
    now: NaiveDateTime,
) -> Result<Vec<RevocationRow>, DatabaseError> {
    Ok(revocations::table
        .filter(revocations::revoked_at.gt(instant).and(revocations::expires_at.ge(now)))
        .order(revocations::revoked_at)
        .select(RevocationRow::as_select())
        .load(connection)?)
}

/// All revocations that still matter; the others are removed.
pub fn load(
    connection: &mut Conn,
    now: NaiveDateTime,
) -> Result<Vec<RevocationRow>, DatabaseError> {
    diesel::delete(revocations::table.filter(revocations::expires_at.lt(now)))
        .execute(connection)?;
    Ok(revocations::table.select(RevocationRow::as_select()).load(connection)?)
}
