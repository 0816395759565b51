//! Blobs that go once they are due.

use chrono::NaiveDateTime;
use diesel::prelude::*;
use diesel::upsert::excluded;
use renexus_tables::rows::files::BlobRemovalRow;
use renexus_tables::schema::files::blob_removals;

use super::blob_holds;
use crate::db::{Conn, DatabaseError};

/// Writes down that these blobs go at this instant, whatever was planned before.
pub fn plan(
    connection: &mut Conn,
    keys: &[String],
    due: NaiveDateTime,
) -> Result<(), DatabaseError> {
    for key in keys {
        let row = BlobRemovalRow { blob_key: key.clone(), due };
        diesel::insert_into(blob_removals::table)
            .values(&row)
            .on_conflict(blob_removals::blob_key)
            .do_update()
            .set(blob_removals::due.eq(excluded(blob_removals::due)))
            .execute(connection)?;
    }
    Ok(())
}

/// Strikes out that a blob goes; returns whether that was in time. What is due may be gone already.
pub fn cancel(connection: &mut Conn, key: &str, now: NaiveDateTime) -> Result<bool, DatabaseError> {
    let waits = blob_removals::table.find(key).filter(blob_removals::due.gt(now));
    Ok(diesel::delete(waits).execute(connection)? > 0)
}

/// Up to `most` keys of blobs that are due; none while somebody copies blobs.
pub fn due(
    connection: &mut Conn,
    now: NaiveDateTime,
    most: i64,
) -> Result<Vec<String>, DatabaseError> {
    if blob_holds::are_held(connection, now)? {
        return Ok(Vec::new());
    }
    Ok(blob_removals::table
        .filter(blob_removals::due.le(now))
        .order((blob_removals::due, blob_removals::blob_key))
        .limit(most)
        .select(blob_removals::blob_key)
        .load(connection)?)
}

/// Strikes out blobs that are gone.
pub fn done(connection: &mut Conn, keys: &[String]) -> Result<(), DatabaseError> {
    diesel::delete(blob_removals::table.filter(blob_removals::blob_key.eq_any(keys)))
        .execute(connection)?;
    Ok(())
}
