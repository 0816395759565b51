//! Views.

use diesel::prelude::*;
use renexus_tables::rows::planning::ViewRow;
use renexus_tables::schema::planning::task_views;

use crate::db::{Conn, DatabaseError};

/// All views of a workspace; there are few.
pub fn all(connection: &mut Conn, workspace: &str) -> Result<Vec<ViewRow>, DatabaseError> {
    Ok(task_views::table
        .filter(task_views::workspace.eq(workspace))
        .order(task_views::id)
        .select(ViewRow::as_select())
        .load(connection)?)
}

/// The view with this id.
pub fn find(connection: &mut Conn, id: &str) -> Result<Option<ViewRow>, DatabaseError> {
    Ok(task_views::table.find(id).select(ViewRow::as_select()).first(connection).optional()?)
}

/// Writes new views.
pub fn insert(connection: &mut Conn, rows: &[ViewRow]) -> QueryResult<()> {
    diesel::insert_into(task_views::table).values(rows).execute(connection)?;
    Ok(())
}

/// Writes everything of a view.
pub fn update(connection: &mut Conn, row: &ViewRow) -> QueryResult<()> {
    diesel::update(task_views::table.find(&row.id)).set(row).execute(connection)?;
    Ok(())
}

/// Deletes a view.
pub fn delete(connection: &mut Conn, id: &str) -> Result<(), DatabaseError> {
    diesel::delete(task_views::table.find(id)).execute(connection)?;
    Ok(())
}
