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

/// What somebody did with the suggestions of a kind.
#[derive(Clone, Debug, Queryable)]
pub struct Answered {
    /// The word of the kind.
    pub kind: String,
    /// The place of the one that was taken.
    pub place: Option<i64>,
    /// How sure the first one was, in percent.
    pub confidence: i64,
}

/// The latest answers of a project, up to `most`.
pub fn latest(
    connection: &mut Conn,
    project: &str,
    most: i64,
) -> Result<Vec<Answered>, DatabaseError> {
    Ok(suggestion_answers::table
        .filter(suggestion_answers::project.eq(project))
        .order(suggestion_answers::id.desc())
        .limit(most)
        .select((
            suggestion_answers::kind,
            suggestion_answers::place,
            suggestion_answers::confidence,
        ))
        .load(connection)?)
}
