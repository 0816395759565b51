//! Updates that made the CRDT library fail.

use diesel::prelude::*;
use renexus_tables::rows::NewQuarantineRow;
use renexus_tables::schema::{documents, quarantine};

use crate::db::{Conn, DatabaseError};

/// Keeps an update.
pub fn keep(connection: &mut Conn, row: &NewQuarantineRow) -> Result<(), DatabaseError> {
    diesel::insert_into(quarantine::table).values(row).execute(connection)?;
    Ok(())
}

/// Document id, reason and size in bytes of each kept update, oldest first.
pub fn list(connection: &mut Conn) -> Result<Vec<(String, String, usize)>, DatabaseError> {
    let rows: Vec<(String, String, Vec<u8>)> = quarantine::table
        .inner_join(documents::table.on(documents::key.eq(quarantine::document)))
        .select((documents::id, quarantine::reason, quarantine::body))
        .order(quarantine::key)
        .load(connection)?;
    Ok(rows.into_iter().map(|(id, reason, body)| (id, reason, body.len())).collect())
}
