//! What people did with suggestions.

use diesel::prelude::*;
use renexus_tables::rows::insight::SuggestionAnswerRow;
use renexus_tables::schema::insight::suggestion_answers;

use crate::db::{Conn, DatabaseError};

/// Writes an answer.
pub fn insert(connection: &mut Conn, row: &SuggestionAnswerRow) -> Result<(), DatabaseError> {
    diesel::insert_into(suggestion_answers::table).values(row).execute(connection)?;
    Ok(())
}

/// Kind and place of the latest answers of a project, up to `most`.
pub fn latest(
    connection: &mut Conn,
    project: &str,
    most: i64,
) -> Result<Vec<(String, Option<i64>)>, DatabaseError> {
    Ok(suggestion_answers::table
        .filter(suggestion_answers::project.eq(project))
        .order(suggestion_answers::id.desc())
        .limit(most)
        .select((suggestion_answers::kind, suggestion_answers::place))
        .load(connection)?)
}
