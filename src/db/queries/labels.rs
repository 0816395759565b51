//! Labels.

use diesel::prelude::*;
use renexus_tables::rows::planning::LabelRow;
use renexus_tables::schema::planning::labels;

use crate::db::{Conn, DatabaseError};

/// All labels of a workspace; there are few.
pub fn all(connection: &mut Conn, workspace: &str) -> Result<Vec<LabelRow>, DatabaseError> {
    Ok(labels::table
        .filter(labels::workspace.eq(workspace))
        .order((labels::folded, labels::id))
        .select(LabelRow::as_select())
        .load(connection)?)
}

/// The label with this id.
pub fn find(connection: &mut Conn, id: &str) -> Result<Option<LabelRow>, DatabaseError> {
    Ok(labels::table.find(id).select(LabelRow::as_select()).first(connection).optional()?)
}

/// Writes new labels.
pub fn insert(connection: &mut Conn, rows: &[LabelRow]) -> QueryResult<()> {
    diesel::insert_into(labels::table).values(rows).execute(connection)?;
    Ok(())
}

/// Writes everything of a label.
pub fn update(connection: &mut Conn, row: &LabelRow) -> QueryResult<()> {
    diesel::update(labels::table.find(&row.id)).set(row).execute(connection)?;
    Ok(())
}

/// Deletes a label.
pub fn delete(connection: &mut Conn, id: &str) -> Result<(), DatabaseError> {
    diesel::delete(labels::table.find(id)).execute(connection)?;
    Ok(())
}
