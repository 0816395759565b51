//! Holds: while there is one, no blob is removed.

use chrono::NaiveDateTime;
use diesel::prelude::*;
use renexus_tables::schema::files::blob_holds;

use crate::db::{Conn, DatabaseError};

/// Sets a hold, or lets it last longer.
pub fn set(connection: &mut Conn, id: &str, until: NaiveDateTime) -> Result<(), DatabaseError> {
    diesel::insert_into(blob_holds::table)
        .values((blob_holds::id.eq(id), blob_holds::until.eq(until)))
        .on_conflict(blob_holds::id)
        .do_update()
        .set(blob_holds::until.eq(until))
        .execute(connection)?;
    Ok(())
}

/// Ends a hold, and forgets those that ended by themselves.
pub fn end(connection: &mut Conn, id: &str, now: NaiveDateTime) -> Result<(), DatabaseError> {
    let over = blob_holds::id.eq(id).or(blob_holds::until.le(now));
    diesel::delete(blob_holds::table.filter(over)).execute(connection)?;
    Ok(())
}

/// Whether there is a hold.
pub fn are_held(connection: &mut Conn, now: NaiveDateTime) -> Result<bool, DatabaseError> {
    let held = blob_holds::table.filter(blob_holds::until.gt(now)).count();
    Ok(held.get_result::<i64>(connection)? > 0)
}
