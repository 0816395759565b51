//! Cycles.

use diesel::prelude::*;
use renexus_tables::rows::planning::CycleRow;
use renexus_tables::schema::planning::cycles;

use crate::db::{Conn, DatabaseError};

/// All cycles of a project; there are few.
pub fn all(connection: &mut Conn, project: &str) -> Result<Vec<CycleRow>, DatabaseError> {
    Ok(cycles::table
        .filter(cycles::project.eq(project))
        .order((cycles::starts_on, cycles::id))
        .select(CycleRow::as_select())
        .load(connection)?)
}

/// Those with one of these ids.
pub fn among(connection: &mut Conn, ids: &[String]) -> Result<Vec<CycleRow>, DatabaseError> {
    let found = cycles::table.filter(cycles::id.eq_any(ids));
    Ok(found.select(CycleRow::as_select()).load(connection)?)
}

/// The cycle with this id.
pub fn find(connection: &mut Conn, id: &str) -> Result<Option<CycleRow>, DatabaseError> {
    Ok(cycles::table.find(id).select(CycleRow::as_select()).first(connection).optional()?)
}

/// Writes new cycles.
pub fn insert(connection: &mut Conn, rows: &[CycleRow]) -> QueryResult<()> {
    diesel::insert_into(cycles::table).values(rows).execute(connection)?;
    Ok(())
}

/// Writes everything of a cycle.
pub fn update(connection: &mut Conn, row: &CycleRow) -> QueryResult<()> {
    diesel::update(cycles::table.find(&row.id)).set(row).execute(connection)?;
    Ok(())
}

/// Deletes a cycle.
pub fn delete(connection: &mut Conn, id: &str) -> Result<(), DatabaseError> {
    diesel::delete(cycles::table.find(id)).execute(connection)?;
    Ok(())
}
