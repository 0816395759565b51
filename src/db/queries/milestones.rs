//! Milestones.

use diesel::prelude::*;
use renexus_tables::rows::planning::MilestoneRow;
use renexus_tables::schema::planning::milestones;

use crate::db::{Conn, DatabaseError};

/// All milestones of a project; there are few.
pub fn all(connection: &mut Conn, project: &str) -> Result<Vec<MilestoneRow>, DatabaseError> {
    Ok(milestones::table
        .filter(milestones::project.eq(project))
        .order(milestones::id)
        .select(MilestoneRow::as_select())
        .load(connection)?)
}

/// Those with one of these ids.
pub fn among(connection: &mut Conn, ids: &[String]) -> Result<Vec<MilestoneRow>, DatabaseError> {
    let found = milestones::table.filter(milestones::id.eq_any(ids));
    Ok(found.select(MilestoneRow::as_select()).load(connection)?)
}

/// The milestone with this id.
pub fn find(connection: &mut Conn, id: &str) -> Result<Option<MilestoneRow>, DatabaseError> {
    Ok(milestones::table.find(id).select(MilestoneRow::as_select()).first(connection).optional()?)
}

/// Writes new milestones.
pub fn insert(connection: &mut Conn, rows: &[MilestoneRow]) -> QueryResult<()> {
    diesel::insert_into(milestones::table).values(rows).execute(connection)?;
    Ok(())
}

/// Writes everything of a milestone.
pub fn update(connection: &mut Conn, row: &MilestoneRow) -> QueryResult<()> {
    diesel::update(milestones::table.find(&row.id)).set(row).execute(connection)?;
    Ok(())
}

/// Deletes a milestone.
pub fn delete(connection: &mut Conn, id: &str) -> Result<(), DatabaseError> {
    diesel::delete(milestones::table.find(id)).execute(connection)?;
    Ok(())
}
