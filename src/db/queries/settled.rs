//! How much of the write-ahead log stands in the tables.

use diesel::prelude::*;
use renexus_tables::rows::SettledRow;
use renexus_tables::schema::settled;

use crate::db::{Conn, DatabaseError};

const ONLY_ROW: i32 = 1;

/// The last frame whose updates all stand in the tables; 0 when none was ever moved.
pub fn read(connection: &mut Conn) -> Result<i64, DatabaseError> {
    let row = settled::table
        .find(ONLY_ROW)
        .select(SettledRow::as_select())
        .get_result(connection)
        .optional()?;
    match row {
        Some(row) if !row.is_intact() => Err(DatabaseError::Damaged(
            "the number of the last settled frame does not match its checksum".into(),
        )),
        row => Ok(row.map_or(0, |row| row.frame)),
    }
}

/// Notes that everything up to `frame` stands in the tables.
pub fn write(connection: &mut Conn, frame: i64) -> Result<(), DatabaseError> {
    let row = SettledRow { key: ONLY_ROW, frame, sum: 0 }.sealed();
    diesel::insert_into(settled::table)
        .values(&row)
        .on_conflict(settled::key)
        .do_update()
        .set((settled::frame.eq(row.frame), settled::sum.eq(row.sum)))
        .execute(connection)?;
    Ok(())
}
