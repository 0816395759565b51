//! What admins said about the assistant.

use diesel::prelude::*;
use renexus_tables::rows::assistant::AssistantSwitchRow;
use renexus_tables::schema::assistant::assistant_switches;

use crate::db::{Conn, DatabaseError};

/// What was said in a workspace, if anything.
pub fn find(
    connection: &mut Conn,
    workspace: &str,
) -> Result<Option<AssistantSwitchRow>, DatabaseError> {
    let found = assistant_switches::table.find(workspace).select(AssistantSwitchRow::as_select());
    Ok(found.first(connection).optional()?)
}

/// Writes what was said.
pub fn save(connection: &mut Conn, row: &AssistantSwitchRow) -> Result<(), DatabaseError> {
    diesel::insert_into(assistant_switches::table)
        .values(row)
        .on_conflict(assistant_switches::workspace)
        .do_update()
        .set(row)
        .execute(connection)?;
    Ok(())
}
