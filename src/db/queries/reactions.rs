//! Emoji below comments.

use diesel::prelude::*;
use renexus_tables::rows::comments::ReactionRow;
use renexus_tables::schema::comments::reactions;

use crate::db::{Conn, DatabaseError};

/// The reactions to several comments, in the order in which they came.
pub fn of(connection: &mut Conn, comments: &[String]) -> Result<Vec<ReactionRow>, DatabaseError> {
    Ok(reactions::table
        .filter(reactions::comment.eq_any(comments))
        .order((reactions::created_at, reactions::emoji, reactions::person))
        .select(ReactionRow::as_select())
        .load(connection)?)
}

/// How many reactions a comment has.
pub fn count(connection: &mut Conn, comment: &str) -> Result<i64, DatabaseError> {
    Ok(reactions::table.filter(reactions::comment.eq(comment)).count().get_result(connection)?)
}

/// Puts an emoji below a comment; false when the person's is there already.
pub fn insert(connection: &mut Conn, row: &ReactionRow) -> Result<bool, DatabaseError> {
    let put = diesel::insert_into(reactions::table).values(row).on_conflict_do_nothing();
    Ok(put.execute(connection)? > 0)
}

/// Takes an emoji of a person away; false when there is none.
pub fn remove(
    connection: &mut Conn,
    (comment, emoji): (&str, &str),
    person: &str,
) -> Result<bool, DatabaseError> {
    let this = reactions::table.find((comment, emoji, person));
    Ok(diesel::delete(this).execute(connection)? > 0)
}

/// Takes everything below a comment away.
pub fn clear(connection: &mut Conn, comment: &str) -> Result<(), DatabaseError> {
    let all = reactions::table.filter(reactions::comment.eq(comment));
    diesel::delete(all).execute(connection)?;
    Ok(())
}
